"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { memberQueries, updateWorkload } from "@/lib/members/client";
import { type WorkloadDto, type WorkloadInput, workloadInput } from "@/lib/members/schema";
import { listOf } from "./rule-words";

type WorkloadDialogProps = {
  member: WorkloadDto;
  open: boolean;
  onClose: () => void;
};

type Problems = Partial<Record<keyof WorkloadInput, string>>;

const problemWords = {
  capacity: "Enter a whole number from 1 to 1000, or leave empty.",
  awayUntil: "Enter a day and time before the year 3000, or leave empty.",
  queues: "Enter queue names separated by commas. Use lower-case letters, digits, - and _.",
} as const;

/** How many cases a reviewer holds at most, until when they are away, and which queues they work. */
export default function WorkloadDialog({ member, open, onClose }: WorkloadDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [capacity, setCapacity] = useState(member.capacity === null ? "" : String(member.capacity));
  const [away, setAway] = useState(member.awayUntil?.slice(0, 16) ?? "");
  const [queues, setQueues] = useState(member.queues.join(", "));
  const [problems, setProblems] = useState<Problems>({});
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
  const send = () => {
    const parsed = workloadInput.safeParse({
      capacity: capacity.trim() === "" ? null : Number(capacity),
      awayUntil: away === "" ? null : `${away}:00Z`,
      queues: listOf(queues),
    });
    const names = (parsed.error?.issues ?? []).map(({ path }) => path[0] as keyof typeof problemWords);
    setProblems(Object.fromEntries(names.map((name) => [name, problemWords[name]])));
    if (parsed.data && !save.isPending) save.mutate(parsed.data);
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={member.name}
      submit="Save"
      onSubmit={send}
      pending={save.isPending}
    >
      <TextField
        label="Limit of claimed cases"
        type="number"
        min={1}
        max={1000}
        value={capacity}
        hint="Leave empty for no limit."
        error={problems.capacity}
        data-autofocus=""
        onChange={(event) => setCapacity(event.target.value)}
      />
      <TextField
        label="Away until (UTC)"
        type="datetime-local"
        value={away}
        hint="Until then the reviewer gets no cases. Leave empty if the reviewer is available."
        error={problems.awayUntil}
        onChange={(event) => setAway(event.target.value)}
      />
      <TextField
        label="Queues"
        value={queues}
        hint="Separate names with commas. Leave empty for all queues."
        spellCheck={false}
        error={problems.queues ?? (save.error ? problemOf(save.error).detail : undefined)}
        onChange={(event) => setQueues(event.target.value)}
      />
    </FormDialog>
  );
}
