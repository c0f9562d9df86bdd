import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { beginCapture, putDocument, readUpload, type UploadForm } from "@/lib/captures/documents";
import { lockCapture } from "@/lib/captures/load";
import { consentVersion, takesDocuments, tokenMinutes } from "@/lib/captures/policy";
import type { CompleteInput } from "@/lib/captures/schema";
import { submitCapture } from "@/lib/captures/submit";
import { recordEvent } from "@/lib/events/record";
import type { Language } from "@/lib/language/languages";
import { digest } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { blindIndexesOf } from "@/lib/vault/blind-index";

/** An applicant, let in by a capture link or by the cookie of the browser that opened it. */
export type CaptureActor = Actor & { readonly target: { sessionId: string; linkId: string } };

const ended = () => new AppError("bad_request", "This link no longer works. Ask for a new one.");

/**
 * Records the consent of an applicant and uses their link up: from then on only this browser's grant continues. The
 * token is single-use, so that a link that somebody else finds later opens nothing. The applicant has the contract's 20
 * minutes from here, or what is left of a longer link.
 * @param given.grant what this browser will continue with; the same one again repeats the answer
 * @param given.ipAddress of the applicant, stored encrypted with the session
 * @returns when the grant ends
 * @throws AppError bad_request when the link works no more, also when it was opened at the same moment elsewhere
 */
export async function consent(
  actor: CaptureActor,
  given: { language: Language; grant: string; ipAddress: string | undefined },
): Promise<Date> {
  authorize(actor, "captures:fill");
  const now = new Date();
  const grantDigest = Uint8Array.from(digest(given.grant));
  return db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, actor.target.sessionId);
    const named = { ...belowSession(capture), id: actor.target.linkId };
    const where = { ...named, status: "active" as const };
    const again = await tx.oneTimeLink.findFirst({
      where: { ...named, grantDigest, expiresAt: { gt: now } },
      select: { expiresAt: true },
    });
    if (again && takesDocuments(capture.state)) return again.expiresAt;
    const link = await tx.oneTimeLink.findFirst({ where, select: { expiresAt: true } });
    if (!link || link.expiresAt <= now || !takesDocuments(capture.state)) throw ended();
    const expiresAt = new Date(Math.max(link.expiresAt.getTime(), now.getTime() + tokenMinutes * 60_000));
    await tx.oneTimeLink.updateMany({
      where,
      data: { status: "consumed", expiresAt, grantDigest },
    });
    await tx.session.update({
      where: keyOf(capture),
      data: { tokenExpiresAt: expiresAt },
      select: { pk: true },
    });
    const extra = {
      ...capture.held.extra,
      consented_at: now.toISOString(),
      consent_version: consentVersion,
      consent_language: given.language,
    };
    const { captureUrl: _, ...held } = capture.held;
    await recordEvent(tx, actor, {
      type: "session.consented",
      metadata: { linkId: actor.target.linkId, version: consentVersion, language: given.language },
      resource: { type: "session", id: capture.id },
    });
    await beginCapture(tx, actor, capture, { ...held, consentIp: given.ipAddress, extra });
    return expiresAt;
  });
}

/**
 * Stores a picture of the applicant.
 * @throws AppError as `uploadDocument`
 */
export async function addPicture(actor: CaptureActor, form: UploadForm) {
  authorize(actor, "captures:fill");
  return putDocument(actor, actor.target.sessionId, readUpload(form), "capture");
}

/**
 * Takes what the applicant states, and submits. Repeating it after the submission changes nothing.
 * @throws AppError bad_request when the session waits for nobody any more; validation_error naming missing pictures
 */
export async function completeCapture(
  actor: CaptureActor,
  input: CompleteInput,
): Promise<{ status: "received" }> {
  authorize(actor, "captures:fill");
  const { sessionId } = actor.target;
  if (await db.$transaction((tx) => state(tx, actor, input))) await submitCapture(actor, sessionId);
  return { status: "received" };
}

/**
 * Stores what was stated in place of what was pre-filled; what it replaced is kept beside it for the reviewer.
 * @returns whether the session is to be submitted; false when it was
 */
async function state(tx: Transaction, actor: CaptureActor, input: CompleteInput): Promise<boolean> {
  const capture = await lockCapture(tx, actor, actor.target.sessionId);
  if (capture.state === "expired" || capture.state === "failed") throw ended();
  if (!takesDocuments(capture.state)) return false;
  const stated = {
    document_type: input.documentType,
    first_name: input.firstName,
    last_name: input.lastName,
    date_of_birth: input.dateOfBirth,
    ...(input.documentNumber && { document_number: input.documentNumber }),
    ...(input.documentExpirationDate && { document_expiration_date: input.documentExpirationDate }),
  };
  const before = capture.held.fields ?? {};
  const replaced = Object.entries(stated).flatMap(([name, value]) =>
    before[name] !== undefined && before[name] !== value ? [[name, before[name]]] : [],
  );
  const earlier = capture.held.extra?.prefilled_fields as object | undefined;
  const extra = {
    ...capture.held.extra,
    ...(replaced.length > 0 && { prefilled_fields: { ...Object.fromEntries(replaced), ...earlier } }),
  };
  const fields = { ...before, ...stated };
  const held = { ...capture.held, fields, extra };
  await tx.session.update({
    where: keyOf(capture),
    data: {
      documentType: input.documentType,
      updatedAt: new Date(),
      sealed: capture.cipher.seal("session", capture.id, held),
    },
    select: { pk: true },
  });
  const { device, consentIp } = held;
  const indexes = await blindIndexesOf(actor.scope.organizationId, { fields, device, consentIp });
  const below = belowSession(capture);
  await tx.blindIndex.deleteMany({ where: below });
  await tx.blindIndex.createMany({ data: indexes.map((each) => ({ ...each, ...below })) });
  return true;
}
