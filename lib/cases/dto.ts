import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import type { OwnCase } from "@/lib/cases/load";
import { ageMinutes, type CaseState, slaState } from "@/lib/cases/policy";
import type { CaseDto } from "@/lib/cases/schema";
import { recordLook, recordRead } from "@/lib/events/looks";
import { instant, instantOrNull } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { pastDamage } from "@/lib/records/damage";
import { viewMetadata } from "@/lib/records/details";
import { holderOf } from "@/lib/records/holder";
import { openListed, sessionFacts } from "@/lib/records/open";
import { currentSettings, type Settings, type ViewSettings } from "@/lib/settings/load";

/** The columns of a case as lists and details read them. */
export type CaseRow = {
  id: string;
  status: CaseDto["status"];
  decision: CaseDto["decision"];
  assignedTo: string | null;
  priority: CaseDto["priority"];
  tags: string[];
  queue: string;
  createdAt: Date;
  claimedAt: Date | null;
  claimExpiresAt: Date | null;
  enteredReviewAt: Date | null;
  queuedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  firstDecision: CaseDto["firstDecision"];
  firstReviewer: string | null;
  isDisputed: boolean;
  escalatedTo: string | null;
  snoozedUntil: Date | null;
  snoozeEvent: string | null;
  isDemo: boolean;
  resubmitAskedAt: Date | null;
  version: number;
  sessionPk: bigint;
  sealed: Uint8Array | null;
};

export type CaseContext = {
  names: ReadonlyMap<string, string>;
  settings: { slaWarnMinutes: number; slaBreachMinutes: number; blindSecondReview: boolean };
  now: Date;
  actor: Actor;
};

/** Whether the first opinion on a case is hidden from the actor. */
export const isBlindTo = (
  actor: Actor,
  row: Pick<CaseRow, "status" | "firstReviewer">,
  settings: CaseContext["settings"],
): boolean => {
  const onlooker = { id: actor.id, isPerson: actor.kind === "person", mayDecide: can(actor, "cases:decide") };
  return isBlind(row, onlooker, settings);
};

/** Describes the case as it is now. After a claim has expired, the row still names its member; the DTO does not. */
export function toCaseDto(row: CaseRow, sessionId: string, context: CaseContext): CaseDto {
  const { names, settings, now, actor } = context;
  const isHidden = isBlindTo(actor, row, settings);
  const hasLapsed = row.assignedTo !== null && holderOf(row, now) === null;
  const assignedTo = hasLapsed ? null : row.assignedTo;
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  const age = ageMinutes(row, now);
  return {
    id: row.id,
    sessionId,
    status: hasLapsed && row.status === "in_review" ? "open" : row.status,
    createdAt: instant(row.createdAt),
    decision: row.decision,
    assignedTo,
    claimedAt: hasLapsed ? null : instantOrNull(row.claimedAt),
    enteredReviewAt: instantOrNull(row.enteredReviewAt),
    decidedAt: instantOrNull(row.decidedAt),
    assigneeName: nameOf(assignedTo),
    claimExpiresAt: hasLapsed ? null : instantOrNull(row.claimExpiresAt),
    decidedBy: nameOf(row.decidedBy),
    firstDecision: isHidden ? null : row.firstDecision,
    isBlind: isHidden,
    firstReviewer: row.firstReviewer,
    firstReviewerName: nameOf(row.firstReviewer),
    isDisputed: row.isDisputed,
    escalatedTo: row.escalatedTo,
    escalatedToName: nameOf(row.escalatedTo),
    priority: row.priority,
    tags: row.tags,
    queue: row.queue,
    snoozedUntil: instantOrNull(row.snoozedUntil),
    snoozeEvent: row.snoozedUntil && row.snoozeEvent,
    isDemo: row.isDemo,
    resubmitAskedAt: instantOrNull(row.resubmitAskedAt),
    sla: slaState(age, settings),
    ageMinutes: age,
    version: row.version,
  };
}

/** What of the reader decides whether the first decision is shown to them. */
export type Onlooker = { id: string; isPerson: boolean; mayDecide: boolean };

/**
 * Whether the first decision is hidden from a member who could make the second: knowing the first influences the
 * second. The member who made it, and roles that do not decide, see it.
 */
export const isBlind = (
  { status, firstReviewer }: Pick<CaseState, "status" | "firstReviewer">,
  { id, isPerson, mayDecide }: Onlooker,
  { blindSecondReview }: { blindSecondReview: boolean },
): boolean =>
  blindSecondReview && status === "pending_second_review" && isPerson && mayDecide && firstReviewer !== id;

type Said = Required<Pick<CaseDto, "metadata" | "customFields">>;

/**
 * Opens what the customer has stored with cases, as far as the actor may see it, and records that an API key read it.
 * @returns it by the id of the case
 */
export async function saidOf(
  actor: Actor,
  rows: readonly Pick<CaseRow, "id" | "sessionPk" | "sealed">[],
  settings: ViewSettings,
): Promise<(id: string) => Said> {
  const sealed = rows.filter((row) => row.sealed !== null);
  const said = new Map<string, Said>();
  if (sealed.length > 0) {
    const pk = { in: sealed.map(({ sessionPk }) => sessionPk) };
    const sessions = await db.session.findMany({ where: { ...inScope(actor), pk }, select: sessionFacts });
    const opened = await openListed(actor, sessions, settings);
    const damage = pastDamage(actor);
    const idOf = new Map(sessions.map((session) => [session.pk, session.id]));
    for (const row of sealed) {
      const { shown, view, isExpired } = opened(idOf.get(row.sessionPk) ?? "");
      const held = damage.past(shown).open("reviewCase", row.id, row.sealed);
      const show = (map: Record<string, unknown> | undefined) =>
        isExpired || view.sight === "hidden" || damage.isDamaged(row.id) ? null : viewMetadata(view, map);
      said.set(row.id, { metadata: show(held?.metadata), customFields: show(held?.customFields) });
    }
    await damage.tell();
    await recordSaid(actor, rows, said, idOf);
  }
  return (id) => said.get(id) ?? { metadata: {}, customFields: {} };
}

async function recordSaid(
  actor: Actor,
  rows: readonly Pick<CaseRow, "sessionPk">[],
  said: ReadonlyMap<string, Said>,
  idOf: ReadonlyMap<bigint, string>,
): Promise<void> {
  const isTold = [...said.values()].some((each) =>
    Object.values(each).some((map) => map !== null && Object.keys(map ?? {}).length > 0),
  );
  if (actor.kind === "person" || !isTold) return;
  const [row] = rows;
  if (rows.length === 1 && row) return recordRead(actor, { id: idOf.get(row.sessionPk) ?? "" }, "case");
  await recordLook(actor, {
    about: "list of cases",
    event: { type: "pii.read", metadata: { what: "list of cases", fields: [] } },
  });
}

/**
 * Describes the case with the members' names and the organization's limits.
 * @param known what the caller has already read; the rest is read here
 */
export async function showCase(
  actor: Actor,
  found: Omit<OwnCase, "session"> & { session: { id: string } },
  known: Partial<Pick<CaseContext, "names">> & { settings?: Settings } = {},
): Promise<CaseDto> {
  const [names, settings] = await Promise.all([
    known.names ?? memberNames(actor),
    known.settings ?? currentSettings(actor),
  ]);
  const context = { names, settings: settings.review, now: new Date(), actor };
  const told = toCaseDto(found, found.session.id, context);
  // No page shows them, so that a member's call does not open the session once more.
  if (actor.kind === "person") return told;
  const said = await saidOf(actor, [found], settings);
  return { ...told, ...said(found.id) };
}
