"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useExact } from "@/components/ui/time-zone";
import { counted } from "@/lib/format/number";
import type { RequestDto } from "@/lib/requests/schema";
import { LiftDialog } from "./request-dialogs";

type RestrictionCardProps = { request: RequestDto; mayWork: boolean };

/**
 * An objection keeps the restriction until its conclusion has been told; if it is upheld, the erasure ends it, unless
 * the objection is withdrawn.
 */
const mayLift = ({ kind, status, step, outcome }: RequestDto) =>
  kind !== "objection" ||
  (status === "open" ? step === "lifted" : status !== "completed" || outcome !== "upheld");

/**
 * Shows the restricted sessions of the request and the reason. The restriction can be lifted even after the request
 * is closed.
 */
export function RestrictionCard({ request, mayWork }: RestrictionCardProps) {
  const exact = useExact();
  const [isLifting, setLifting] = useState(false);
  const restricted = request.matches.filter(({ act }) => act === "restricted");
  if (restricted.length === 0) return null;
  const { reasons, liftedAt } = request;
  return (
    <Card title="Restriction of processing" aside={counted(restricted.length, "session")}>
      <p>
        {liftedAt
          ? `Lifted on ${exact(liftedAt)}.`
          : `Restricted since ${exact(restricted[0]?.actedAt)}. Only Compliance can open these sessions, with a reason. Nobody can change them.`}
      </p>
      {reasons.restriction ? (
        <p className="mt-1 text-sm text-ink-muted">Restricted because: {reasons.restriction}</p>
      ) : null}
      {liftedAt && reasons.lifting ? (
        <p className="mt-1 text-sm text-ink-muted">Lifted because: {reasons.lifting}</p>
      ) : null}
      {mayWork && !liftedAt && mayLift(request) ? (
        <Button size="sm" className="mt-3" onClick={() => setLifting(true)}>
          Lift restriction…
        </Button>
      ) : null}
      {isLifting ? <LiftDialog requestId={request.id} onClose={() => setLifting(false)} /> : null}
    </Card>
  );
}
