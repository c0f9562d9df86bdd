"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { caseActions, caseQueries } from "@/lib/cases/client";
import { assignInput, type CaseDto, casePriorities, updateCaseInput } from "@/lib/cases/schema";
import { sentence } from "@/lib/format/words";
import { memberQueries } from "@/lib/members/client";

type AssignDialogProps = { reviewCase: CaseDto; onClose: () => void };

/** The dialog covers two operations; without an assignee the case returns to the queue. */
const schema = assignInput.pick({ assigneeId: true }).partial().extend({
  priority: updateCaseInput.shape.priority.unwrap(),
});
type Assignment = { assigneeId?: string; priority: CaseDto["priority"] };

function useAssignment(reviewCase: CaseDto, onClose: () => void) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { id, assignedTo } = reviewCase;
  return useMutation({
    mutationFn: async ({ assigneeId, priority }: Assignment) => {
      let known = reviewCase;
      if (priority !== known.priority)
        known = await caseActions.update(environment, id, { priority, version: known.version });
      if (assigneeId === (assignedTo ?? undefined)) return known;
      return assigneeId === undefined
        ? caseActions.release(environment, id)
        : caseActions.assign(environment, id, { assigneeId, version: known.version });
    },
    onSuccess: ({ assigneeName, priority: given }) => {
      const detail = `${assigneeName ? `Assigned to ${assigneeName}` : "Unassigned"}, ${given} priority`;
      toast({ tone: "success", title: "Case updated", detail });
      announce(`Case updated. ${detail}`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: caseQueries.all(environment) }),
  });
}

/** Lets a lead assign or unassign a case, or change its priority. */
export default function AssignDialog({ reviewCase, onClose }: AssignDialogProps) {
  const environment = useEnvironment();
  const members = useQuery(memberQueries.reviewers(environment));
  const save = useAssignment(reviewCase, onClose);
  const form = useActionForm({
    schema,
    values: { assigneeId: reviewCase.assignedTo ?? "", priority: reviewCase.priority as string },
    send: (assignment) => save.mutateAsync(assignment),
  });
  const { getValues, setValue } = form;
  const count = members.data?.data.length;
  // A select drops a value that it has no option for yet.
  useEffect(() => {
    if (count) setValue("assigneeId", getValues("assigneeId"));
  }, [count, getValues, setValue]);
  const people = (members.data?.data ?? []).map(({ id: value, name, isAway }) => ({
    value,
    label: isAway ? `${name} (away)` : name,
  }));
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Assign this case"
      submit="Save assignment"
      disabled={!form.formState.isDirty}
    >
      <Select
        label="Assigned to"
        {...form.field("assigneeId")}
        data-autofocus=""
        hint="The case is reserved for them until they open it or you reassign it."
        options={[{ value: "", label: "Unassigned (back to the queue)" }, ...people]}
      />
      <Select
        label="Priority"
        {...form.field("priority")}
        options={casePriorities.map((each) => ({ value: each, label: sentence(each) }))}
      />
    </FormDialog>
  );
}
