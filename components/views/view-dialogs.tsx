"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { viewActions, viewQueries } from "@/lib/views/client";
import {
  type ViewContent,
  type ViewDto,
  type ViewList,
  type ViewListDto,
  viewChange,
} from "@/lib/views/schema";

/** Puts the answer of a change in place of the known views. */
function useKnown(list: ViewList, said: string, onClose: () => void) {
  const environment = useEnvironment();
  const client = useQueryClient();
  return (answer: ViewListDto) => {
    client.setQueryData(viewQueries.of(environment, list).queryKey, answer);
    announce(said);
    onClose();
  };
}

type NameDialogProps = {
  list: ViewList;
  /** The view to change; without it, what is on the page is saved. */
  view?: ViewDto;
  content: ViewContent;
  mayShare: boolean;
  hasSearch: boolean;
  onClose: () => void;
};

const schema = viewChange.required({ name: true });

/** Saves what is on the page as a view, or renames and shares a view. */
export function NameDialog({ list, view, content, mayShare, hasSearch, onClose }: NameDialogProps) {
  const environment = useEnvironment();
  const put = useKnown(list, view ? "View changed" : "View saved", onClose);
  const save = useMutation({
    mutationFn: ({ name, isShared = false }: { name: string; isShared?: boolean }) =>
      view
        ? viewActions.change(environment, view.id, { name, isShared })
        : viewActions.save(environment, { list, name, isShared, ...content }),
    onSuccess: put,
  });
  const form = useActionForm({
    schema,
    values: { name: view?.name ?? "", isShared: view?.isShared ?? false },
    send: (input) => save.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={view ? `Change the view “${view.name}”` : "Save this view"}
      description={
        view
          ? undefined
          : `The view keeps filters, order and columns.${hasSearch ? " The search text is not saved, because it may name a person." : ""}`
      }
      submit={view ? "Save changes" : "Save view"}
    >
      <TextField label="Name" {...form.field("name")} />
      {mayShare ? <Checkbox label="Share with the organization" {...form.register("isShared")} /> : null}
    </FormDialog>
  );
}

/** Asks before a view is deleted. */
export function DeleteViewDialog({ view, onClose }: { view: ViewDto; onClose: () => void }) {
  const environment = useEnvironment();
  const put = useKnown(view.list, "View deleted", onClose);
  const remove = useMutation({
    mutationFn: () => viewActions.remove(environment, view.id),
    onSuccess: put,
    onError: (error) => toastProblem("The view was not deleted", error),
  });
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={`Delete the view “${view.name}”?`}
      description={
        view.isShared ? "Every member of the organization loses it." : "The list itself stays as it is."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" pending={remove.isPending} onClick={() => remove.mutate()}>
            Delete view
          </Button>
        </>
      }
    />
  );
}
