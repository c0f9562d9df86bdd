"use client";

import { useState } from "react";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";

export type Snooze = { until?: string; event?: "document_added"; reason: string };

type SnoozeDialogProps = {
  caseId: string;
  open: boolean;
  onClose: () => void;
  onSnooze: (snooze: Snooze) => void;
};

const hour = 3_600_000;
const choices = [
  { value: "1", label: "For an hour" },
  { value: "4", label: "For four hours" },
  { value: "24", label: "Until this time tomorrow" },
  { value: "168", label: "For a week" },
  { value: "document_added", label: "Until a document is added (up to a week)" },
];

/** Puts the case aside; it comes back by itself. */
export default function SnoozeDialog({ caseId, open, onClose, onSnooze }: SnoozeDialogProps) {
  const [choice, setChoice] = useState("24");
  const [reason, setReason] = useDraft(`${caseId}/snooze`, "");
  const [isMissing, setMissing] = useState(false);
  const send = () => {
    if (!reason.trim()) return setMissing(true);
    const hours = Number(choice);
    onSnooze({
      reason: reason.trim(),
      ...(choice === "document_added"
        ? { event: choice }
        : { until: new Date(Date.now() + hours * hour).toISOString() }),
    });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title="Snooze this case"
      description="The case leaves the queue and returns automatically at that time, unassigned."
      submit="Snooze case"
      onSubmit={send}
    >
      <Select
        label="Duration"
        value={choice}
        data-autofocus=""
        options={choices}
        onChange={(event) => setChoice(event.target.value)}
      />
      <TextField
        label="Reason"
        required
        maxLength={4000}
        value={reason}
        error={isMissing ? "Enter a reason for the next reviewer." : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
