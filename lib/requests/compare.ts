import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { exactNumberText } from "@/lib/format/exact-json";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest, belowSession } from "@/lib/platform/scope";
import { openSession } from "@/lib/records/open";
import { ownRequestOf } from "@/lib/requests/load";
import type { ComparedDto, CompareInput } from "@/lib/requests/schema";

/** A value without case, spaces and punctuation, in which people write the same number differently. */
const plain = (value: string) =>
  value
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\-./,]+/g, "");

const textOf = (value: unknown): string | null =>
  typeof value === "string" ? (exactNumberText(value) ?? value) : null;

/**
 * Tells whether a value that the requester gives is the stored one of an accepted session, without telling the stored
 * one: an answer under the CCPA may not contain sensitive values (11 CCR § 7024(d)), and the requester can still confirm
 * them. Each comparison is recorded, without the value.
 * @throws AppError conflict before the requester is verified, or when the request is closed; not_found for a session that
 * was not accepted
 */
export async function compareValue(
  actor: Actor,
  input: CompareInput & { requestId: string },
): Promise<ComparedDto> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  if (request.status !== "open") throw new AppError("conflict", "This request is closed.");
  if (!request.verifiedAt) throw new AppError("conflict", "Verify the requester first.");
  const { sessionId, field } = input;
  const match = await db.requestMatch.findFirst({
    where: { ...belowRequest(request), state: "accepted", session: { id: sessionId } },
    select: { pk: true },
  });
  if (!match) throw new AppError("not_found", "This session was not accepted for this request.");
  const session = await openSession(actor, sessionId, "answer");
  const result = await db.result.findFirst({ where: belowSession(session), select: { sealed: true } });
  const held = session.cipher.open("result", sessionId, result?.sealed ?? null)?.extractedData;
  const stored = textOf(held?.[field]);
  const isSame = stored !== null && plain(stored) === plain(input.value);
  await recordEvent(db, actor, {
    type: "request.value-compared",
    metadata: { sessionId, field, isSame },
    resource: { type: "request", id: request.id },
  });
  return { isSame };
}
