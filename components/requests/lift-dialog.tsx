"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea, TextField } from "@/components/ui/text-field";
import { instantHere } from "@/lib/format/instant";
import { liftInput } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type LiftDialogProps = { requestId: string; onClose: () => void };

/** Asks why a restriction ends, and when the requester was informed, which must happen before (GDPR Art. 18(3)). */
export default function LiftDialog({ requestId, onClose }: LiftDialogProps) {
  const act = useRequestAction(requestId, onClose);
  const form = useActionForm({
    schema: liftInput,
    values: { toldAt: "", reason: "" },
    draft: `${requestId}/lift`,
    toInput: ({ toldAt, reason }) => ({ toldAt: instantHere(toldAt), reason }),
    send: (body) => act.mutateAsync({ action: "lift", body, said: "Restriction lifted" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Lift restriction"
      description="The sessions can be found and processed again. Sessions restricted by a law or another request stay restricted."
      submit="Lift restriction"
    >
      <TextField
        label="Requester informed at"
        type="datetime-local"
        {...form.field("toldAt", "Enter when you informed the requester.")}
        data-autofocus=""
        hint="Your local time. Inform the requester first (GDPR Art. 18(3))."
      />
      <TextArea label="Reason" {...form.field("reason", "Enter a reason.")} />
    </FormDialog>
  );
}
