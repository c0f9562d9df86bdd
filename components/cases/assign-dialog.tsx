"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { caseActions, caseQueries } from "@/lib/cases/client";
import { type CaseDto, casePriorities } from "@/lib/cases/schema";
import { sentence } from "@/lib/format/words";
import { memberQueries } from "@/lib/members/client";

type AssignDialogProps = {
  reviewCase: CaseDto;
  open: boolean;
  onClose: () => void;
};

const nobody = "";

/** A lead gives the case to somebody, takes it from them, or changes how urgent it is. */
export default function AssignDialog({ reviewCase, open, onClose }: AssignDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { id, assignedTo } = reviewCase;
  const members = useQuery({ ...memberQueries.reviewers(environment), enabled: open });
  const [to, setTo] = useState(assignedTo ?? nobody);
  const [priority, setPriority] = useState(reviewCase.priority);
  const isUnchanged = to === (assignedTo ?? nobody) && priority === reviewCase.priority;
  const save = useMutation({
    mutationFn: async () => {
      let known = reviewCase;
      if (priority !== known.priority)
        known = await caseActions.update(environment, id, { priority, version: known.version });
      if (to === (assignedTo ?? nobody)) return known;
      return to === nobody
        ? caseActions.release(environment, id)
        : caseActions.assign(environment, id, { assigneeId: to, version: known.version });
    },
    onSuccess: ({ assigneeName, priority: given }) => {
      const detail = `${assigneeName ? `Assigned to ${assigneeName}` : "Unassigned"}, ${given} priority`;
      toast({ tone: "success", title: "Case updated", detail });
      announce(`Case updated. ${detail}`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: caseQueries.all(environment) }),
  });
  const send = () => {
    if (!isUnchanged && !save.isPending) save.mutate();
  };
  const people = (members.data?.data ?? []).map(({ id: value, name, isAway }) => ({
    value,
    label: isAway ? `${name} (away)` : name,
  }));
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title="Assign this case"
      submit="Save assignment"
      onSubmit={send}
      pending={save.isPending}
      disabled={isUnchanged}
    >
      <Select
        label="Assigned to"
        value={to}
        data-autofocus=""
        hint="The case is reserved for them until they open it or you reassign it."
        error={save.error ? problemOf(save.error).detail : undefined}
        options={[{ value: nobody, label: "Unassigned (back to the queue)" }, ...people]}
        onChange={(event) => setTo(event.target.value)}
      />
      <Select
        label="Priority"
        value={priority}
        options={casePriorities.map((each) => ({ value: each, label: sentence(each) }))}
        onChange={(event) => setPriority(event.target.value as CaseDto["priority"])}
      />
    </FormDialog>
  );
}
