import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { instant } from "@/lib/format/instant";
import { words } from "@/lib/format/words";
import { db } from "@/lib/platform/db";
import { ownSessionOf } from "@/lib/sessions/own";
import type { TimelineEntryDto } from "@/lib/sessions/schema";

type Entry = Omit<TimelineEntryDto, "at"> & { at: Date };

const entry = (at: Date | null, kind: Entry["kind"], title: string, more: Partial<Entry> = {}): Entry[] =>
  at ? [{ at, kind, title, detail: null, actor: null, tone: "neutral", ...more }] : [];

/** What happened to a session, oldest first: its own steps, attempts, case, notes, deliveries and what people did. */
export async function getTimeline(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ data: TimelineEntryDto[] }> {
  authorize(actor, "sessions:read");
  const session = await ownSessionOf(actor, input.sessionId);
  const where = { sessionPk: session.pk };
  const [result, checks, reviewCase, notes, deliveries, events] = await Promise.all([
    db.result.findUnique({ where }),
    db.check.findMany({ where }),
    db.reviewCase.findUnique({ where }),
    db.caseNote.findMany({ where, select: { author: true, createdAt: true } }),
    db.webhookDelivery.findMany({ where }),
    auditEntries(actor, session.id),
  ]);
  const entries = [
    ...entry(session.createdAt, "session", "Session created"),
    ...entry(result?.createdAt ?? null, "session", `Result: ${words(result?.status ?? "")}`, {
      detail: result?.rejectionReasonCode ? words(result.rejectionReasonCode) : null,
      tone: result?.status === "approved" ? "good" : result?.status === "rejected" ? "bad" : "warn",
    }),
    ...checks.flatMap((check) =>
      entry(check.completedAt ?? check.createdAt, "check", `${words(check.policy)}: ${words(check.status)}`, {
        detail: `attempt ${check.attempt}`,
        tone:
          check.status === "passed"
            ? "good"
            : check.status === "failed" || check.status === "error"
              ? "bad"
              : "neutral",
      }),
    ),
    ...caseEntries(reviewCase),
    ...notes.flatMap((note) => entry(note.createdAt, "note", "Note added", { actor: note.author })),
    ...deliveries.flatMap((delivery) =>
      entry(delivery.createdAt, "delivery", `Webhook ${delivery.event}: ${delivery.status}`, {
        detail: `${delivery.attempts} of ${delivery.maxAttempts} attempts`,
        tone: delivery.status === "delivered" ? "good" : delivery.status === "failed" ? "bad" : "info",
      }),
    ),
    ...events,
  ];
  const sorted = entries.toSorted((left, right) => left.at.getTime() - right.at.getTime());
  return { data: sorted.map((item) => ({ ...item, at: instant(item.at) })) };
}

type CaseRow = Awaited<ReturnType<typeof db.reviewCase.findUnique>>;

function caseEntries(found: CaseRow): Entry[] {
  if (!found) return [];
  return [
    ...entry(found.enteredReviewAt ?? found.createdAt, "case", "Entered review", { tone: "warn" }),
    ...entry(found.claimedAt, "case", "Claimed", { actor: found.assignedTo }),
    ...entry(found.decidedAt, "case", `Decided: ${found.decision ?? "unknown"}`, {
      actor: found.assignedTo,
      tone: found.decision === "approved" ? "good" : "bad",
    }),
  ];
}

async function auditEntries(actor: Actor, sessionId: string): Promise<Entry[]> {
  const { organizationPk, environment } = actor.scope;
  const events = await db.auditEvent.findMany({
    where: { organizationPk, environment, resourceType: "session", resourceId: sessionId },
    orderBy: { createdAt: "desc" },
    take: 200,
  });
  return events.flatMap((event) =>
    entry(event.createdAt, "audit", words(event.type.replaceAll(/[.-]/g, "_")), {
      actor: event.actorName,
      tone: event.type === "session.redacted" ? "bad" : "info",
    }),
  );
}
