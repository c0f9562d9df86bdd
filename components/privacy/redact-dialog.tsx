"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { ConfirmByTyping } from "@/components/ui/confirm-by-typing";
import { Dialog } from "@/components/ui/dialog";
import { useDraft } from "@/components/ui/drafts";
import { Skeleton } from "@/components/ui/skeleton";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { privacyQueries, redactSession } from "@/lib/privacy/client";
import type { KeptByLawDto } from "@/lib/privacy/schema";
import { removalLines } from "./removals";
import { WhatGoes } from "./what-goes";

function headOf({ until, isRestricted }: Pick<KeptByLawDto, "until" | "isRestricted">): string {
  if (until) return `A law keeps this session until ${until}.`;
  return isRestricted
    ? "The processing of this session is restricted."
    : "A law keeps this session; its last day is not known yet.";
}

/** A redaction is the controller's to decide, but nobody should break a law without knowing. */
function KeptByLaw({ rule, source, until, isRestricted }: KeptByLawDto) {
  return (
    <div role="note" className="rounded-md border border-warn bg-warn-soft px-3 py-2 text-ui">
      <p className="font-medium text-warn">{headOf({ until, isRestricted })}</p>
      <p className="text-sm text-ink-muted">
        {rule}
        {source ? ` (${source})` : ""}.{" "}
        {isRestricted && until ? "It is restricted and goes by itself on that day." : null}
      </p>
    </div>
  );
}

/** Erasing what a case is about would leave a case that nobody can decide. */
function DecideFirst({ environment, caseId }: { environment: Environment; caseId: string }) {
  return (
    <div role="note" className="rounded-md border border-warn bg-warn-soft px-3 py-2 text-ui">
      <p className="font-medium text-warn">The review case of this session is open.</p>
      <p className="text-sm text-ink-muted">
        Decide it first (GDPR Art. 17(3)(e)).{" "}
        <Link className="text-link" href={`/${environment}/queue/${encodeURIComponent(caseId)}`}>
          Open the case
        </Link>
      </p>
    </div>
  );
}

type RedactDialogProps = { environment: Environment; sessionId: string; onClose: () => void };

export default function RedactDialog({ environment, sessionId, onClose }: RedactDialogProps) {
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
        title: "The session is redacted",
        detail: `${counted(documentsRemoved, "image")} destroyed. What stays is still here.`,
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
        <p>Its personal data is destroyed. Nobody can bring it back.</p>
        {data ? (
          <WhatGoes goes={removalLines(data.redaction)} stays={data.redaction.keeps} />
        ) : (
          <Skeleton className="h-40 w-full" />
        )}
        {openCaseId ? <DecideFirst environment={environment} caseId={openCaseId} /> : null}
        {kept ? <KeptByLaw {...kept} /> : null}
        <TextField
          label={
            isRestricted
              ? kept?.until
                ? "Why is it erased although a law keeps it?"
                : "Why is it erased although it is restricted?"
              : "Reason (optional)"
          }
          hint="The audit log keeps it. Name the matter, not a person."
          required={isRestricted}
          minLength={3}
          maxLength={255}
          value={reason}
          error={written > 0 && written < 3 ? "Three characters at least." : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </ConfirmByTyping>
    </Dialog>
  );
}
