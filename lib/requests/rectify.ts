import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { inflect } from "@/lib/contract/inflection";
import { correctHeld } from "@/lib/corrections/write";
import { recordEvent } from "@/lib/events/record";
import { pastInstant } from "@/lib/format/instant";
import { jurisdictions } from "@/lib/law/jurisdictions";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest, scopeOf } from "@/lib/platform/scope";
import { cipherOf, requireSession, type SessionFacts } from "@/lib/records/open";
import { progressOf } from "@/lib/requests/dto";
import {
  lockRequest,
  type OwnRequest,
  ownRequestOf,
  resealedRequest,
  writableRequestCipher,
} from "@/lib/requests/load";
import { whyNot } from "@/lib/requests/policy";
import { nameRecipients } from "@/lib/requests/recipients";
import type { LiftInput, RectifyInput, RequestDto } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";
import { changeRequest, type OnRequest } from "@/lib/requests/write";
import { joinIdentities } from "@/lib/sessions/identities";
import { currentSettings, type Settings } from "@/lib/settings/load";

/** Accepted sessions that are not redacted and have no action for the request yet. */
const waiting = (request: OwnRequest) => ({
  ...belowRequest(request),
  state: "accepted" as const,
  act: null,
  session: { retentionStatus: { not: "redacted" as const } },
});

/** Counts the accepted sessions that still wait for their restriction or correction. */
export const pendingActs = (tx: Transaction, request: OwnRequest): Promise<number> =>
  tx.requestMatch.count({ where: waiting(request) });

/** An objection restricts until it is decided whether the grounds of the controller override. */
const articleOf = ({ jurisdiction, kind }: OwnRequest) =>
  `${jurisdictions[jurisdiction].law} ${kind === "objection" ? "Art. 18(1)(d)" : "Art. 18"}`;

/**
 * Restricts every accepted session (GDPR Art. 18) in one transaction. Until the restriction is lifted, the data is
 * stored, nobody can change it, and only compliance can find and open it, with a reason.
 */
export const restrictForRequest = (
  actor: Actor,
  input: OnRequest & { reason: string },
): Promise<RequestDto> =>
  changeRequest(actor, input, "restricted", async (request, tx, now) => {
    const matches = await tx.requestMatch.findMany({
      where: waiting(request),
      select: { pk: true, session: { select: { pk: true, id: true } } },
    });
    const sessionPks = matches.map(({ session }) => session.pk);
    // A session that a law already restricts keeps its day.
    await tx.session.updateMany({
      where: { ...inScope(actor), pk: { in: sessionPks }, restrictedAt: null },
      data: { restrictedAt: now },
    });
    await tx.requestMatch.updateMany({
      where: { ...inScope(actor), pk: { in: matches.map(({ pk }) => pk) } },
      data: { act: "restricted", actedAt: now },
    });
    await nameRecipients(tx, actor, { ...request, actedAt: now });
    for (const { session } of matches)
      await recordEvent(tx, actor, {
        type: "session.restricted",
        metadata: { until: null, rule: `at the request of the person (${articleOf(request)})` },
        resource: { type: "session", id: session.id },
      });
    return {
      changes: { actedAt: now },
      reasons: { restriction: input.reason },
      event: { type: "request.restricted", metadata: { sessions: matches.length } },
    };
  });

/** Sessions that only this request restricts: no law and no other request does. */
const free = ({ pk, ...row }: OwnRequest) => ({
  ...scopeOf(row),
  restrictedUntilOn: null,
  matches: {
    some: { requestPk: pk, act: "restricted" as const, liftedAt: null },
    none: {
      requestPk: { not: pk },
      state: "accepted" as const,
      OR: [{ act: "restricted" as const, liftedAt: null }, { request: { erasedAt: { not: null } } }],
    },
  },
});

/** Returns why the restriction of an objection cannot be lifted: its conclusion says when, and an erasure ends it. */
export function whyNotLift(request: OwnRequest, settings: Settings): string | null {
  const { kind, status, outcome } = request;
  if (kind !== "objection") return null;
  if (status === "open") return whyNot("lifted", progressOf(request, 0, settings));
  return status === "completed" && outcome === "upheld" ? "The objection was upheld." : null;
}

/**
 * Lifts the restriction of a request, even a closed one, after the requester has been informed (GDPR Art. 18(3)).
 * Sessions that a law or another request restricts stay restricted.
 * @throws AppError conflict when nothing is restricted; validation_error when `toldAt` is in the future
 */
