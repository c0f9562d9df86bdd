import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import { permissionsOfRoles } from "@/lib/actor/permissions";
import type { MatchDto } from "@/lib/contract/matches";
import { withRecipients } from "@/lib/contract/recipients";
import { dayOrNull } from "@/lib/format/day";
import { instant, instantOrNull } from "@/lib/format/instant";
import { maskName } from "@/lib/format/name";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { belowRequest, sameScope, scopeSql } from "@/lib/platform/scope";
import { cipherOf, openListed } from "@/lib/records/open";
import { feeGrounds } from "@/lib/refusals/schema";
import { progressOf, toldRecipientsOf, toPackageDto, toRowDto } from "@/lib/requests/dto";
import { type OwnRequest, recipientsOf } from "@/lib/requests/load";
import { openReviews, openReviewWords } from "@/lib/requests/open-reviews";
import { stepsOf, wantsAccess } from "@/lib/requests/policy";
import type { RequestDto } from "@/lib/requests/schema";
import { currentSettings, letterRecord, viewSettings } from "@/lib/settings/load";
import { missingParts } from "@/lib/settings/policy";
import { findableRequester, soughtLike } from "@/lib/vault/blind-index";
import { isMetSql, soughtSql } from "@/lib/vault/meeting";
import type { SealedRequest } from "@/lib/vault/sealed";

/** Returns a request as the actor may see it. Only members who work on requests see the requester. */
export async function showRequest(actor: Actor, request: OwnRequest): Promise<RequestDto> {
  const [settings, cipher, matches] = await Promise.all([
    currentSettings(actor),
    cipherOf(actor, "request", request),
    matchesOf(actor, request),
  ]);
  const sealed = cipher.open("request", request.id, request.sealed);
  const duplicates =
    request.status === "open" ? await duplicatesOf(actor, request, sealed?.requester ?? {}) : [];
  const names = await memberNames(actor);
  const recipients = (await recipientsOf(request)).all;
  const toldRecipients = await toldRecipientsOf(actor, request, names);
  const proposed = matches.filter(({ state }) => state === "proposed").length;
  const mayOpen = can(actor, "requests:work");
  const joinedInto = request.joinedIntoPk
    ? await db.request.findUnique({
        where: { scoped: { ...inScope(actor), pk: request.joinedIntoPk } },
        select: { id: true },
      })
    : null;
  return {
    ...toRowDto(actor, { ...request, proposed }, sealed, settings, new Date(), names),
    requester: mayOpen ? (sealed?.requester ?? null) : null,
    details: mayOpen ? (sealed?.details ?? null) : null,
    reasons: reasonsOf(mayOpen ? sealed : null),
    openReviews: await openReviewsOf(request),
    joinedInto: joinedInto?.id ?? null,
    duplicates: duplicates.map(({ id }) => id),
    sameKind: duplicates.filter(({ kind }) => kind === request.kind).map(({ id }) => id),
    agent: mayOpen ? agentOf(request, sealed) : null,
    reopenedAt: instantOrNull(request.reopenedAt),
    dataFrom: dayOrNull(request.dataFrom),
    dataTo: dayOrNull(request.dataTo),
    needsApproval: settings.requests.fourEyes,
    reviewedBy: request.reviewedBy,
    delivery: request.deliveredVia
      ? { via: request.deliveredVia, to: (mayOpen && sealed?.deliveredTo) || null }
      : null,
    language: request.language,
    ...(await refusalOf(actor, request, sealed)),
    outcome: request.outcome,
    liftedAt: instantOrNull(request.liftedAt),
    recipients,
    toldRecipients,
    parts: {
      laterSessionIds: matches.filter(({ isLater }) => isLater).map(({ sessionId }) => sessionId),
      reason: (mayOpen && sealed?.reasons?.later) || null,
      deliveredAt: instantOrNull(request.partDeliveredAt),
    },
    relationEndedOn: dayOrNull(request.relationEndedOn),
    unsaid: request.status === "open" ? missingParts(letterRecord(settings), request.jurisdiction) : [],
    steps: withRecipients(stepsOf(progressOf(request, proposed, settings)), recipients, toldRecipients),
    matches,
    package: request.package ? toPackageDto(request.package) : null,
  };
}

/** The reasons that members gave, for those who may see them. */
function reasonsOf(held: SealedRequest | null): RequestDto["reasons"] {
  const { reasons = {} } = held ?? {};
  return {
    extension: reasons.extension || null,
    pause: reasons.pause || null,
    pauseScope: reasons.pauseScope || null,
    pauseFee: reasons.pauseFee || null,
    closing: reasons.closing || null,
    telling: reasons.telling || null,
    restriction: reasons.restriction || null,
    lifting: reasons.lifting || null,
    conclusion: reasons.conclusion || null,
    authority: reasons.authority || null,
    reopening: reasons.reopening || null,
  };
}

