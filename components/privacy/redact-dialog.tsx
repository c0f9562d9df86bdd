"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { ConfirmField } from "@/components/ui/confirm-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { day } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { privacyQueries, redactSession } from "@/lib/privacy/client";
import { type KeptByLawDto, redactQuery } from "@/lib/privacy/schema";
import { removalLines } from "./removals";
import { WhatGoes } from "./what-goes";

function headOf({ until, isRestricted }: Pick<KeptByLawDto, "until" | "isRestricted">): string {
  if (until) return `A law requires us to keep this session until ${day(until)}.`;
  return isRestricted
    ? "The processing of this session is restricted."
    : "A law requires us to keep this session. The last day is not known yet.";
}

/** Warns that a law retains the session. The controller may redact it all the same. */
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

/** An open case must be decided first: nobody could decide it without its data. */
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

/** A person must repeat the id; an API key need not. A session that a law keeps also needs a reason. */
const schema = redactQuery.required({ confirm: true });
const pastDuty = schema.required({ reason: true });

const afresh = ["confirm"] as const;

function useRedact(sessionId: string, onClose: () => void) {
  const environment = useEnvironment();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: { confirm: string; reason?: string }) => redactSession(environment, sessionId, said),
    onSuccess: ({ documentsRemoved }) => {
      toast({
        tone: "success",
        title: "Session redacted",
        detail: `${counted(documentsRemoved, "image")} erased. Non-personal data is kept.`,
      });
      client.removeQueries({ queryKey: [environment, "sessions", sessionId, "documents"] });
      client.invalidateQueries({ queryKey: [environment, "sessions"] });
      onClose();
    },
  });
}

function reasonLabel(kept: KeptByLawDto | null | undefined): string {
  if (!kept) return "Reason (optional)";
  return kept.isRestricted && !kept.until
    ? "Reason for erasing although the session is restricted"
    : "Reason for erasing although a law requires retention";
}

export default function RedactDialog({ sessionId, onClose }: RedactDialogProps) {
  const environment = useEnvironment();
  const { data } = useQuery(privacyQueries.ofSession(environment, sessionId));
  const kept = data?.redaction.keptByLaw;
  const openCaseId = data?.redaction.openCaseId ?? null;
  const redaction = useRedact(sessionId, onClose);
  const form = useActionForm({
    schema: kept ? pastDuty : schema,
    values: { confirm: "", reason: "" },
    draft: `${sessionId}/redact`,
    afresh,
    send: (said) => redaction.mutateAsync(said),
  });
  const { confirm, reason } = form.watch();
  const isTyped = confirm.trim() === sessionId && (!kept || reason.trim() !== "");
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      size="md"
      title="Redact this session?"
      submit="Redact session"
      disabled={!data || openCaseId !== null || !isTyped}
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
        label={reasonLabel(kept)}
        hint="The reason is stored in the audit log. Name the matter, not a person."
        {...form.field("reason", "Enter the reason.")}
      />
      <ConfirmField text={sessionId} {...form.field("confirm")} />
    </FormDialog>
  );
}
