"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { instantHere } from "@/lib/format/instant";
import { acknowledgeInput } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type AcknowledgeDialogProps = { requestId: string; onClose: () => void };

/** Records that the requester was told that the complaint has been received. */
export default function AcknowledgeDialog({ requestId, onClose }: AcknowledgeDialogProps) {
  const act = useRequestAction(requestId, onClose);
  const form = useActionForm({
    schema: acknowledgeInput,
    values: { acknowledgedAt: "" },
    toInput: ({ acknowledgedAt }) => ({ acknowledgedAt: instantHere(acknowledgedAt) }),
    send: (body) => act.mutateAsync({ action: "acknowledge", body, said: "Complaint acknowledged" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Mark as acknowledged"
      description="Confirm that you told the requester that you have received the complaint (Data Protection Act 2018 s. 164A). “Write letter…” makes a letter for it."
      submit="Mark as acknowledged"
    >
      <TextField
        label="Acknowledged at"
        type="datetime-local"
        {...form.field("acknowledgedAt")}
        data-autofocus=""
        hint="Your local time. Leave empty to use the current time."
      />
    </FormDialog>
  );
}
