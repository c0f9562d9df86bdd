"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { watchlistActions, watchlistQueries } from "@/lib/watchlists/client";
import {
  defaultThreshold,
  listedTypes,
  type WatchlistDto,
  watchlistChanges,
  watchlistInput,
} from "@/lib/watchlists/schema";

type DialogProps = { list: WatchlistDto; onClose: () => void };

const similarity = "From 0.3 to 1. A lower number finds more names, and more that are not the person.";

/** Runs a write on watchlists, tells its outcome and loads them again. */
function useWrite<T, R>(run: (input: T) => Promise<R>, done: string, onClose: () => void) {
  const environment = useEnvironment();
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => {
      toast({ tone: "success", title: done });
      announce(done);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: watchlistQueries.all(environment) }),
  });
}

const numberOf = (text: string) => (text.trim() === "" ? undefined : Number(text.replace(",", ".")));

export function CreateDialog({ onClose }: { onClose: () => void }) {
  const environment = useEnvironment();
  const create = useWrite(
    (input: Parameters<typeof watchlistActions.create>[1]) => watchlistActions.create(environment, input),
    "Watchlist created",
    onClose,
  );
  const form = useActionForm({
    schema: watchlistInput,
    values: { name: "", checkType: "sanction" as string, threshold: String(defaultThreshold) },
    toInput: ({ threshold, ...values }) => ({ ...values, threshold: numberOf(threshold) }),
    send: (input) => create.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title="Create a watchlist"
      description="Then upload a file with its entries. Until then, checks do not compare with it."
      submit="Create watchlist"
    >
      <TextField label="Name" {...form.field("name", "Enter a name.")} data-autofocus="" />
      <Select
        label="Type of check"
        options={listedTypes.map((each) => ({ value: each, label: sentence(each) }))}
        {...form.field("checkType")}
      />
      <TextField
        label="Least similarity"
        hint={similarity}
        inputMode="decimal"
        {...form.field("threshold")}
      />
    </FormDialog>
  );
}

export function EditDialog({ list, onClose }: DialogProps) {
  const environment = useEnvironment();
  const update = useWrite(
    (input: Parameters<typeof watchlistActions.update>[2]) =>
      watchlistActions.update(environment, list.id, input),
    "Watchlist changed",
    onClose,
  );
  const form = useActionForm({
    schema: watchlistChanges,
    values: { name: list.name, threshold: String(list.threshold) },
    toInput: ({ threshold, ...values }) => ({ ...values, threshold: numberOf(threshold) }),
    send: (input) => update.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title={`Change ${list.name}`}
      description="Checks that have run stay as they are."
      submit="Save"
    >
      <TextField label="Name" {...form.field("name", "Enter a name.")} data-autofocus="" />
      <TextField
        label="Least similarity"
        hint={similarity}
        inputMode="decimal"
        {...form.field("threshold")}
      />
    </FormDialog>
  );
}

export function DeleteDialog({ list, onClose }: DialogProps) {
  const environment = useEnvironment();
  const remove = useWrite(() => watchlistActions.delete(environment, list.id), "Watchlist deleted", onClose);
  const form = useActionForm({
    schema: watchlistChanges.pick({}),
    values: {},
    send: () => remove.mutateAsync(undefined),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      size="md"
      title={`Delete ${list.name}?`}
      submit="Delete watchlist"
    >
      <p>
        Its {counted(list.entryCount, "entry", "entries")} are deleted permanently. Later checks no longer
        compare with it. Checks that have run keep their hits.
      </p>
    </FormDialog>
  );
}
