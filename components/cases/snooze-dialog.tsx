"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { type SnoozeInput, snoozeInput } from "@/lib/cases/schema";

export type Snooze = Pick<SnoozeInput, "until" | "event" | "reason">;

type SnoozeDialogProps = { caseId: string; onClose: () => void; onSnooze: (snooze: Snooze) => void };

const hour = 3_600_000;
const choices = [
  { value: "1", label: "For an hour" },
  { value: "4", label: "For four hours" },
  { value: "24", label: "Until this time tomorrow" },
  { value: "168", label: "For a week" },
  { value: "document_added", label: "Until a document is added (up to a week)" },
];

const whenOf = (choice: string) =>
  choice === "document_added"
    ? { event: choice }
    : { until: new Date(Date.now() + Number(choice) * hour).toISOString() };

/** Snoozes the case; it returns to the queue automatically. */
export default function SnoozeDialog({ caseId, onClose, onSnooze }: SnoozeDialogProps) {
  const form = useActionForm({
    schema: snoozeInput,
    values: { until: "24", reason: "" },
    draft: `${caseId}/snooze`,
    toInput: ({ until, reason }) => ({ ...whenOf(until), reason }),
    places: { event: "until" },
    send: (snooze) => void onSnooze(snooze),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Snooze this case"
      description="The case leaves the queue and returns automatically at that time, unassigned."
      submit="Snooze case"
    >
      <Select label="Duration" {...form.field("until")} data-autofocus="" options={choices} />
      <TextField label="Reason" {...form.field("reason", "Enter a reason for the next reviewer.")} />
    </FormDialog>
  );
}
