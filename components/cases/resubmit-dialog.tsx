"use client";

import { documentName } from "@/components/documents/document-name";
import { useActionForm } from "@/components/shell/use-action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import {
  longestMessage,
  type ResubmitInput,
  resubmitDocuments,
  resubmitInput,
  resubmitReasons,
} from "@/lib/decisions/schema";
import { sentence } from "@/lib/format/words";

export type Resubmission = Pick<ResubmitInput, "documents" | "reason" | "message">;

type ResubmitDialogProps = {
  caseId: string;
  onClose: () => void;
  onAsk: (asked: Resubmission) => void;
};

const schema = resubmitInput.pick({ documents: true, reason: true, message: true });
const none = { id_front: false, id_back: false, selfie: false, proof_of_address: false };

/** Asks the applicant for other pictures: which, why, and in which words. */
export default function ResubmitDialog({ caseId, onClose, onAsk }: ResubmitDialogProps) {
  const form = useActionForm({
    schema,
    values: { ...none, reason: "blurred" as string, message: "" },
    draft: `${caseId}/resubmit`,
    toInput: ({ reason, message, ...named }) => ({
      documents: resubmitDocuments.filter((docType) => named[docType]),
      reason,
      message,
    }),
    send: (asked) => void onAsk(asked),
  });
  const chosen = form.watch([...resubmitDocuments]);
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Ask for another picture"
      description="The session goes back to the applicant for seven days. Your system is told by webhook and passes the request on; Countersign mails nothing."
      submit="Ask for picture"
      disabled={!chosen.some(Boolean)}
    >
      <fieldset>
        <legend className="mb-1 text-sm font-semibold text-ink-muted">Pictures</legend>
        <div className="grid gap-x-4 sm:grid-cols-2">
          {resubmitDocuments.map((docType, at) => (
            <Checkbox
              key={docType}
              label={documentName(docType)}
              data-autofocus={at === 0 ? "" : undefined}
              {...form.register(docType)}
            />
          ))}
        </div>
      </fieldset>
      <Select
        label="Reason"
        {...form.field("reason")}
        options={resubmitReasons.map((each) => ({ value: each, label: sentence(each) }))}
      />
      <TextArea
        label="Message to the applicant (optional)"
        rows={3}
        maxLength={longestMessage}
        {...form.field("message")}
      />
    </FormDialog>
  );
}
