"use client";

import { Check, Lock, LockOpen, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Pill } from "@/components/ui/pill";
import type { DeskDto } from "@/lib/cases/schema";
import { countdown, counted } from "@/lib/format/number";
import { words as spell } from "@/lib/format/words";
import { SlaPill } from "./looks";
import { openHitsOf } from "./open-hits";

/** A component of its own, so that each second renders a countdown and not the desk. */
function ClaimClock({ until }: { until: string }) {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setLeft(Date.parse(until) - Date.now());
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <Pill tone={left !== null && left < 5 * 60_000 ? "warn" : "neutral"} icon={<Lock />}>
      Claimed — {left === null ? "…" : countdown(left)} left
    </Pill>
  );
}

function Whose({ desk }: { desk: DeskDto }) {
  const { reviewCase, isOpen } = desk;
  if (isOpen && reviewCase.claimExpiresAt) return <ClaimClock until={reviewCase.claimExpiresAt} />;
  if (reviewCase.assigneeName) return <Pill icon={<Lock />}>Claimed by {reviewCase.assigneeName}</Pill>;
  return <Pill icon={<LockOpen />}>Unassigned</Pill>;
}

/** The grounds of a recommended rejection, in brackets. */
function grounds({ proposedRejection }: DeskDto): string {
  if (!proposedRejection) return "";
  const { reasonCode, addToBlocklist, isUnreadable } = proposedRejection;
  if (isUnreadable) return " (the recommended reason code and blocklisting cannot be read)";
  const isBlocking = addToBlocklist === true || (addToBlocklist && addToBlocklist.length > 0);
  const said = [reasonCode && spell(reasonCode), isBlocking && "and add to the blocklist"].filter(Boolean);
  return said.length > 0 ? ` (${said.join(", ")})` : "";
}

function words(desk: DeskDto): string | null {
  const { reviewCase, isDualReview, refusal } = desk;
  if (refusal) return refusal;
  const openHits = openHitsOf(desk);
  if (desk.approvalNeedsHits && openHits > 0 && !reviewCase.decidedAt)
    return `${counted(openHits, "screening hit")} to resolve before you can approve`;
  if (reviewCase.isDisputed) return "Two reviewers disagreed. Your decision is final.";
  if (reviewCase.isBlind) return "Second review. The first decision is shown after yours.";
  if (reviewCase.status === "pending_second_review") {
    const first = reviewCase.firstReviewerName ?? "The first reviewer";
    return `${first} recommends: ${reviewCase.firstDecision}${grounds(desk)}. Your decision is the second one.`;
  }
  return isDualReview ? "Dual review: your decision is a recommendation" : null;
}

type DecisionBarProps = {
  desk: DeskDto;
  mayAct: boolean;
  pending: boolean;
  on: Record<"claim" | "snooze" | "resubmit" | "escalate" | "reject" | "approve" | "next", () => void>;
};

/** The bar of decisions, which never scrolls away. Actions that the role lacks are absent. */
export function DecisionBar({ desk, mayAct, pending, on }: DecisionBarProps) {
  const { reviewCase } = desk;
  const isDecided = reviewCase.status === "approved" || reviewCase.status === "rejected";
  const isTaken = reviewCase.assignedTo !== null && !desk.isOpen;
  const canDecide = mayAct && !isDecided && !isTaken && desk.refusal === null;
  const note = words(desk);
  return (
    <footer
      data-print="hide"
      className="flex min-h-13 shrink-0 flex-wrap items-center gap-2 border-t bg-surface px-4 py-1.5 max-xl:gap-1.5 max-xl:px-2"
    >
      {isDecided ? null : (
        <>
          <Whose desk={desk} />
          <SlaPill reviewCase={reviewCase} />
        </>
      )}
      {note ? (
        <span
          className="min-w-0 flex-1 truncate text-sm text-ink-muted max-xl:order-first max-xl:basis-full"
          title={note}
        >
          {note}
        </span>
      ) : (
        <span className="flex-1 max-xl:hidden" />
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2 max-xl:gap-1.5">
        {canDecide && !desk.isOpen ? (
          <Button shortcut="T" onClick={on.claim} pending={pending}>
            Claim
          </Button>
        ) : null}
        {canDecide ? (
          <>
            <Button shortcut="Z" onClick={on.snooze}>
              Snooze
            </Button>
            <Button shortcut="O" onClick={on.resubmit}>
              Ask for picture
            </Button>
            <Button shortcut="E" onClick={on.escalate}>
              Escalate
            </Button>
            <Button variant="danger-outline" icon={<X aria-hidden />} shortcut="J" onClick={on.reject}>
              Reject
            </Button>
            <Button variant="ok" icon={<Check aria-hidden />} shortcut="A" onClick={on.approve}>
              Approve
            </Button>
          </>
        ) : null}
        {mayAct ? (
          <Button variant="primary" shortcut="N" onClick={on.next}>
            Next
          </Button>
        ) : null}
      </div>
    </footer>
  );
}
