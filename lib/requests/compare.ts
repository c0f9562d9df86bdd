import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { PiiField } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import { addressForms, lineOf } from "@/lib/folding/addresses";
import { type DateKind, datesIn } from "@/lib/folding/dates";
import { meet } from "@/lib/folding/forms";
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
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");

const dateKinds: Partial<Record<PiiField, DateKind>> = {
  date_of_birth: "birth",
  document_expiration_date: "expiry",
};

/** Whether two values are the same: dates by the day that they name, addresses by their words. */
function isSameValue(field: PiiField, stored: string, given: string): boolean {
  if (plain(stored) === plain(given)) return true;
  const kind = dateKinds[field];
  if (kind) {
    const days = datesIn(stored, kind, new Date());
    return datesIn(given, kind, new Date()).some((day) => days.includes(day));
  }
  return field === "address" && meet(addressForms(stored), addressForms(given));
}

/**
 * Tells whether a value that the requester gives is the stored one of an accepted session, without telling the stored
 * one: an answer under the CCPA may not contain sensitive values (11 CCR § 7024(d)), and the requester can still confirm
 * them (11 CCR § 7023(j)). Each comparison is recorded, without the value.
 * @throws AppError conflict before the requester is verified, when the request is closed, or when the session stores no
 * such value; not_found for a session that was not accepted; validation_error for a value without a letter or a digit
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
  if (!plain(input.value))
    throw new AppError("validation_error", "Enter a value with a letter or a digit.", {
      fields: [{ field: "value", message: "has no letter and no digit" }],
    });
  const match = await db.requestMatch.findFirst({
    where: { ...belowRequest(request), state: "accepted", session: { id: sessionId } },
    select: { pk: true },
  });
  if (!match) throw new AppError("not_found", "This session was not accepted for this request.");
  const session = await openSession(actor, sessionId, "answer");
  const result = await db.result.findFirst({ where: belowSession(session), select: { sealed: true } });
  const held = session.cipher.open("result", sessionId, result?.sealed ?? null)?.extractedData;
  const stored = lineOf(held?.[field]);
  if (!stored || !plain(stored)) throw new AppError("conflict", "This session stores no such value.");
  const isSame = isSameValue(field, stored, input.value);
  await recordEvent(db, actor, {
    type: "request.value-compared",
    metadata: { sessionId, field, isSame },
    resource: { type: "request", id: request.id },
  });
  return { isSame };
}
