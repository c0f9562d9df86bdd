"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { Button } from "@/components/ui/button";
import { ConfirmByTyping } from "@/components/ui/confirm-by-typing";
import { Dialog } from "@/components/ui/dialog";
import { ProgressBar } from "@/components/ui/progress-bar";
import { counted } from "@/lib/format/number";
import { redactSessions } from "@/lib/privacy/client";
import { RedactReport } from "./redact-report";
import { WhatGoes } from "./what-goes";

type BulkRedactDialogProps = {
  environment: Environment;
  sessionIds: readonly string[];
  onClose: () => void;
  /** All have been dealt with; the selection is no longer needed. */
  onDone: () => void;
};

const goes = [
  "Extracted data and every document image",
  "Metadata, consent address, device and pre-filled data",
  "Contents of review notes, details of signals, checks and screening hits",
  "Finding the sessions by document number",
];
const stays = [
  "Ids, external references, countries and tags",
  "Status, outcome, reason codes and scores",
  "Times, attempts and who decided",
  "The audit log, with this redaction in it",
];

export default function BulkRedactDialog(props: BulkRedactDialogProps) {
  const { environment, onClose, onDone } = props;
  const [sessionIds] = useState(props.sessionIds);
  const [done, setDone] = useState(0);
  const queryClient = useQueryClient();
  const redaction = useMutation({
    mutationFn: () => redactSessions(environment, sessionIds, setDone),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [environment, "sessions"] }),
  });
  const amount = counted(sessionIds.length, "session");
  const close = () => {
    if (redaction.isPending) return;
    if (redaction.data) onDone();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      title={redaction.data ? `What became of ${amount}` : `Redact ${amount}?`}
      danger
      size="md"
      footer={redaction.data ? <Button onClick={close}>Done</Button> : undefined}
    >
      {redaction.data ? (
        <RedactReport results={redaction.data} />
      ) : (
        <ConfirmByTyping
          text={`redact ${sessionIds.length}`}
          actionLabel={`Redact ${amount}`}
          onConfirm={() => redaction.mutate()}
          onCancel={close}
          pending={redaction.isPending}
          error={redaction.error ? problemOf(redaction.error).detail : undefined}
        >
          <p>The personal data of these sessions is destroyed. Nobody can bring it back.</p>
          <WhatGoes goes={goes} stays={stays} />
          {redaction.isPending ? (
            <ProgressBar
              value={done}
              max={sessionIds.length}
              label="Redaction"
              text={`${done} of ${sessionIds.length} sessions`}
            />
          ) : null}
        </ConfirmByTyping>
      )}
    </Dialog>
  );
}
