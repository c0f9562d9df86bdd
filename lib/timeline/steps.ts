import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import { instant } from "@/lib/format/instant";
import { words } from "@/lib/format/words";
import { db } from "@/lib/platform/db";
import type { TimelineEntryDto } from "@/lib/sessions/schema";

export type Step = Omit<TimelineEntryDto, "at"> & { at: Date };
export type Names = ReadonlyMap<string, string>;

/** Makes a step of a timeline; none where it has no time. */
export const step = (at: Date | null, kind: Step["kind"], title: string, more: Partial<Step> = {}): Step[] =>
  at ? [{ at, kind, title, detail: null, actor: null, tone: "neutral", ...more }] : [];

/** Sorts steps, oldest first. */
export const inOrder = (steps: readonly Step[]): TimelineEntryDto[] =>
  steps
    .toSorted((left, right) => left.at.getTime() - right.at.getTime())
    .map((item) => ({ ...item, at: instant(item.at) }));

type ResultRow = Awaited<ReturnType<typeof db.result.findUnique>>;

/** Returns the session's own steps: its creation and its result. */
export const sessionSteps = (session: { createdAt: Date }, result: ResultRow): Step[] => [
  ...step(session.createdAt, "session", "Session created"),
  ...step(result?.createdAt ?? null, "session", `Result: ${words(result?.status ?? "")}`, {
    detail: result?.rejectionReasonCode ? words(result.rejectionReasonCode) : null,
    tone: result?.status === "approved" ? "good" : result?.status === "rejected" ? "bad" : "warn",
  }),
];

type CaseRow = Awaited<ReturnType<typeof db.reviewCase.findUnique>>;

/** Returns the steps that the row of a case states. */
export function caseSteps(found: CaseRow, names: Names): Record<"entered" | "claimed" | "decided", Step[]> {
  if (!found) return { entered: [], claimed: [], decided: [] };
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  return {
    entered: step(found.enteredReviewAt ?? found.createdAt, "case", "Entered review", { tone: "warn" }),
    claimed: step(found.claimedAt, "case", "Claimed", { actor: nameOf(found.assignedTo) }),
    decided: step(found.decidedAt, "case", `Decided: ${found.decision ?? "unknown"}`, {
      actor: nameOf(found.decidedBy),
      tone: found.decision === "approved" ? "good" : "bad",
    }),
  };
}

const mostEvents = 200;

/**
 * Returns the newest events of the audit log about a session and its case. An API key needs audit:read: otherwise it
 * would learn who works for the organization.
 * @param types only events of these types
 */
export async function eventsAbout(
  actor: Actor,
  session: { id: string },
  caseId: string | undefined,
  types?: readonly string[],
) {
  if (actor.kind !== "person" && !can(actor, "audit:read")) return [];
  return db.auditEvent.findMany({
    where: {
      ...inScope(actor),
      OR: [
        { resourceType: "session", resourceId: session.id },
        ...(caseId === undefined ? [] : [{ resourceType: "case", resourceId: caseId }]),
      ],
      ...(types && { type: { in: [...types] } }),
    },
    orderBy: { createdAt: "desc" },
    take: mostEvents,
  });
}
export type EventRow = Awaited<ReturnType<typeof eventsAbout>>[number];

/** Names the actor for readers without audit:read: a member by name, a key or a job only by its kind. */
export function actorWords(
  { actorKind, actorId }: Pick<EventRow, "actorKind" | "actorId">,
  names: Names,
): string {
  if (actorKind === "person") return names.get(actorId) ?? "a member";
  return actorKind === "api_key" ? "an API key" : "Countersign";
}
