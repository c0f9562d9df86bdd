"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { RefusedDialog } from "@/components/shell/refused-dialog";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { caseQueries } from "@/lib/cases/client";
import { assignInput } from "@/lib/cases/schema";
import { counted } from "@/lib/format/number";
import { memberQueries } from "@/lib/members/client";
import { assignCases } from "@/lib/queue/client";

const schema = assignInput.pick({ assigneeId: true }).partial();

type BulkAssignDialogProps = { caseIds: readonly string[]; onClose: () => void; onDone: () => void };

/** Assigns the selected cases or returns them to the queue, and names those that were refused. */
export default function BulkAssignDialog({ caseIds, onClose, onDone }: BulkAssignDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const members = useQuery(memberQueries.reviewers(environment));
  const [refused, setRefused] = useState<{ title: string; list: { id: string; reason: string }[] }>();
  const save = useMutation({
    mutationFn: (assigneeId: string | undefined) => assignCases(environment, caseIds, assigneeId ?? null),
    onSuccess: async ({ assigned, refused: list }, assigneeId) => {
      const title = `${assigned} of ${counted(caseIds.length, "case")} ${assigneeId ? "assigned" : "unassigned"}`;
      announce(title);
      await client.invalidateQueries({ queryKey: caseQueries.all(environment) });
      if (list.length > 0) return setRefused({ title, list });
      toast({ tone: "success", title });
      onDone();
      onClose();
    },
  });
  const form = useActionForm({
    schema,
    values: { assigneeId: "" },
    send: ({ assigneeId }) => save.mutateAsync(assigneeId),
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
  const people = (members.data?.data ?? []).map(({ id: value, name, isAway }) => ({
    value,
    label: isAway ? `${name} (away)` : name,
  }));
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Assign ${counted(caseIds.length, "case")}`}
      submit="Save assignment"
    >
      <Select
        label="Assigned to"
        {...form.field("assigneeId")}
        data-autofocus=""
        hint="A case that another member has claimed is taken from them. Decided cases are left as they are."
        options={[{ value: "", label: "Unassigned (back to the queue)" }, ...people]}
      />
    </FormDialog>
  );
}
