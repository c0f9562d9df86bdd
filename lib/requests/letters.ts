import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { LetterKind } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import { dayIn, todayIn } from "@/lib/format/day";
import { profileNamed } from "@/lib/law/profiles";
import { letterAddressee } from "@/lib/letters/addressee";
import { type InterimFacts, interimLetterOf, whyNoLetter } from "@/lib/letters/interim";
import type { LetterInput } from "@/lib/letters/kinds";
import { renderPaper } from "@/lib/letters/pdf";
import { letterheadOf } from "@/lib/organization/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { cipherOf } from "@/lib/records/open";
import { feeGrounds } from "@/lib/refusals/schema";
import { clockOfRequest, hasNoTerm, type OwnRequest, ownRequestOf } from "@/lib/requests/load";
import { currentSettings, letterRecord, refuseUnsaid, type Settings } from "@/lib/settings/load";
import type { SealedRequest } from "@/lib/vault/sealed";

/**
 * Returns a letter about a request as PDF: that it has arrived, what is asked to verify the requester, that the answer
 * takes longer, which fee is asked for, or why it is refused.
 * @throws AppError conflict when the letter would say what is not so, or the settings that it needs are not filled in
 */
export async function downloadLetter(
  actor: Actor,
  input: LetterInput & { requestId: string },
): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "requests:work");
  const { letter, language } = input;
  const request = await ownRequestOf(actor, input.requestId);
  const bytes = await writtenLetter(actor, request, input);
  await recordEvent(db, actor, {
    type: "request.letter-downloaded",
    metadata: { letter, language },
    resource: { type: "request", id: request.id },
  });
  return { name: letterName(request, letter), bytes };
}

/** The name of a letter's file. */
export const letterName = ({ id }: OwnRequest, letter: LetterKind): string =>
  `${id}-${letter.replaceAll("_", "-")}.pdf`;

/**
 * Writes a letter about a request as PDF.
 * @throws AppError like {@link downloadLetter}
 */
export async function writtenLetter(
  actor: Actor,
  request: OwnRequest,
  { letter, language }: LetterInput,
): Promise<Buffer> {
  const settings = await currentSettings(actor);
  const isOfRights = letter === "refusal" || letter === "fee_question";
  const needed = isOfRights ? (["controller", "authority"] as const) : (["controller"] as const);
  refuseUnsaid(letterRecord(settings), request.jurisdiction, needed);
  const facts = await letterFacts(actor, request, settings);
  const refusal = whyNoLetter(letter, facts);
  if (refusal) throw new AppError("conflict", refusal);
  const head = await letterheadOf(actor.scope.organizationPk, settings.organization);
  return renderPaper({ ...interimLetterOf(letter, language, facts), head });
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
