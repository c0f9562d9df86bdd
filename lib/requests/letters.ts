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
  clockOfRequest,
  hasNoTerm,
  lockRequest,
  type OwnRequest,
  ownRequestOf,
  writableRequestCipher,
} from "@/lib/requests/load";
import { currentSettings, letterRecord, refuseUnsaid, type Settings } from "@/lib/settings/load";
import type { SealedRequest } from "@/lib/vault/sealed";
import { currentWording } from "@/lib/wordings/load";

/**
 * Makes a letter about a request as PDF: that it has arrived, what is asked to verify the requester, that the answer
 * takes longer, which fee is asked for, or why it is refused. It is kept with the request as it was made.
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

type MadeLetter = { requestId: string; letter: LetterKind; letterId: string };

/**
 * Returns a letter as it was made.
 * @throws AppError not_found
 */
export async function madeLetter(actor: Actor, input: MadeLetter): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const { letter, letterId: id } = input;
  const row = await db.requestLetter.findFirst({ where: { ...belowRequest(request), id, letter } });
  const cipher = await cipherOf(actor, "request", request);
  const pdf = row && cipher.open("requestLetter", row.id, row.sealed)?.pdf;
  if (!pdf) throw new AppError("not_found", "Letter not found.");
  return { name: letterName(request, letter), bytes: Buffer.from(pdf, "base64") };
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
    metadata: { letter: input.letter, letterId: input.letterId },
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
  { letter, language }: LetterInput,
): Promise<{ bytes: Buffer; wording: number }> {
  const settings = await currentSettings(actor);
  const isOfRights = letter === "refusal" || letter === "fee_question";
  const needed = isOfRights ? (["controller", "authority"] as const) : (["controller"] as const);
  refuseUnsaid(letterRecord(settings), request.jurisdiction, needed);
  const [facts, wording] = await Promise.all([
    letterFacts(actor, request, settings),
    currentWording(actor, { letter, law: request.jurisdiction, language }),
  ]);
  const refusal = whyNoLetter(letter, facts);
  if (refusal) throw new AppError("conflict", refusal);
  const head = await letterheadOf(actor.scope.organizationPk, settings.organization);
  const paper = interimLetterOf(letter, language, facts, wording.texts);
  return { bytes: await renderPaper({ ...paper, head }), wording: wording.version };
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
    refusal:
      status === "refused" && refusalGround && refusal
        ? { ground: refusalGround, reason: refusal.reason, provision, controller }
        : null,
    record: letterRecord(settings),
  };
}
