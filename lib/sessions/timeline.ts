import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { instant } from "@/lib/format/instant";
import { words } from "@/lib/format/words";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { belowSession } from "@/lib/platform/scope";
import { requireSession } from "@/lib/records/open";
import type { TimelineEntryDto } from "@/lib/sessions/schema";

type Entry = Omit<TimelineEntryDto, "at"> & { at: Date };

const entry = (at: Date | null, kind: Entry["kind"], title: string, more: Partial<Entry> = {}): Entry[] =>
  at ? [{ at, kind, title, detail: null, actor: null, tone: "neutral", ...more }] : [];

/**
 * Returns the timeline of a session, oldest first: its own steps, attempts, case, notes, deliveries and the actions
 * of people. People see each other's actions with names but without e-mail addresses. Only actors with audit:read see
 * the names of the log.
 * @throws AppError like `openSession`
 */
export async function getTimeline(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ data: TimelineEntryDto[] }> {
  authorize(actor, "sessions:read");
  const session = await requireSession(actor, input.sessionId, "read");
  const where = belowSession(session);
  const names = actor.kind === "person" ? await memberNames(actor) : new Map<string, string>();
  const [result, checks, reviewCase, notes, deliveries, events] = await Promise.all([
    db.result.findUnique({ where: { ofSession: where } }),
    db.check.findMany({ where }),
    db.reviewCase.findUnique({ where: { ofSession: where } }),
    db.caseNote.findMany({ where, select: { author: true, createdAt: true } }),
    db.webhookDelivery.findMany({ where }),
    auditEntries(actor, session, names),
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
    ...caseEntries(reviewCase, names),
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

function caseEntries(found: CaseRow, names: ReadonlyMap<string, string>): Entry[] {
  if (!found) return [];
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  return [
    ...entry(found.enteredReviewAt ?? found.createdAt, "case", "Entered review", { tone: "warn" }),
    ...entry(found.claimedAt, "case", "Claimed", { actor: nameOf(found.assignedTo) }),
    ...entry(found.decidedAt, "case", `Decided: ${found.decision ?? "unknown"}`, {
      actor: nameOf(found.decidedBy),
      tone: found.decision === "approved" ? "good" : "bad",
    }),
  ];
}

const mostEvents = 200;

/**
 * Adds entries of the audit log. An API key needs audit:read: otherwise it would learn who works for the
 * organization.
 */
async function auditEntries(
  actor: Actor,
  session: { pk: bigint; id: string },
  names: ReadonlyMap<string, string>,
): Promise<Entry[]> {
  if (actor.kind !== "person" && !can(actor, "audit:read")) return [];
  const found = await db.reviewCase.findUnique({
    where: { ofSession: { ...inScope(actor), sessionPk: session.pk } },
    select: { id: true },
  });
  const events = await db.auditEvent.findMany({
    where: {
      ...inScope(actor),
      OR: [
        { resourceType: "session", resourceId: session.id },
        ...(found ? [{ resourceType: "case", resourceId: found.id }] : []),
      ],
    },
    orderBy: { createdAt: "desc" },
    take: mostEvents,
  });
  return events.flatMap((event) =>
    entry(event.createdAt, "audit", words(event.type.replaceAll(/[.-]/g, "_")), {
      actor: can(actor, "audit:read") ? event.actorName : actorWords(event, names),
      tone: event.type === "session.redacted" ? "bad" : "info",
    }),
  );
}

/** Names the actor for readers without audit:read: a member by name, a key or a job only by its kind. */
function actorWords(
  { actorKind, actorId }: { actorKind: string; actorId: string },
  names: ReadonlyMap<string, string>,
): string {
  if (actorKind === "person") return names.get(actorId) ?? "a member";
  return actorKind === "api_key" ? "an API key" : "Countersign";
}
