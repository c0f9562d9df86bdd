"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Download, ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { auditQueries, downloadLog, requestVerification } from "@/lib/audit/client";
import type { AuditStatusDto } from "@/lib/audit/schema";
import { counted, thousands } from "@/lib/format/number";
import { LogProof } from "./log-proof";

type StatusProps = { now: number };

/** Shows above the log how far it is sealed and verified, and what proves it. */
export function LogStatus({ now }: StatusProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const options = auditQueries.status(environment);
  const { data: status } = useSuspenseQuery(options);
  const verify = useMutation({
    mutationFn: () => requestVerification(environment),
    onSuccess: () => client.invalidateQueries({ queryKey: options.queryKey }),
    onError: (error) => toastProblem("The verification was not started", error),
  });
  const download = useMutation({
    mutationFn: () => downloadLog(environment),
    onError: (error) => toastProblem("The export failed", error),
  });
  const isUnderWay = status.verification !== null && status.verification.state !== "done";
  return (
    <section
      aria-label="Seals of the log"
      className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2"
    >
      <Sealed status={status} now={now} />
      <output className="flex flex-wrap items-center gap-2">
        <Verified verification={status.verification} now={now} />
      </output>
      <div className="ml-auto flex items-center gap-2">
        <LogProof status={status} now={now} />
        {status.mayVerify ? (
          <Button onClick={() => verify.mutate()} pending={verify.isPending || isUnderWay}>
            Verify log
          </Button>
        ) : null}
        <Button
          icon={<Download aria-hidden />}
          onClick={() => download.mutate()}
          pending={download.isPending}
        >
          {" "}
          Export log{" "}
        </Button>
      </div>
    </section>
  );
}

function Sealed({ status: { sealed }, now }: { status: AuditStatusDto; now: number }) {
  if (!sealed) return <span className="text-ink-2">No events sealed yet</span>;
  return (
    <span className="text-ink-2">
      Sealed to event {thousands(sealed.sequenceNum)}, <RelativeTime at={sealed.sealedAt} now={now} />
    </span>
  );
}

type Verification = AuditStatusDto["verification"];

function Verified({ verification, now }: { verification: Verification; now: number }) {
  if (!verification)
    return (
      <Pill tone="neutral" icon={<ShieldQuestion />}>
        Never verified
      </Pill>
    );
  if (verification.state !== "done")
    return (
      <Pill tone="info" pulse>
        Verifying: {counted(verification.events, "event")} so far
      </Pill>
    );
  if (verification.fault) return <Fault fault={verification.fault} />;
  if (verification.delay)
    return (
      <>
        <Pill tone="warn" icon={<ShieldAlert />}>
          Sealing is delayed
        </Pill>
        <span className="text-sm wrap-anywhere text-ink">{verification.delay}</span>
      </>
    );
  return (
    <>
      <Pill tone="good" icon={<ShieldCheck />}>
        Verified: unchanged
      </Pill>
      <span className="text-sm text-ink-muted">
        {counted(verification.events, "event")} in {counted(verification.seals, "seal")},{" "}
        <RelativeTime at={verification.finishedAt} now={now} />
      </span>
    </>
  );
}

function Fault({ fault }: { fault: NonNullable<NonNullable<Verification>["fault"]> }) {
  const place = [
    fault.seal === undefined ? "" : `seal ${fault.seal}`,
    fault.sequence === undefined ? "" : `event ${fault.sequence}${fault.event ? ` (${fault.event})` : ""}`,
  ].filter(Boolean);
  return (
    <>
      <Pill tone="bad" icon={<ShieldAlert />}>
        Changed after sealing
      </Pill>
      <span className="text-sm wrap-anywhere text-ink">
        {[place.join(", "), fault.problem].filter(Boolean).join(": ")}
      </span>
    </>
  );
}
