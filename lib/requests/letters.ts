import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { LetterKind } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import { dayIn, todayIn } from "@/lib/format/day";
import { instant } from "@/lib/format/instant";
import { profileNamed } from "@/lib/law/profiles";
import { letterAddressee } from "@/lib/letters/addressee";
import { type InterimFacts, interimLetterOf, whyNoLetter } from "@/lib/letters/interim";
import type { LetterInput, LetterList } from "@/lib/letters/kinds";
import { type NoticeFacts, nothingDone } from "@/lib/letters/notices";
import { renderPaper } from "@/lib/letters/pdf";
import { memberNames } from "@/lib/members/load";
import { letterheadOf } from "@/lib/organization/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { belowRequest } from "@/lib/platform/scope";
import { cipherOf } from "@/lib/records/open";
import { feeGrounds } from "@/lib/refusals/schema";
import {
  changedAt,
  clockOfRequest,
  hasNoTerm,
  lockRequest,
  type OwnRequest,
  ownRequestOf,
  recipientsOf,
  writableRequestCipher,
} from "@/lib/requests/load";
import { wantsCorrection, wantsErasure, wantsRestriction } from "@/lib/requests/policy";
import { whyNotLift } from "@/lib/requests/rectify";
import { currentSettings, letterRecord, refuseUnsaid, type Settings } from "@/lib/settings/load";
import type { SealedRequest } from "@/lib/vault/sealed";
import { currentWording } from "@/lib/wordings/load";

/**
 * Makes a letter about a request as PDF: that it has arrived, what is asked to verify the requester, that the answer
 * takes longer, which fee is asked for, why it is refused, what was corrected, that the processing is restricted or will no
 * longer be, and who received the data. It is kept with the request as it was made.
 * @throws AppError conflict when the letter would say what is not so, the settings that it needs are not filled in, or
 * the request was changed meanwhile
 */
export async function downloadLetter(
  actor: Actor,
  input: LetterInput & { requestId: string },
): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "requests:work");
  const { letter, language } = input;
  const request = await ownRequestOf(actor, input.requestId);
  const { bytes, wording } = await writtenLetter(actor, request, input);
  const id = newId("let");
  await db.$transaction(async (tx) => {
    // The letter tells of the request as it was read above.
    const locked = await lockRequest(tx, actor, request.id, request.version);
    const cipher = await writableRequestCipher(actor, locked);
    const sealed = cipher.seal("requestLetter", id, { pdf: bytes.toString("base64") });
    await tx.requestLetter.create({
      data: { ...belowRequest(locked), ...{ id, letter, language, wording, sealed }, madeBy: actor.id },
    });
    await recordEvent(tx, actor, {
      type: "request.letter-downloaded",
      metadata: { letter, language, letterId: id, wording },
      resource: { type: "request", id: request.id },
    });
  });
  return { name: letterName(request, letter), bytes };
}

/** Lists the letters of a request that were made, the newest first. */
export async function listLetters(actor: Actor, input: { requestId: string }): Promise<LetterList> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const [rows, names] = await Promise.all([
    db.requestLetter.findMany({ where: belowRequest(request), orderBy: { pk: "desc" } }),
    memberNames(actor),
  ]);
  return {
    data: rows.map(({ id, letter, language, wording, madeBy, madeAt, sealed }) => ({
      ...{ id, letter, language, wording },
      madeBy: names.get(madeBy) ?? madeBy,
      madeAt: instant(madeAt),
      isErased: sealed === null,
    })),
  };
}

type MadeLetter = { requestId: string; letterId: string };

/**
 * Returns a letter as it was made.
 * @throws AppError not_found
 */
export async function madeLetter(actor: Actor, input: MadeLetter): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const row = await db.requestLetter.findFirst({ where: { ...belowRequest(request), id: input.letterId } });
  const cipher = await cipherOf(actor, "request", request);
  const pdf = row && cipher.open("requestLetter", row.id, row.sealed)?.pdf;
  if (!pdf) throw new AppError("not_found", "Letter not found.");
  return { name: letterName(request, row.letter), bytes: Buffer.from(pdf, "base64") };
}

/** {@link madeLetter}, and records the download. */
export async function downloadMadeLetter(
  actor: Actor,
  input: MadeLetter,
): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "requests:work");
  const file = await madeLetter(actor, input);
  await recordEvent(db, actor, {
    type: "request.letter-downloaded",
    metadata: { letterId: input.letterId },
    resource: { type: "request", id: input.requestId },
  });
  return file;
}

/** The name of a letter's file. */
export const letterName = ({ id }: OwnRequest, letter: LetterKind): string =>
  `${id}-${letter.replaceAll("_", "-")}.pdf`;

/**
 * Writes a letter about a request as PDF, in the organization's newest wording.
 * @returns the PDF, and the version of the wording; 0 is ours
 * @throws AppError like {@link downloadLetter}
 */
