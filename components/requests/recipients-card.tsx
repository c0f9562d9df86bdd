"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pill } from "@/components/ui/pill";
import type { ToldRecipientDto } from "@/lib/contract/recipients";
import { day } from "@/lib/format/date";
import type { RequestDto } from "@/lib/requests/schema";
import { RecipientDialog } from "./request-dialogs";
import { recipientOutcomeNames } from "./words";

type RecipientsCardProps = { request: RequestDto; mayWork: boolean };

const changes = ["corrected", "restricted", "erased"];

/** The rule by which recipients are told, for each law and act. */
function ruleOf({ kind, clock }: RequestDto): string {
  if (clock.jurisdiction !== "ccpa") return `${clock.law} Art. 19`;
  if (kind === "rectification") return "11 CCR § 7023(c)";
  return kind === "restriction" ? "11 CCR § 7027(g)" : "Cal. Civ. Code § 1798.105(c)(1)";
}

/** Shows for each recipient of changed data whether it was told, and records it, even after the request is closed. */
export function RecipientsCard({ request, mayWork }: RecipientsCardProps) {
  const [isOpen, setOpen] = useState<{ name: string } | null>(null);
  if (!request.steps.some(({ name, state }) => changes.includes(name) && state === "done")) return null;
  const current = request.toldRecipients.filter(({ isCurrent }) => isCurrent);
  const recordOf = (name: string) => current.find((each) => each.name === name);
  return (
    <Card
      title="Recipients of the data"
      aside={
        mayWork ? (
          <Button size="sm" onClick={() => setOpen({ name: "" })}>
            Add recipient…
          </Button>
        ) : null
      }
    >
      <p className="text-sm">
        Tell each recipient what was corrected, erased or restricted, unless that is impossible or takes a
        disproportionate effort ({ruleOf(request)}). Name the recipients to the requester on request.
      </p>
      <ul aria-label="Recipients of the data" className="mt-3 flex flex-col gap-2">
        {request.recipients.map((name) => (
          <Recipient
            key={name}
            name={name}
            record={recordOf(name)}
            onRecord={mayWork ? () => setOpen({ name }) : undefined}
          />
        ))}
        {request.recipients.length === 0 ? (
          <li className="text-ink-muted">The records name no recipient.</li>
        ) : null}
      </ul>
      {isOpen ? (
        <RecipientDialog requestId={request.id} name={isOpen.name} onClose={() => setOpen(null)} />
      ) : null}
    </Card>
  );
}

type RecipientProps = { name: string; record: ToldRecipientDto | undefined; onRecord?: () => void };

function Recipient({ name, record, onRecord }: RecipientProps) {
  const isTold = record?.outcome === "told";
  return (
    <li className="flex flex-wrap items-center gap-2">
      <span className="font-medium">{name}</span>
      {record ? (
        <>
          <Pill tone={isTold ? "good" : "neutral"}>
            {recipientOutcomeNames[record.outcome]}
            {record.toldOn ? ` on ${day(record.toldOn)}` : null}
          </Pill>
          <span className="text-sm text-ink-muted">
            {[record.means ?? record.reason, record.recordedBy].filter(Boolean).join(" · ")}
          </span>
        </>
      ) : (
        <Pill tone="warn">not told</Pill>
      )}
      {onRecord && !isTold ? (
        <Button size="sm" aria-label={`Record for ${name}`} onClick={onRecord}>
          Record…
        </Button>
      ) : null}
    </li>
  );
}
