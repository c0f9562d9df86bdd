import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isSensitiveDataExpired } from "@/lib/privacy/policy";
import { openRow } from "@/lib/privacy/seal";
import { pickFields } from "@/lib/privacy/view";
import { dataKeyOf, ownSessionOf } from "@/lib/sessions/own";
import type { ExtractedDataDto, RevealInput } from "@/lib/sessions/schema";
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
