import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { pickFields } from "@/lib/contract/result";
import { piiFields } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession } from "@/lib/platform/scope";
import { openSession, requireSession } from "@/lib/records/open";
import { openingOf, openMinutes } from "@/lib/records/opening";
import type { OpeningDto, OpeningInput, RevealedDto, RevealInput } from "@/lib/sessions/schema";

/**
 * Reveals masked values to a person. The event is written before the answer, so no reveal is unrecorded.
 * @throws AppError not_found when there is nothing to show or its sensitive window has closed
 */
export async function revealPii(
  actor: Actor,
  input: RevealInput & { sessionId: string },
): Promise<RevealedDto> {
  authorize(actor, "pii:reveal");
  const session = await openSession(actor, input.sessionId, "read");
  if (session.isExpired) {
    throw new AppError("not_found", "The personal data of this session is no longer available.");
  }
  const [row, result] = await Promise.all([
    db.session.findUniqueOrThrow({
      where: { scoped: { ...inScope(actor), pk: session.pk } },
      select: { sealed: true },
    }),
    db.result.findUnique({ where: { ofSession: { ...inScope(actor), sessionPk: session.pk } } }),
  ]);
  const fields = piiFields.filter((field) => input.fields.includes(field));
  const opened = session.shown.open("session", session.id, row.sealed);
  const extracted = result && session.shown.open("result", session.id, result.sealed);
  if (fields.length > 0 && (!extracted || result.sensitiveDataExpired))
    throw new AppError("not_found", "This session has no extracted data.");
  await recordEvent(db, actor, {
    type: "pii.revealed",
    metadata: { fields: input.fields },
    resource: { type: "session", id: session.id },
  });
  return {
    sessionId: session.id,
    extractedData: extracted ? pickFields(extracted.extractedData, fields) : {},
    ...(input.fields.includes("consent_ip") && { consentIp: opened?.consentIp ?? null }),
    ...(input.fields.includes("metadata") && { metadata: opened?.metadata ?? {} }),
  };
}

/**
 * Opens a restricted session for half an hour to the person who gives a reason. The log records the reason.
 * @throws AppError not_found; conflict when it is not restricted
 */
export async function openRestricted(
  actor: Actor,
  input: OpeningInput & { sessionId: string },
): Promise<OpeningDto> {
  authorize(actor, "sessions:read-restricted");
  const session = await requireSession(actor, input.sessionId, "answer");
  if (!session.isRestricted)
    throw new AppError("conflict", "This session is not restricted. Open it without a reason.");
  const expiresAt = new Date(Date.now() + openMinutes * 60_000);
  const opening = { ...belowSession(session), memberId: actor.id, expiresAt };
  await db.$transaction(async (tx) => {
    await tx.sessionOpening.upsert({
      where: openingOf(session, actor.id),
      create: opening,
      update: { expiresAt },
    });
    await recordEvent(tx, actor, {
      type: "session.restricted-opened",
      metadata: { reason: input.reason },
      resource: { type: "session", id: session.id },
    });
  });
  return { sessionId: session.id, openUntil: instant(expiresAt) };
}
