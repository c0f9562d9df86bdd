"use client";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ForeignText } from "@/components/ui/foreign-text";
import { KeyValueList } from "@/components/ui/key-value-list";
import { useExact } from "@/components/ui/time-zone";
import type { RefusalFacts } from "@/lib/refusals/schema";
import type { RequestDto } from "@/lib/requests/schema";
import { factLabels } from "./refusal-facts";
import { useRequestAction } from "./use-request-action";
import { refusalNames } from "./words";

const text = (key: string, label: string, value: string | null | undefined) =>
  value ? [{ key, label, value: <ForeignText>{value}</ForeignText> }] : [];

const factItems = (facts: RefusalFacts | null) =>
  Object.entries(factLabels).flatMap(([name, { label }]) =>
    text(name, label, facts?.[name as keyof typeof factLabels]),
  );

type CardProps = { request: RequestDto; mayWork: boolean; me: string };

/** What has to happen before a proposed refusal is in force. */
function waitsFor({ refusal, needsApproval }: RequestDto, me: string): string {
  if (!refusal || !needsApproval || refusal.proposedBy !== me) return "Not in force until it is confirmed.";
  return refusal.hasSecondPerson
    ? "You proposed this refusal. Another person must confirm it."
    : "You proposed this refusal, and nobody else here answers requests, so nobody can confirm it. An administrator can give a second member the role Compliance, or switch Four eyes off under Settings → Requests. The refusal then says that one person decided.";
}

function Proposal({ request, me }: Omit<CardProps, "mayWork">) {
  const act = useRequestAction(request.id);
  const isOwn = request.refusal?.proposedBy === me && request.needsApproval;
  return (
    <>
      <p className="mt-2 text-sm text-ink-muted">{waitsFor(request, me)}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {isOwn ? null : (
          <Button
            variant="danger"
            pending={act.isPending}
            onClick={() =>
              act.mutate({
                action: "refusal/confirm",
                body: { version: request.version },
                said: "Request refused",
              })
            }
          >
            Confirm refusal
          </Button>
        )}
        <Button
          pending={act.isPending}
          onClick={() => act.mutate({ action: "refusal/withdraw", said: "Refusal proposal withdrawn" })}
        >
          Withdraw proposal
        </Button>
      </div>
    </>
  );
}

/** Shows a refusal that is proposed or in force, with what was written down about it. */
export function RefusalCard({ request, mayWork, me }: CardProps) {
  const exact = useExact();
  const { refusal, status } = request;
  if (!refusal) return null;
  const isOpen = status === "open";
  const decided = refusal.confirmedBy
    ? `${refusal.proposedByName}, confirmed by ${refusal.confirmedBy}`
    : `${refusal.proposedByName}${isOpen ? "" : ", one person"}`;
  return (
    <Card title={isOpen ? "Proposed refusal" : "Refusal"} aside={exact(refusal.proposedAt)}>
      <KeyValueList
        labelWidth="9rem"
        items={[
          { key: "ground", label: "Ground", value: refusalNames[refusal.ground] },
          ...factItems(refusal.facts),
          ...text("reason", "Reason", refusal.reason),
          { key: "by", label: isOpen ? "Proposed by" : "Decided by", value: decided },
        ]}
      />
      {isOpen && mayWork ? <Proposal request={request} me={me} /> : null}
    </Card>
  );
}

/** Shows the fee that was asked for in place of a refusal. */
export function FeeCard({ fee }: { fee: NonNullable<RequestDto["fee"]> }) {
  const exact = useExact();
  return (
    <Card title="Fee" aside={exact(fee.askedAt)}>
      <KeyValueList
        labelWidth="9rem"
        items={[
          { key: "amount", label: "Amount", value: <ForeignText>{fee.amount}</ForeignText> },
          { key: "ground", label: "Ground", value: refusalNames[fee.ground] },
          ...factItems(fee.facts),
          ...text("reason", "Reason", fee.reason),
        ]}
      />
    </Card>
  );
}
