"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { memberQueries, updateWorkload } from "@/lib/members/client";
import type { WorkloadDto } from "@/lib/members/schema";

type WorkloadDialogProps = {
  environment: Environment;
  member: WorkloadDto;
  open: boolean;
  onClose: () => void;
};

const listOf = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** How many cases a reviewer holds at most, until when they are away, and which queues they work. */
export default function WorkloadDialog({ environment, member, open, onClose }: WorkloadDialogProps) {
  const client = useQueryClient();
  const [capacity, setCapacity] = useState(member.capacity === null ? "" : String(member.capacity));
  const [away, setAway] = useState(member.awayUntil?.slice(0, 16) ?? "");
  const [queues, setQueues] = useState(member.queues.join(", "));
  const save = useMutation({
    mutationFn: () =>
      updateWorkload(environment, member.id, {
        capacity: capacity.trim() === "" ? null : Number(capacity),
        awayUntil: away === "" ? null : `${away}:00Z`,
        queues: listOf(queues),
      }),
    onSuccess: ({ name }) => {
      toast({ tone: "success", title: `${name} changed`, detail: "The change is in the audit log." });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: memberQueries.workloads(environment).queryKey }),
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={member.name}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={save.isPending} onClick={() => save.mutate()}>
            Save
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <TextField
          label="Cases at a time, at most"
          type="number"
          min={1}
          max={1000}
          value={capacity}
          hint="Empty: no limit."
          data-autofocus=""
          onChange={(event) => setCapacity(event.target.value)}
        />
        <TextField
          label="Away until (UTC)"
          type="datetime-local"
          value={away}
          hint="Until then they are handed no case. Empty: at work."
          onChange={(event) => setAway(event.target.value)}
        />
        <TextField
          label="Queues"
          value={queues}
          hint="Commas between. Empty: all of them."
          spellCheck={false}
          error={save.error ? problemOf(save.error).detail : undefined}
          onChange={(event) => setQueues(event.target.value)}
        />
        <button type="submit" hidden>
          Save
        </button>
      </form>
    </Dialog>
  );
}
