import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize } from "@/lib/auth/actor";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isSensitiveDataExpired } from "@/lib/privacy/policy";
import { openRow } from "@/lib/privacy/seal";
import { pickFields } from "@/lib/privacy/view";
import { dataKeyOf, findOwnSession, openMinutes, ownSessionOf } from "@/lib/sessions/own";
import type { ExtractedDataDto, OpeningDto, OpeningInput, RevealInput } from "@/lib/sessions/schema";
import { currentSettings } from "@/lib/settings/current";

/**
 * Shows a person the values behind the mask. The event is written with the answer: no reveal without a record.
 * @throws AppError not_found when there is no result or its sensitive window has closed
 */
export async function revealPii(
  actor: Actor,
  input: RevealInput & { sessionId: string },
): Promise<{ sessionId: string; extractedData: ExtractedDataDto }> {
  authorize(actor, "pii:reveal");
  const session = await ownSessionOf(actor, input.sessionId);
  const settings = await currentSettings(actor);
  if (isSensitiveDataExpired(session, settings, new Date())) {
    throw new AppError("not_found", "The personal data of this session is no longer available.");
  }
  const row = await db.result.findUnique({ where: { sessionPk: session.pk } });
  const sealed = row && openRow(await dataKeyOf(actor, session), "result", session.id, row.sealed);
  if (!sealed || row.sensitiveDataExpired)
    throw new AppError("not_found", "There is no extracted data to show.");
  await recordEvent(db, actor, {
    type: "pii.revealed",
    metadata: { fields: input.fields },
    resource: { type: "session", id: session.id },
  });
  return { sessionId: session.id, extractedData: pickFields(sealed.extractedData, input.fields) };
}

/**
 * Opens a restricted session to the person who says why, for half an hour. The reason is in the log.
 * @throws AppError not_found; conflict when it is not restricted
 */
export async function openRestricted(
  actor: Actor,
  input: OpeningInput & { sessionId: string },
): Promise<OpeningDto> {
  authorize(actor, "requests:work");
  const { id, restrictedAt } = await findOwnSession(actor, input.sessionId);
  if (!restrictedAt) throw new AppError("conflict", "This session is not restricted; it is open.");
  await recordEvent(db, actor, {
    type: "session.restricted-opened",
    metadata: { reason: input.reason },
    resource: { type: "session", id },
  });
  return { sessionId: id, openUntil: instant(new Date(Date.now() + openMinutes * 60_000)) };
}
