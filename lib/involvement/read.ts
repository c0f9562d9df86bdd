import "server-only";
import { z } from "zod";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { openDecision } from "@/lib/decisions/load";
import { storedDesk } from "@/lib/decisions/schema";
import { instant, instantOrNull } from "@/lib/format/instant";
import { countDecisions, eventsBefore, logBegins } from "@/lib/involvement/load";
import {
  actTypes,
  followsSuggestion,
  type InvolvementFacts,
  involvementWords,
} from "@/lib/involvement/policy";
import type { DecisionInvolvementDto, InvolvementDto, InvolvementQuery } from "@/lib/involvement/schema";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import type { DecisionSnapshot } from "@/lib/platform/generated/client";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import { daysOf } from "@/lib/quality/load";
import { cipherOf } from "@/lib/records/open";
import { currentSettings } from "@/lib/settings/load";
import type { RecordCipher } from "@/lib/vault/cipher";

type Decision = {
  caseId: string;
  /** When the case was created. */
  since: Date;
  sessionId: string;
  row: DecisionSnapshot;
  cipher: RecordCipher;
};

/** What an event may name beside values: none of it is personal data of the subject. */
const named = z.object({
  fields: z.array(z.string()).optional(),
  docTypes: z.array(z.string()).optional(),
  policy: z.string().optional(),
  resolution: z.string().optional(),
  what: z.string().optional(),
});

type Row = { createdAt: Date; type: string; metadata: unknown };

function toEntry({ createdAt, type, metadata }: Row) {
  const { fields = [], docTypes = [], policy, resolution, what } = named.safeParse(metadata).data ?? {};
  const one = [policy, resolution, what].filter((each) => each !== undefined);
  return { at: instant(createdAt), type, what: [...new Set([...one, ...docTypes, ...fields])] };
}

const secondsBetween = (from: Date | null | undefined, to: Date) =>
  from ? Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000)) : null;

/** Collects what the records say of the person's part in a decision. */
async function partIn(
  actor: Actor,
  { caseId, since, sessionId, row, cipher }: Decision,
): Promise<InvolvementFacts> {
  const { decidedBy, decidedAt, claimedAt } = row;
  const [{ recorded, events }, begins, names] = await Promise.all([
    eventsBefore(actor, { caseId, sessionId, snapshotId: row.id, decidedBy, decidedAt }),
    logBegins(actor),
    memberNames(actor),
  ]);
  const held = cipher.isDestroyed ? null : cipher.open("snapshot", row.id, row.sealed);
  const desk = held?.desk ? readStoredOrNull(storedDesk, held.desk, "decision_snapshots.sealed.desk") : null;
  const action = desk?.recommendedAction;
  const entries = events.map(toEntry);
  const isAct = ({ type }: { type: string }) => type in actTypes;
  const opened = events.find(({ type }) => type === "case.opened")?.createdAt;
  const shown = entries.filter(({ type }) => type === "document.viewed").flatMap(({ what }) => what);
  return {
    ...{ id: row.id, decision: row.decision, isFinal: row.isFinal },
    decidedBy: names.get(decidedBy) ?? "A removed member",
    decidedAt: instant(decidedAt),
    undoneAt: instantOrNull(row.undoneAt),
    door: recorded ? (recorded.actorKind === "person" ? "desk" : "api") : "unknown",
    heldSeconds: secondsBetween(claimedAt, decidedAt),
    openSeconds: secondsBetween(opened, decidedAt),
    imagesStored: desk?.images.filter(({ sha256 }) => sha256 !== null).map(({ docType }) => docType) ?? null,
    imagesShown: [...new Set(shown)],
    suggestion: action ? { action, isFollowed: followsSuggestion(action, row.decision) } : null,
    looks: entries.filter((each) => !isAct(each)),
    acts: entries.filter(isAct),
    logSince: begins && begins > since ? instant(begins) : null,
  };
}

/**
 * Says to a session's subject what part a person had in the final decision: how it came, when the person opened the
 * case, and which images were on the screen. It names no member, and nothing of hits or of what was suggested, which
 * could tell of a suspicion (Directive (EU) 2015/849 Art. 39).
 * @returns null when no decision of a person is stored
 */
export async function involvementForSubject(
  actor: Actor,
  sessionId: string,
): Promise<InvolvementFacts | null> {
  const session = await db.session.findFirstOrThrow({
    where: { ...inScope(actor), id: sessionId },
    select: {
      ...{ pk: true, id: true, dataKeyId: true },
      reviewCase: { select: { id: true, pk: true, createdAt: true } },
    },
  });
  const { reviewCase } = session;
  const row =
    reviewCase &&
    (await db.decisionSnapshot.findFirst({
      where: { ...inScope(actor), casePk: reviewCase.pk, isFinal: true, undoneAt: null },
      orderBy: { pk: "desc" },
    }));
  if (!reviewCase || !row) return null;
  const cipher = (await cipherOf(actor, "session", session)).pastDamage(() => undefined);
  const of = { caseId: reviewCase.id, since: reviewCase.createdAt, sessionId };
  return partIn(actor, { ...of, row, cipher });
}

/**
 * Returns what the records say of the person's part in one decision: how long the case was held and open, which images
 * were on the screen, what was changed, and whether the decision follows what the risk level suggested.
 * @throws AppError not_found for a decision of another case; conflict for a first decision whose second reviewer is the
 *   actor and must not know it
 */
export async function getDecisionInvolvement(
  actor: Actor,
  input: { caseId: string; snapshotId: string },
): Promise<DecisionInvolvementDto> {
  authorize(actor, "involvement:read");
  authorize(actor, "cases:read");
  const { found, row } = await openDecision(actor, input);
  const of = { caseId: found.id, since: found.createdAt, sessionId: found.session.id };
  const facts = await partIn(actor, { ...of, row, cipher: found.session.cipher });
  return { ...facts, words: involvementWords(facts) };
}

/**
 * Returns the part that people had in the final decisions of some days, person by person, and the newest decisions
 * before which no image was on the person's screen.
 */
export async function getInvolvement(actor: Actor, query: InvolvementQuery): Promise<InvolvementDto> {
  authorize(actor, "involvement:read");
  const { organization } = await currentSettings(actor);
  const days = daysOf(query, organization.timeZone);
  const [begins, names] = await Promise.all([logBegins(actor), memberNames(actor)]);
  const { people, unseen, notCounted } = await countDecisions(actor, days, begins);
  const nameOf = (id: string) => names.get(id) ?? "a removed member";
  return {
    days,
    logSince: notCounted > 0 ? instantOrNull(begins) : null,
    notCounted,
    people: (people ?? []).map((row) => ({ ...row, name: nameOf(row.memberId) })),
    unseen: (unseen ?? []).map(({ held, decidedBy, decidedAt, ...row }) => ({
      ...row,
      decidedBy: nameOf(decidedBy),
      decidedAt: instant(new Date(decidedAt)),
      heldSeconds: held === null ? null : Math.round(held),
    })),
  };
}
