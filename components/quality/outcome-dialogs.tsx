"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { rejectionReasonCodes } from "@/lib/cases/schema";
import { sentence } from "@/lib/format/words";
import { approvalInput, type LookInput, rejectionInput } from "@/lib/quality/schema";

type OutcomeDialogProps = {
  lookId: string;
  onClose: () => void;
  onRecord: (input: LookInput) => Promise<unknown>;
};

const about = "The outcome is recorded once and changes nothing on the case.";
const note = {
  label: "Note (optional)",
  hint: "Leads can read it. Ctrl or ⌘ with Enter records the outcome.",
  rows: 2,
};

/** Asks for a note before a second look approves. */
export function ApproveLookDialog({ lookId, onClose, onRecord }: OutcomeDialogProps) {
  const form = useActionForm({
    schema: approvalInput,
    values: { note: "" },
    draft: `${lookId}/approve`,
    toInput: (values) => ({ ...values, outcome: "approved" }),
    send: onRecord,
  });
  return (
    <FormDialog form={form} onClose={onClose} title="Approve" description={about} submit="Record approval">
      <TextArea {...note} {...form.field("note")} />
    </FormDialog>
  );
}

const reasons = [
  { value: "", label: "Choose a reason" },
  ...rejectionReasonCodes.map((code) => ({ value: code, label: sentence(code) })),
];

/** Asks for the reason, and a note, before a second look rejects. */
export function RejectLookDialog({ lookId, onClose, onRecord }: OutcomeDialogProps) {
  const form = useActionForm({
    schema: rejectionInput,
    values: { reasonCode: "" as string, note: "" },
    draft: `${lookId}/reject`,
    toInput: (values) => ({ ...values, outcome: "rejected" }),
    send: onRecord,
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Reject"
      description={about}
      submit="Record rejection"
      variant="danger"
    >
      <Select label="Reason" options={reasons} {...form.field("reasonCode", "Choose a reason.")} />
      <TextArea {...note} {...form.field("note")} />
    </FormDialog>
  );
}
