"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { typedListActions, typedListQueries } from "@/lib/typed-lists/client";
import {
  comparedTypes,
  type ItemDto,
  itemInput,
  type ListDto,
  listChanges,
  listInput,
  listModes,
  typedListTypes,
} from "@/lib/typed-lists/schema";

type OfList = { list: ListDto; onClose: () => void; onGone: () => void };

const modeWords = { flag: "Flag sessions", block: "Reject new sessions", allow: "Trusted values" } as const;
/** Only values that sessions are compared with can reject one. */
const modesOf = (type: string) =>
  listModes
    .filter((value) => value !== "block" || comparedTypes.includes(type))
    .map((value) => ({ value, label: modeWords[value] }));
const blank = (text: string) => text.trim() || undefined;

/** Runs a write on lists, tells its outcome and loads them again. */
function useWrite<T, R>(run: (input: T) => Promise<R>, done: string, onDone: (result: R) => void) {
  const environment = useEnvironment();
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (result) => {
      toast({ tone: "success", title: done });
      announce(done);
      onDone(result);
    },
    onSettled: () => client.invalidateQueries({ queryKey: typedListQueries.all(environment) }),
  });
}

export function CreateDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (id: string) => void;
}) {
  const environment = useEnvironment();
  const create = useWrite(
    (input: Parameters<typeof typedListActions.create>[1]) => typedListActions.create(environment, input),
    "List created",
    ({ id }) => {
      onCreated(id);
      onClose();
    },
  );
  const form = useActionForm({
    schema: listInput,
    values: { name: "", description: "", listType: "email" as string, matchMode: "flag" as string },
    toInput: ({ description, ...values }) => ({ ...values, description: blank(description) }),
    send: (input) => create.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title="Create a list"
      description="All its values are of one kind. The kind cannot be changed later."
      submit="Create list"
    >
      <TextField label="Name" {...form.field("name", "Enter a name.")} data-autofocus="" />
      <Select
        label="Kind"
        options={typedListTypes.map((each) => ({ value: each, label: sentence(each) }))}
        {...form.field("listType")}
      />
      <Select
        label="What a match does"
        options={modesOf(form.watch("listType"))}
        {...form.field("matchMode")}
      />
      <TextField label="Description" {...form.field("description")} />
    </FormDialog>
  );
}

export function EditDialog({ list, onClose }: OfList) {
  const environment = useEnvironment();
  const update = useWrite(
    (input: Parameters<typeof typedListActions.update>[2]) =>
      typedListActions.update(environment, list.id, input),
    "List changed",
    onClose,
  );
  const form = useActionForm({
    schema: listChanges,
    values: {
      name: list.name,
      description: list.description ?? "",
      matchMode: list.matchMode as string,
      isActive: list.isActive,
    },
    toInput: ({ description, ...values }) => ({ ...values, description: blank(description) ?? null }),
    send: (input) => update.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title={`Change ${list.name}`}
      description="This applies from the next evaluation of a session on."
      submit="Save"
    >
      <TextField label="Name" {...form.field("name", "Enter a name.")} data-autofocus="" />
      <Select label="What a match does" options={modesOf(list.listType)} {...form.field("matchMode")} />
      <TextField label="Description" {...form.field("description")} />
      <Checkbox
        label="Compare sessions with this list"
        hint="Without it, the list is kept and matches nothing."
        {...form.field("isActive")}
      />
    </FormDialog>
  );
}

/** There is no way back from an archive, so it asks first. */
export function ArchiveDialog({ list, onClose, onGone }: OfList) {
  const environment = useEnvironment();
  const archive = useWrite(
    () => typedListActions.archive(environment, list.id),
    "List archived",
    () => {
      onClose();
      onGone();
    },
  );
  const form = useActionForm({
    schema: listChanges.pick({}),
    values: {},
    send: () => archive.mutateAsync(undefined),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      size="md"
      title={`Archive ${list.name}?`}
      submit="Archive list"
    >
      <p>
        This is final. The list with its {counted(list.itemCount, "item")} matches nothing any more and leaves
        this page; API keys can still read it. To stop it for a time, pause it under Change.
      </p>
    </FormDialog>
  );
}

export function AddDialog({ list, onClose }: OfList) {
  const environment = useEnvironment();
  const add = useWrite(
    (input: Parameters<typeof typedListActions.addItem>[2]) =>
      typedListActions.addItem(environment, list.id, input),
    "Added to the list",
    onClose,
  );
  const isName = list.listType === "name";
  const form = useActionForm({
    schema: itemInput,
    values: { value: "", nameFirst: "", nameLast: "", birthdate: "" },
    toInput: ({ value, nameFirst, nameLast, birthdate }) =>
      isName
        ? { nameFirst: blank(nameFirst), nameLast: blank(nameLast), birthdate: blank(birthdate) }
        : { value: blank(value) },
    send: (input) => add.mutateAsync(input),
  });
  return (
    <FormDialog form={form} onClose={onClose} size="md" title={`Add to ${list.name}`} submit="Add">
      {isName ? (
        <>
          <TextField label="First name" {...form.field("nameFirst")} data-autofocus="" />
          <TextField label="Last name" {...form.field("nameLast")} />
          <TextField
            label="Birth date"
            hint="A name is compared together with it."
            type="date"
            {...form.field("birthdate", "Enter the birth date.")}
          />
        </>
      ) : (
        <TextField
          label={sentence(list.listType)}
          hint="It is stored encrypted. Members see only its end."
          autoComplete="off"
          spellCheck={false}
          {...form.field("value", "Enter a value.")}
          data-autofocus=""
        />
      )}
    </FormDialog>
  );
}

export function RemoveItemDialog({
  list,
  item,
  onClose,
}: {
  list: ListDto;
  item: ItemDto;
  onClose: () => void;
}) {
  const environment = useEnvironment();
  const remove = useWrite(
    () => typedListActions.removeItem(environment, list.id, item.id),
    "Removed from the list",
    onClose,
  );
  const form = useActionForm({
    schema: itemInput.pick({}),
    values: {},
    send: () => remove.mutateAsync(undefined),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      size="md"
      title={`Remove this item from ${list.name}?`}
      submit="Remove"
    >
      <p>
        {item.value ?? "The value"} is erased and matches nothing any more. To match it again, add it again.
      </p>
    </FormDialog>
  );
}
