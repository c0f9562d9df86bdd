"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { memberQueries, updateWorkload } from "@/lib/members/client";
import { type WorkloadDto, type WorkloadInput, workloadInput } from "@/lib/members/schema";
import { listOf } from "./rule-words";

type WorkloadDialogProps = { member: WorkloadDto; onClose: () => void };

type Draft = { capacity: string; awayUntil: string; queues: string };

const draftOf = ({ capacity, awayUntil, queues }: WorkloadDto): Draft => ({
  capacity: capacity === null ? "" : String(capacity),
  awayUntil: awayUntil?.slice(0, 16) ?? "",
  queues: queues.join(", "),
});

const inputOf = ({ capacity, awayUntil, queues }: Draft) => ({
  capacity: capacity.trim() === "" ? null : Number(capacity),
  awayUntil: awayUntil === "" ? null : `${awayUntil}:00Z`,
  queues: listOf(queues),
});

/** Edits a reviewer's limit of claimed cases, their absence, and their queues. */
export default function WorkloadDialog({ member, onClose }: WorkloadDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (input: WorkloadInput) => updateWorkload(environment, member.id, input),
    onSuccess: ({ name }) => {
      toast({
        tone: "success",
        title: `Limits of ${name} saved`,
        detail: "The change is recorded in the audit log.",
      });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: memberQueries.workloads(environment).queryKey }),
  });
  const form = useActionForm({
    schema: workloadInput,
    values: draftOf(member),
    draft: `${member.id}/workload`,
    toInput: inputOf,
    send: (input) => save.mutateAsync(input),
  });
  return (
    <FormDialog form={form} onClose={onClose} title={member.name} submit="Save">
      <TextField
        label="Limit of claimed cases"
        type="number"
        {...form.field("capacity")}
        hint="Leave empty for no limit."
        data-autofocus=""
      />
      <TextField
        label="Away until (UTC)"
        type="datetime-local"
        {...form.field("awayUntil")}
        hint="Until then the reviewer gets no cases. Leave empty if the reviewer is available."
      />
      <TextField
        label="Queues"
        {...form.field("queues")}
        hint="Separate names with commas. Leave empty for all queues."
        spellCheck={false}
      />
    </FormDialog>
  );
}
