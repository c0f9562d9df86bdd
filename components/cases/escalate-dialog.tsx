"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { memberQueries } from "@/lib/members/client";

export type Escalation = { escalatedTo?: string; reason?: string };

type EscalateDialogProps = {
  caseId: string;
  open: boolean;
  onClose: () => void;
  onEscalate: (escalation: Escalation) => void;
};

/** To the leads, or to one of them. */
export default function EscalateDialog({ caseId, open, onClose, onEscalate }: EscalateDialogProps) {
  const environment = useEnvironment();
  const [to, setTo] = useState("");
  const [reason, setReason] = useDraft(`${caseId}/escalate`, "");
  const members = useQuery({ ...memberQueries.reviewers(environment), enabled: open });
  const leads = (members.data?.data ?? []).filter(({ mayTakeEscalations }) => mayTakeEscalations);
  const send = () => onEscalate({ escalatedTo: to || undefined, reason: reason.trim() || undefined });
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title="Escalate this case"
      submit="Escalate case"
      onSubmit={send}
    >
      <Select
        label="Escalate to"
        value={to}
        data-autofocus=""
        options={[
          { value: "", label: "Any lead" },
          ...leads.map(({ id, name, isAway }) => ({ value: id, label: isAway ? `${name} (away)` : name })),
        ]}
        onChange={(event) => setTo(event.target.value)}
      />
      <TextArea
        label="Reason (optional)"
        rows={3}
        maxLength={4000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
