"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { RefusedDialog } from "@/components/shell/refused-dialog";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { tagSessions } from "@/lib/sessions/client";
import { bulkTagInput } from "@/lib/sessions/schema";

const named = (text: string) =>
  text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);

type TagDialogProps = { sessionIds: readonly string[]; onClose: () => void; onDone: () => void };

/** Adds and removes tags of the selected sessions, and names those that were refused. */
export default function TagDialog({ sessionIds, onClose, onDone }: TagDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [refused, setRefused] = useState<{ title: string; list: { id: string; reason: string }[] }>();
  const save = useMutation({
    mutationFn: (tags: { add: string[]; remove: string[] }) => tagSessions(environment, sessionIds, tags),
    onSuccess: async ({ changed, unchanged, refused: list }) => {
      const title = `${changed} of ${counted(sessionIds.length, "session")} tagged`;
      const detail = unchanged > 0 ? `${unchanged} had these tags already.` : undefined;
      announce(title);
      await client.invalidateQueries({ queryKey: [environment, "sessions"] });
      if (list.length > 0) return setRefused({ title, list });
      toast({ tone: "success", title, detail });
      onDone();
      onClose();
    },
  });
  const form = useActionForm({
    schema: bulkTagInput,
    values: { add: "", remove: "" },
    toInput: ({ add, remove }) => ({
      sessionIds: sessionIds.slice(0, 100),
      add: named(add),
      remove: named(remove),
    }),
    send: ({ add, remove }) => save.mutateAsync({ add, remove }),
  });
  if (refused)
    return (
      <RefusedDialog
        title={refused.title}
        refused={refused.list}
        onClose={() => {
          onDone();
          onClose();
        }}
      />
    );
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Tag ${counted(sessionIds.length, "session")}`}
      description="Each change is recorded. Restricted and redacted sessions are left as they are."
      submit="Save tags"
    >
      <TextField label="Add (optional)" hint="Separate several tags with commas." {...form.field("add")} />
      <TextField label="Remove (optional)" {...form.field("remove")} />
    </FormDialog>
  );
}
