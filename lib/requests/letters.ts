import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { dayIn, todayIn } from "@/lib/format/day";
import { profileNamed } from "@/lib/law/profiles";
import { requesterName } from "@/lib/letters/addressee";
import { type InterimFacts, interimLetterOf, whyNoLetter } from "@/lib/letters/interim";
import type { LetterInput } from "@/lib/letters/kinds";
import { renderPaper } from "@/lib/letters/pdf";
import { letterheadOf } from "@/lib/organization/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { cipherOf } from "@/lib/records/open";
import { clockOfRequest, type OwnRequest, ownRequestOf } from "@/lib/requests/load";
import { currentSettings, letterRecord, refuseUnsaid, type Settings } from "@/lib/settings/load";

/**
 * Returns a letter of an open request as PDF: that it has arrived, what is asked to verify the requester, or that the
 * answer takes longer.
 * @throws AppError conflict when the letter would say what is not so, the request is closed, or the postal address is
 * not filled in
 */
export async function downloadLetter(
  actor: Actor,
  input: LetterInput & { requestId: string },
): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "requests:work");
  const { letter, language } = input;
  const request = await ownRequestOf(actor, input.requestId);
  if (request.status !== "open") throw new AppError("conflict", "This request is closed.");
  const settings = await currentSettings(actor);
  refuseUnsaid(letterRecord(settings), request.jurisdiction, ["controller"]);
  const facts = await factsOf(actor, request, settings);
  const refusal = whyNoLetter(letter, facts);
  if (refusal) throw new AppError("conflict", refusal);
  const head = await letterheadOf(actor.scope.organizationPk, settings.organization);
  const bytes = await renderPaper({ ...interimLetterOf(letter, language, facts), head });
  await recordEvent(db, actor, {
    type: "request.letter-downloaded",
    metadata: { letter, language },
    resource: { type: "request", id: request.id },
  });
  return { name: `${request.id}-${letter.replaceAll("_", "-")}.pdf`, bytes };
}

async function factsOf(actor: Actor, request: OwnRequest, settings: Settings): Promise<InterimFacts> {
  const cipher = await cipherOf(actor, "request", request);
  const { requester, reasons = {} } = cipher.open("request", request.id, request.sealed) ?? { requester: {} };
  const clock = clockOfRequest(request, settings, new Date());
  const waitsForIdentity = clock.pausedFor.includes("identity");
  return {
    requestId: request.id,
    kind: request.kind,
    jurisdiction: request.jurisdiction,
    lawVersion: request.lawVersion,
    requester: requesterName(requester),
    receivedOn: dayIn(request.timeZone, request.receivedAt),
    today: todayIn(request.timeZone),
    dueOn: clock.isPaused ? null : clock.dueOn,
    isLate: clock.daysLeft < 0,
    isVerified: request.verifiedAt !== null,
    identity: (waitsForIdentity && profileNamed(request.lawVersion).pauses.identity) || null,
    reasons: { identity: reasons.pause ?? "", extension: reasons.extension ?? "" },
    isExtended: request.extendedAt !== null,
    record: letterRecord(settings),
  };
}