export async function writtenLetter(
  actor: Actor,
  request: OwnRequest,
  { letter, language, question }: LetterInput,
): Promise<{ bytes: Buffer; wording: number }> {
  const settings = await currentSettings(actor);
  const isOfRights = ["refusal", "fee_question", "rectified", "lifting"].includes(letter);
  const needed = isOfRights ? (["controller", "authority"] as const) : (["controller"] as const);
  refuseUnsaid(letterRecord(settings), request.jurisdiction, needed);
  const [known, wording] = await Promise.all([
    letterFacts(actor, request, settings),
    currentWording(actor, { letter, law: request.jurisdiction, language }),
  ]);
  const facts = withQuestion(known, question);
  const refusal = whyNoLetter(letter, facts);
  if (refusal) throw new AppError("conflict", refusal);
  const head = await letterheadOf(actor.scope.organizationPk, settings.organization);
  const paper = interimLetterOf(letter, language, facts, wording.texts);
  return { bytes: await renderPaper({ ...paper, head }), wording: wording.version };
}

/**
 * Puts what a Californian is asked into the facts: there no clock waits for it, so nothing else says it.
 * @throws AppError validation_error under another law, whose question is the reason of the pause
 */
function withQuestion(facts: InterimFacts, question: string | undefined): InterimFacts {
  if (question === undefined) return facts;
  if (facts.jurisdiction !== "ccpa")
    throw new AppError("validation_error", "Under this law the question is the reason of the pause.", {
      fields: [{ field: "question", message: "is not possible under this law" }],
    });
  return { ...facts, reasons: { ...facts.reasons, identity: question } };
}

/** Collects what a letter about a request may say. */
export async function letterFacts(
  actor: Actor,
  request: OwnRequest,
  settings: Settings,
): Promise<InterimFacts> {
  const cipher = await cipherOf(actor, "request", request);
  const held: SealedRequest = cipher.open("request", request.id, request.sealed) ?? { requester: {} };
  const { reasons = {}, fee, refusal } = held;
  const { refusalGround, status } = request;
  const feeGround = feeGrounds.find((each) => each === fee?.ground);
  const { provision, controller } = refusal?.facts ?? {};
  const clock = clockOfRequest(request, settings, new Date());
  const waitsForIdentity = clock.pausedFor.includes("identity");
  return {
    requestId: request.id,
    kind: request.kind,
    jurisdiction: request.jurisdiction,
    lawVersion: request.lawVersion,
    requester: letterAddressee(held),
    receivedOn: dayIn(request.timeZone, request.receivedAt),
    today: todayIn(request.timeZone),
    dueOn: clock.isPaused ? null : clock.dueOn,
    isLate: clock.daysLeft < 0,
    hasNoTerm: hasNoTerm(request),
    isVerified: request.verifiedAt !== null,
    identity: (waitsForIdentity && profileNamed(request.lawVersion).pauses.identity) || null,
    reasons: { identity: reasons.pause ?? "", extension: reasons.extension ?? "" },
    isExtended: request.extendedAt !== null,
    isOpen: status === "open",
    fee: fee && feeGround ? { ground: feeGround, amount: fee.amount, reason: fee.reason } : null,
    notices: await noticesOf(actor, request, settings),
    refusal:
      status === "refused" && refusalGround && refusal
        ? { ground: refusalGround, reason: refusal.reason, provision, controller }
        : null,
    record: letterRecord(settings),
  };
}

/** Collects what was done for a request, as its letters may tell it. */
async function noticesOf(actor: Actor, request: OwnRequest, settings: Settings): Promise<NoticeFacts> {
  const { kind } = request;
  if (!wantsRestriction(kind) && !wantsCorrection(kind) && !wantsErasure(kind)) return nothingDone;
  const [cipher, acts] = await Promise.all([
    cipherOf(actor, "request", request),
    db.requestMatch.findMany({
      where: { ...belowRequest(request), state: "accepted", act: { not: null } },
      include: { session: { select: { id: true } } },
      orderBy: { pk: "asc" },
    }),
  ]);
  const restricted = acts.filter(({ act, liftedAt }) => act === "restricted" && !liftedAt);
  const since = restricted.map(({ actedAt }) => actedAt?.getTime() ?? Number.NaN);
  const isCorrected = wantsCorrection(kind) && request.actedAt !== null;
  return {
    corrections: (isCorrected ? acts : []).map(({ act, session, sealed }) => {
      const said = cipher.open("requestMatch", `${request.id}/${session.id}`, sealed);
      const fields = act === "corrected" ? (said?.fields ?? []) : null;
      return { sessionId: session.id, fields, reason: said?.reason ?? "" };
    }),
    restrictedOn: since.length > 0 ? dayIn(request.timeZone, new Date(Math.min(...since))) : null,
    whyNotLift: whyNotLift(request, settings),
    recipients: (await changedAt(db, request)) ? (await recipientsOf(request)).all : null,
  };
}
