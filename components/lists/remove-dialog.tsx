"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { Exact } from "@/components/ui/time-zone";
import { toast } from "@/components/ui/toast";
import { sentence } from "@/lib/format/words";
import { listActions, listQueries } from "@/lib/lists/client";
import { type ListEntryDto, removalQuery, removalReasons } from "@/lib/lists/schema";

type RemoveDialogProps = { entry: ListEntryDto; onClose: () => void };

/** A person must give a reason; an API key need not. */
const schema = removalQuery.required({ reasonCode: true });

/** Asks before removing an entry, because it cannot be restored by hand. */
export default function RemoveDialog({ entry, onClose }: RemoveDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const what = `${sentence(entry.kind)} ${entry.value ?? ""}`.trim();
  const remove = useMutation({
    mutationFn: (reasonCode: (typeof removalReasons)[number]) =>
      listActions.remove(environment, entry.id, reasonCode),
    onSuccess: () => {
      toast({ tone: "success", title: "Removed from the blocklist", detail: what });
      announce(`${what} removed from the blocklist`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: listQueries.all(environment) }),
  });
  const form = useActionForm({
    schema,
    values: { reasonCode: "" },
    send: ({ reasonCode }) => remove.mutateAsync(reasonCode),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title="Remove entry from the blocklist?"
      description={
        <>
          {what}, added by {entry.addedBy} on <Exact at={entry.createdAt} />. New sessions with this value are
          no longer flagged or rejected. The audit log records who removed the entry and why.
        </>
      }
      submit="Remove"
    >
      <Select
        label="Reason"
        {...form.field("reasonCode", "Choose a reason. Auditors will read it.")}
        required
        options={[
          { value: "", label: "Choose a reason" },
          ...removalReasons.map((each) => ({ value: each, label: sentence(each) })),
        ]}
      />
    </FormDialog>
  );
}
