"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { escalateInput } from "@/lib/cases/schema";
import { memberQueries } from "@/lib/members/client";

export type Escalation = { escalatedTo?: string; reason?: string };

type EscalateDialogProps = {
  caseId: string;
  onClose: () => void;
  onEscalate: (escalation: Escalation) => void;
};

/** Escalates to all leads, or to one of them. */
export default function EscalateDialog({ caseId, onClose, onEscalate }: EscalateDialogProps) {
  const environment = useEnvironment();
  const members = useQuery(memberQueries.reviewers(environment));
  const leads = (members.data?.data ?? []).filter(({ mayTakeEscalations }) => mayTakeEscalations);
  const form = useActionForm({
    schema: escalateInput,
    values: { escalatedTo: "", reason: "" },
    draft: `${caseId}/escalate`,
    send: (escalation) => void onEscalate(escalation),
  });
  const { getValues, setValue } = form;
  // A select drops a value that it has no option for yet.
  useEffect(() => {
    if (leads.length > 0) setValue("escalatedTo", getValues("escalatedTo"));
  }, [leads.length, getValues, setValue]);
  return (
    <FormDialog form={form} onClose={onClose} title="Escalate this case" submit="Escalate case">
      <Select
        label="Escalate to"
        {...form.field("escalatedTo")}
        data-autofocus=""
        options={[
          { value: "", label: "Any lead" },
          ...leads.map(({ id, name, isAway }) => ({ value: id, label: isAway ? `${name} (away)` : name })),
        ]}
      />
      <TextArea label="Reason (optional)" rows={3} {...form.field("reason")} />
    </FormDialog>
  );
}
