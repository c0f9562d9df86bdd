"use client";

import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea } from "@/components/ui/text-field";
import type { RequestAction } from "@/lib/requests/client";
import { useRequestAction } from "./use-request-action";

type ReasonDialogProps = {
  requestId: string;
  action: RequestAction;
  /** What goes with the reason. */
  more?: object;
  title: string;
  description: string;
  submit: string;
  said: string;
  onClose: () => void;
};

/** An act on a request that needs its reason. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { requestId, action, more, title, description, submit, said, onClose } = props;
  const [reason, setReason, forget] = useDraft(`${requestId}/${title}/${JSON.stringify(more ?? {})}`, "");
  const [isMissing, setMissing] = useState(false);
  const act = useRequestAction(requestId, () => {
    forget();
    onClose();
  });
  const send = () => {
    if (!reason.trim()) return setMissing(true);
    if (!act.isPending) act.mutate({ action, body: { ...more, reason: reason.trim() }, said });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title={title}
      description={description}
      submit={submit}
      onSubmit={send}
      pending={act.isPending}
    >
      <TextArea
        label="Reason"
        required
        value={reason}
        maxLength={4000}
        data-autofocus=""
        error={act.error ? problemOf(act.error).detail : isMissing ? "Enter a reason." : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
