"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { ConfirmByTyping } from "@/components/ui/confirm-by-typing";
import { Dialog } from "@/components/ui/dialog";
import { useDraft } from "@/components/ui/drafts";
import { Skeleton } from "@/components/ui/skeleton";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { day } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { privacyQueries, redactSession } from "@/lib/privacy/client";
import type { KeptByLawDto } from "@/lib/privacy/schema";
import { removalLines } from "./removals";
import { WhatGoes } from "./what-goes";

function headOf({ until, isRestricted }: Pick<KeptByLawDto, "until" | "isRestricted">): string {
  if (until) return `A law requires us to keep this session until ${day(until)}.`;
  return isRestricted
    ? "The processing of this session is restricted."
    : "A law requires us to keep this session. The last day is not known yet.";
}

/** A redaction is the controller's to decide, but nobody should break a law without knowing. */
function KeptByLaw({ rule, source, until, isRestricted }: KeptByLawDto) {
  return (
    <div role="note" className="rounded-md border border-warn bg-warn-soft px-3 py-2 text-ui">
      <p className="font-medium text-warn">{headOf({ until, isRestricted })}</p>
      <p className="text-sm text-ink-muted">
        {rule}
        {source ? ` (${source})` : ""}.{" "}
        {isRestricted && until
          ? "The session is restricted and will be erased automatically after that day."
          : null}
      </p>
    </div>
  );
}

/** Erasing what a case is about would leave a case that nobody can decide. */
function DecideFirst({ caseId }: { caseId: string }) {
  const environment = useEnvironment();
  return (
    <div role="note" className="rounded-md border border-warn bg-warn-soft px-3 py-2 text-ui">
      <p className="font-medium text-warn">The review case of this session is open.</p>
      <p className="text-sm text-ink-muted">
        Decide the case first (GDPR Art. 17(3)(e)).{" "}
        <Link className="text-link" href={`/${environment}/queue/${encodeURIComponent(caseId)}`}>
          Open case
        </Link>
      </p>
    </div>
  );
}

type RedactDialogProps = { sessionId: string; onClose: () => void };

export default function RedactDialog({ sessionId, onClose }: RedactDialogProps) {
  const environment = useEnvironment();
  const queryClient = useQueryClient();
  const { data } = useQuery(privacyQueries.ofSession(environment, sessionId));
  const [reason, setReason, forgetReason] = useDraft(`${sessionId}/redact`, "");
  const kept = data?.redaction.keptByLaw;
  const isRestricted = kept?.isRestricted ?? false;
  const written = reason.trim().length;
  const isReasoned = written >= 3 || (written === 0 && !isRestricted);
  const openCaseId = data?.redaction.openCaseId ?? null;
  const redaction = useMutation({
    mutationFn: () =>
      redactSession(environment, sessionId, {
        confirm: sessionId,
        ...(reason.trim() && { reason: reason.trim() }),
      }),
    onSuccess: ({ documentsRemoved }) => {
      forgetReason();
      toast({
        tone: "success",
        title: "Session redacted",
        detail: `${counted(documentsRemoved, "image")} erased. Non-personal data is kept.`,
      });
      queryClient.removeQueries({ queryKey: [environment, "sessions", sessionId, "documents"] });
      queryClient.invalidateQueries({ queryKey: [environment, "sessions"] });
      onClose();
    },
  });
  const cancel = () => (redaction.isPending ? undefined : onClose());
  return (
    <Dialog open onClose={cancel} title="Redact this session?" danger size="md">
      <ConfirmByTyping
        text={sessionId}
        actionLabel="Redact session"
        onConfirm={() => redaction.mutate()}
        onCancel={cancel}
        pending={redaction.isPending}
        disabled={!data || openCaseId !== null || !isReasoned}
        error={redaction.error ? problemOf(redaction.error).detail : undefined}
      >
        <p>The session's personal data will be erased. This cannot be undone.</p>
        {data ? (
          <WhatGoes goes={removalLines(data.redaction)} stays={data.redaction.keeps} />
        ) : (
          <Skeleton className="h-40 w-full" />
        )}
        {openCaseId ? <DecideFirst caseId={openCaseId} /> : null}
        {kept ? <KeptByLaw {...kept} /> : null}
        <TextField
          label={
            isRestricted
              ? kept?.until
                ? "Reason for erasing although a law requires retention"
                : "Reason for erasing although the session is restricted"
              : "Reason (optional)"
          }
          hint="The reason is stored in the audit log. Name the matter, not a person."
          required={isRestricted}
          minLength={3}
          maxLength={255}
          value={reason}
          error={written > 0 && written < 3 ? "Enter at least three characters." : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </ConfirmByTyping>
    </Dialog>
  );
}
