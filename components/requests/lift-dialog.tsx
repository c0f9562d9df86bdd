"use client";

import { useState } from "react";
import { fieldProblemsOf, problemOf } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea, TextField } from "@/components/ui/text-field";
import { useRequestAction } from "./use-request-action";

type LiftDialogProps = { requestId: string; onClose: () => void };

/** Why a restriction ends, and when its requester was told: that comes first (GDPR Art. 18(3)). */
export function LiftDialog({ requestId, onClose }: LiftDialogProps) {
  const [reason, setReason, forget] = useDraft(`${requestId}/lift`, "");
  const [at, setAt] = useState("");
  const [isMissing, setMissing] = useState(false);
  const act = useRequestAction(requestId, () => {
    forget();
    onClose();
  });
  const problems = act.error ? fieldProblemsOf(act.error) : {};
  const send = () => {
    if (!reason.trim() || !at) return setMissing(true);
    if (act.isPending) return;
    act.mutate({
      action: "lift",
      body: { reason: reason.trim(), toldAt: new Date(at).toISOString() },
      said: "Restriction lifted",
    });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Lift restriction"
      description="The sessions can be found and processed again. Sessions restricted by a law or another request stay restricted."
      submit="Lift restriction"
      onSubmit={send}
      pending={act.isPending}
    >
      <TextField
        label="Requester informed at"
        type="datetime-local"
        required
        value={at}
        data-autofocus=""
        hint="Your local time. Inform the requester first (GDPR Art. 18(3))."
        error={
          problems.told_at
            ? "This time is in the future."
            : isMissing && !at
              ? "Enter when you informed the requester."
              : undefined
        }
        onChange={(event) => setAt(event.target.value)}
      />
      <TextArea
        label="Reason"
        required
        maxLength={4000}
        value={reason}
        error={
          isMissing && !reason.trim()
            ? "Enter a reason."
            : act.error && !problems.told_at
              ? problemOf(act.error).detail
              : undefined
        }
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