/** Returns the refusal that is proposed or in force, and the fee that was asked for in its place. */
async function refusalOf(
  actor: Actor,
  request: OwnRequest,
  sealed: SealedRequest | null,
): Promise<Pick<RequestDto, "refusal" | "fee">> {
  const { refusalGround: ground, refusalBy, refusalAt, refusalConfirmer, feeAskedAt } = request;
  const held = can(actor, "requests:work") ? sealed : null;
  const { ground: feeGround, facts = {}, amount = "", reason = "" } = held?.fee ?? {};
  const asked = feeGrounds.find((each) => each === feeGround);
  const fee = feeAskedAt && asked ? { ground: asked, facts, amount, reason } : null;
  const names = await memberNames(actor);
  const nameOf = (id: string) => names.get(id) ?? id;
  return {
    fee: fee && feeAskedAt ? { ...fee, askedAt: instant(feeAskedAt) } : null,
    refusal:
      ground && refusalBy && refusalAt
        ? {
            ground,
            facts: held?.refusal?.facts ?? null,
            reason: held?.refusal?.reason ?? null,
            proposedBy: refusalBy,
            proposedByName: nameOf(refusalBy),
            proposedAt: instant(refusalAt),
            confirmedBy: refusalConfirmer && nameOf(refusalConfirmer),
            hasSecondPerson: await hasOtherWorker(actor, refusalBy),
          }
        : null,
  };
}

/** Whether a member other than this one answers requests. */
async function hasOtherWorker(actor: Actor, memberId: string): Promise<boolean> {
  const { organizationPk } = actor.scope;
  const others = await db.member.findMany({
    where: { organizationPk, removedAt: null, id: { not: memberId } },
    select: { roles: true },
  });
  return others.some(({ roles }) => permissionsOfRoles(roles).has("requests:work"));
}

/** Who asks on behalf of the requester, and who saw the proof of that. */
function agentOf(request: OwnRequest, sealed: SealedRequest | null): RequestDto["agent"] {
  const { agentRole: role, agentProvenBy: provenBy, agentProofSeenOn } = request;
  if (!role || !sealed?.agent) return null;
  return { ...sealed.agent, role, provenBy, proofSeenOn: dayOrNull(agentProofSeenOn) };
}

/** Returns what the answer to an access request withholds of open reviews; null when there are none. */
async function openReviewsOf(request: OwnRequest): Promise<RequestDto["openReviews"]> {
  if (!wantsAccess(request.kind)) return null;
  const sessionIds = [...(await openReviews(request))];
  if (sessionIds.length === 0) return null;
  const withheld = openReviewWords(request.jurisdiction);
  return { sessionIds, isTold: request.tellsOpenReviews, withheld };
}

const isDecidedAgain = (act: string | null) =>
  act === "reviewing" || act === "confirmed" || act === "changed";

async function matchesOf(actor: Actor, request: OwnRequest): Promise<MatchDto[]> {
  const [rows, cipher, names, settings] = await Promise.all([
    db.requestMatch.findMany({
      where: belowRequest(request),
      include: {
        session: {
          include: {
            identity: { select: { id: true } },
            result: true,
            reviewCase: { select: { id: true } },
          },
        },
      },
      orderBy: [{ session: { identityPk: "asc" } }, { session: { createdAt: "asc" } }],
    }),
    cipherOf(actor, "request", request),
    memberNames(actor),
    viewSettings(actor),
  ]);
  const mayOpen = can(actor, "requests:work");
  const named = mayOpen && can(actor, "pii:mask") ? rows.map(({ session }) => session) : [];
  const opened = await openListed(actor, named, settings);
  const nameOf = ({ id, result }: (typeof named)[number]) => {
    const shown = opened(id).shown.pastDamage(() => undefined);
    const held = shown.open("result", id, result?.sealed ?? null)?.extractedData;
    const name = [held?.first_name, held?.last_name].filter(Boolean).join(" ");
    return name ? maskName(name) : null;
  };
  const masked = new Map(named.map((session) => [session.pk, nameOf(session)]));
  const own = cipher.pastDamage(() => undefined);
  return rows.map(({ session, ...match }) => ({
    sessionId: session.id,
    reasons: match.reasons,
    state: match.state,
    decidedBy: match.decidedBy ? (names.get(match.decidedBy) ?? match.decidedBy) : null,
    reason: mayOpen
      ? (own.open("requestMatch", `${request.id}/${session.id}`, match.sealed)?.reason ?? null)
      : null,
    createdAt: instant(session.createdAt),
    status: session.status,
    outcome: session.resultStatus,
    isRedacted: session.retentionStatus === "redacted",
    documentType: session.documentType,
    identityId: session.identity?.id ?? null,
    name: masked.get(session.pk) ?? null,
    act: match.act,
    isLater: match.isLater,
    caseId: isDecidedAgain(match.act) ? (session.reviewCase?.id ?? null) : null,
    outcomeBefore: match.outcomeBefore,
    actedAt: instantOrNull(match.actedAt),
  }));
}

/** Finds other open requests that share an attribute of the requester. */
async function duplicatesOf(
  actor: Actor,
  request: OwnRequest,
  requester: SealedRequest["requester"],
): Promise<{ id: string; kind: string }[]> {
  const digests = await soughtLike(actor.scope.organizationId, findableRequester(requester));
  if (digests.length === 0) return [];
  return db.$queryRaw<{ id: string; kind: string }[]>`
    SELECT DISTINCT other.id, other.kind::text AS kind FROM ${soughtSql(digests)}
    JOIN request_indexes b ON ${isMetSql}
    JOIN requests other ON ${sameScope("other", "b")} AND other.pk = b.request_pk AND other.status = 'open'
    WHERE ${scopeSql(inScope(actor), "b")}
      AND b.request_pk <> ${request.pk} ORDER BY other.id LIMIT 20`;
}