export async function liftForRequest(actor: Actor, input: OnRequest & LiftInput): Promise<RequestDto> {
  authorize(actor, "requests:work");
  const settings = await currentSettings(actor);
  await db.$transaction(async (tx) => {
    const now = new Date();
    const request = await lockRequest(tx, actor, input.requestId, input.version);
    const toldAt = pastInstant(new Date(input.toldAt), now);
    if (!toldAt)
      throw new AppError("validation_error", "Inform the requester before you lift the restriction.", {
        fields: [{ field: "told_at", message: "is in the future" }],
      });
    const refusal = whyNotLift(request, settings);
    if (refusal) throw new AppError("conflict", refusal);
    const own = { ...belowRequest(request), act: "restricted" as const, liftedAt: null };
    if ((await tx.requestMatch.count({ where: own })) === 0)
      throw new AppError("conflict", "No session is restricted for this request.");
    const freed = await tx.session.findMany({ where: free(request), select: { pk: true, id: true } });
    const pks = freed.map(({ pk }) => pk);
    await tx.session.updateMany({
      where: { ...inScope(actor), pk: { in: pks } },
      data: { restrictedAt: null },
    });
    // An identity that was created meanwhile left them out.
    await joinIdentities(tx, inScope(actor), pks);
    await tx.requestMatch.updateMany({ where: own, data: { liftedAt: now } });
    for (const { id } of freed)
      await recordEvent(tx, actor, {
        type: "session.restriction-lifted",
        metadata: { requestId: request.id },
        resource: { type: "session", id },
      });
    const sealed = await resealedRequest(actor, request, { reasons: { lifting: input.reason } });
    await tx.request.update({
      where: { scoped: { ...inScope(actor), pk: request.pk } },
      data: { liftedAt: now, sealed, updatedAt: now, version: { increment: 1 } },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "request.restriction-lifted",
      metadata: { sessions: freed.length, toldAt: toldAt.toISOString() },
      resource: { type: "request", id: request.id },
    });
  });
  return showRequest(actor, await ownRequestOf(actor, input.requestId));
}

/**
 * Corrects the extracted data of one accepted session, with or without a case, and keeps the original (GDPR Art. 16);
 * or records why the session stays unchanged, which is a partial refusal. The step is done once every accepted
 * session has one or the other.
 * @throws AppError validation_error without evidence for a correction, or when nothing would change; not_found for a
 * session that was not accepted; conflict when it has no result, or was already handled
 */
export const rectifyForRequest = (actor: Actor, input: OnRequest & RectifyInput): Promise<RequestDto> =>
  changeRequest(actor, input, "corrected", async (request, tx, now) => {
    const match = await tx.requestMatch.findFirst({
      where: { ...belowRequest(request), state: "accepted", session: { id: input.sessionId } },
    });
    if (!match) throw new AppError("not_found", "This session was not accepted for this request.");
    if (match.act)
      throw new AppError("conflict", "This session has already been corrected or kept unchanged.");
    const fields = input.extractedData ? await correct(actor, tx, input, now) : null;
    const cipher = await writableRequestCipher(actor, request);
    const about = `${request.id}/${input.sessionId}`;
    const { reason, evidence } = input;
    await tx.requestMatch.update({
      where: { scoped: { ...inScope(actor), pk: match.pk } },
      data: {
        act: fields ? "corrected" : "unchanged",
        actedAt: now,
        sealed: cipher.seal("requestMatch", about, {
          reason,
          ...(evidence && { evidence }),
          ...(fields && { fields }),
        }),
      },
      select: { pk: true },
    });
    await nameRecipients(tx, actor, { ...request, actedAt: now });
    const isLast = (await pendingActs(tx, request)) === 0;
    return {
      changes: isLast ? { actedAt: now } : {},
      event: fields
        ? { type: "request.session-corrected", metadata: { sessionId: input.sessionId, fields } }
        : { type: "request.session-unchanged", metadata: { sessionId: input.sessionId } },
    };
  });

/** @returns the names of the changed fields */
async function correct(actor: Actor, tx: Transaction, input: RectifyInput, now: Date): Promise<string[]> {
  if (!input.evidence)
    throw new AppError("validation_error", "Enter the evidence for the correction.", {
      fields: [{ field: "evidence", message: "must be given" }],
    });
  const session = await requireSession(actor, input.sessionId, "answer");
  const { cipher, result, held } = await heldBy(actor, tx, session);
  const given = inflect(input.extractedData, "snake") as Record<string, unknown>;
  const { changed } = await correctHeld(tx, actor, session, { cipher, result, held, given, now });
  if (changed.length === 0)
    throw new AppError("validation_error", "The session already contains these values.", {
      fields: [{ field: "extracted_data", message: "changes nothing" }],
    });
  return changed;
}

async function heldBy(actor: Actor, tx: Transaction, session: SessionFacts) {
  const cipher = await cipherOf(actor, "session", session);
  const result = await tx.result.findUnique({
    where: { ofSession: { ...inScope(actor), sessionPk: session.pk } },
  });
  const held = cipher.open("result", session.id, result?.sealed ?? null);
  if (cipher.isDestroyed || !result || !held)
    throw new AppError(
      "conflict",
      "This session contains no extracted data. Keep it unchanged and give a reason.",
    );
  return { cipher, result, held };
}
