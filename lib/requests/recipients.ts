import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { RecipientInput } from "@/lib/contract/recipients";
import { recordEvent } from "@/lib/events/record";
import { dayIn, midnightOf } from "@/lib/format/day";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { belowRequest, keyOf } from "@/lib/platform/scope";
import {
  changedAt,
  lockRequest,
  type OwnRequest,
  ownRequestOf,
  recipientsOf,
  writableRequestCipher,
} from "@/lib/requests/load";
import type { RequestDto } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";

/**
 * Keeps the names of the recipients of the data that a request changes, because deliveries are deleted after their own
 * time.
 * @param request with the time of the change
 */
export async function nameRecipients(tx: Transaction, actor: Actor, request: OwnRequest): Promise<void> {
  const { named, found } = await recipientsOf(request, tx);
  await tx.requestRecipient.createMany({
    data: found
      .filter((name) => !named.includes(name))
      .map((name) => ({
        ...belowRequest(request),
        ...{ id: newId("rcp"), name, recordedBy: actor.id, recordedAt: new Date() },
      })),
  });
}

const invalid = (field: string, detail: string, message: string) =>
  new AppError("validation_error", detail, { fields: [{ field, message }] });

/** Refuses a record that is not possible: nothing was changed, the recipient was told, or the day cannot be. */
async function refuseRecord(tx: Transaction, request: OwnRequest, input: RecipientInput, now: Date) {
  const since = await changedAt(tx, request);
  if (!since)
    throw new AppError(
      "conflict",
      "Nothing was corrected, erased or restricted that recipients could be told of.",
    );
  const told = await tx.requestRecipient.count({
    where: { ...belowRequest(request), name: input.name, outcome: "told", recordedAt: { gte: since } },
  });
  if (told > 0) throw new AppError("conflict", "This recipient has already been told.");
  const { toldOn } = input;
  if (!toldOn) return;
  if (toldOn > dayIn(request.timeZone, now))
    throw invalid("told_on", "The day is in the future.", "is in the future");
  if (toldOn < dayIn(request.timeZone, request.receivedAt))
    throw invalid("told_on", "The day is before the receipt of the request.", "is before the receipt");
}

/**
 * Records that a recipient was told of the correction, erasure or restriction, on which day and by which means, or why
 * it was not (GDPR Art. 19), also after the request was closed. A record is never changed; one that says why a recipient
 * was not told can be followed by another. A name that is not listed is another recipient.
 * @throws AppError conflict before anything was changed, when the recipient was told, or another member has changed the
 * request; validation_error for a day in the future or before the receipt
 */
export async function recordRecipient(
  actor: Actor,
  { requestId, ...input }: RecipientInput & { requestId: string },
): Promise<RequestDto> {
  authorize(actor, "requests:work");
  await db.$transaction(async (tx) => {
    const now = new Date();
    const request = await lockRequest(tx, actor, requestId, input.version);
    await refuseRecord(tx, request, input, now);
    const cipher = await writableRequestCipher(actor, request);
    const { name, outcome, toldOn, means, reason } = input;
    const id = newId("rcp");
    await tx.requestRecipient.create({
      data: {
        ...belowRequest(request),
        ...{ id, name, outcome, recordedBy: actor.id, recordedAt: now },
        toldOn: toldOn ? midnightOf(toldOn) : null,
        sealed: cipher.seal("requestRecipient", id, { ...(means && { means }), ...(reason && { reason }) }),
      },
      select: { pk: true },
    });
    await tx.request.update({
      where: keyOf(request),
      data: { updatedAt: now, version: { increment: 1 } },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "request.recipient-recorded",
      metadata: { recipientId: id, outcome, toldOn: toldOn ?? null },
      resource: { type: "request", id: requestId },
    });
  });
  return showRequest(actor, await ownRequestOf(actor, requestId));
}
