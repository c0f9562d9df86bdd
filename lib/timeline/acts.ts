import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { words } from "@/lib/format/words";
import { db } from "@/lib/platform/db";
import { belowSession } from "@/lib/platform/scope";
import type { SessionFacts } from "@/lib/records/open";
import type { TimelineEntryDto } from "@/lib/sessions/schema";
import {
  actorWords,
  caseSteps,
  type EventRow,
  eventsAbout,
  inOrder,
  type Names,
  type Step,
  sessionSteps,
  step,
} from "@/lib/timeline/steps";

type Act = { title: string; kind: Step["kind"]; tone?: Step["tone"] };

/** What people and sources did to a session and its case, in words. Events that only looked are left out. */
const acts: Readonly<Record<string, Act>> = {
  "session.imported": { title: "Data received", kind: "session" },
  "session.link-generated": { title: "Capture link generated", kind: "session" },
  "session.invite-sent": { title: "Capture link sent by mail", kind: "session" },
  "session.resumed": { title: "Resumed", kind: "session" },
  "session.expired": { title: "Expired", kind: "session", tone: "warn" },
  "session.simulated": { title: "Outcome simulated", kind: "session" },
  "session.blocked": { title: "Matched the blocklist", kind: "session", tone: "bad" },
  "session.redacted": { title: "Redacted", kind: "session", tone: "bad" },
  "result.pii-corrected": { title: "Data corrected", kind: "session" },
  "check.overridden": { title: "Check overridden", kind: "check", tone: "warn" },
  "screening.hits-resolved": { title: "Screening hits resolved", kind: "check" },
  "case.claimed": { title: "Claimed", kind: "case", tone: "info" },
  "case.released": { title: "Released", kind: "case" },
  "case.claim-lapsed": { title: "Claim ended", kind: "case" },
  "case.assigned": { title: "Assigned", kind: "case", tone: "info" },
  "case.escalated": { title: "Escalated", kind: "case", tone: "warn" },
  "case.snoozed": { title: "Snoozed", kind: "case" },
  "case.woken": { title: "Snooze ended", kind: "case" },
  "case.note-added": { title: "Note added", kind: "note" },
  "case.recommended": { title: "First decision made", kind: "case", tone: "info" },
  "case.disputed": { title: "Reviewers disagreed", kind: "case", tone: "warn" },
  "case.approved": { title: "Approved", kind: "case", tone: "good" },
  "case.rejected": { title: "Rejected", kind: "case", tone: "bad" },
  "case.closed": { title: "Closed without a reviewer", kind: "case" },
  "case.resubmission-requested": { title: "Asked for another picture", kind: "case", tone: "warn" },
  "case.resubmitted": { title: "New pictures received", kind: "case", tone: "info" },
  "case.decision-undone": { title: "Decision undone", kind: "case", tone: "warn" },
};
const decisions = ["case.approved", "case.rejected", "case.closed"];

/** Adds to whom a case went, or for which reason it was rejected. */
function detailOf({ type, metadata }: EventRow, names: Names): string | null {
  const { assigneeId, escalatedTo, reasonCode, decision } = Object(metadata) as Record<string, unknown>;
  const to = typeof assigneeId === "string" ? assigneeId : escalatedTo;
  if (typeof to === "string") return `to ${names.get(to) ?? "a removed member"}`;
  if (type === "case.closed") return words(String(decision));
  // The reason of a first decision is not told before the second.
  return typeof reasonCode === "string" && type === "case.rejected" ? words(reasonCode) : null;
}

/** Names the member for whom a key acted, because their name stands on the decision too. */
function byWhom(event: EventRow, names: Names): string {
  const { reviewerId } = Object(event.metadata) as Record<string, unknown>;
  const acted = event.actorKind === "api_key" && typeof reviewerId === "string" && names.get(reviewerId);
  return acted ? `${actorWords(event, names)} for ${acted}` : actorWords(event, names);
}

/**
 * The timeline without checks, deliveries and looks: what happened to a session and its case, oldest first. What the
 * log does not tell, because it happened at the source, comes from the rows.
 */
export async function actsOf(actor: Actor, session: SessionFacts, names: Names): Promise<TimelineEntryDto[]> {
  const where = belowSession(session);
  const [result, reviewCase, notes] = await Promise.all([
    db.result.findUnique({ where: { ofSession: where } }),
    db.reviewCase.findUnique({ where: { ofSession: where } }),
    db.caseNote.findMany({ where, select: { author: true, createdAt: true } }),
  ]);
  const events = await eventsAbout(actor, session, reviewCase?.id, Object.keys(acts));
  const told = new Set(events.map(({ type }) => type));
  const isDecisionTold = decisions.some((type) => told.has(type));
  const { entered, claimed, decided } = caseSteps(reviewCase, names);
  // An imported note has no event.
  const imported = told.has("case.note-added") ? [] : notes;
  return inOrder([
    ...sessionSteps(session, isDecisionTold ? null : result),
    ...entered,
    ...(told.has("case.claimed") ? [] : claimed),
    ...(isDecisionTold ? [] : decided),
    ...imported.flatMap((note) => step(note.createdAt, "note", "Note added", { actor: note.author })),
    ...events.flatMap((event) => {
      const { title, kind, tone = "neutral" } = acts[event.type] as Act;
      const more = { actor: byWhom(event, names), detail: detailOf(event, names), tone };
      return step(event.createdAt, kind, title, more);
    }),
  ]);
}
