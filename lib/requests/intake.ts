import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, inScope } from "@/lib/auth/actor";
import { type Day, dayIn } from "@/lib/format/day";
import { pastInstant } from "@/lib/format/instant";
import { createDataKey } from "@/lib/platform/data-keys";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { blindIndexesOf, findableRequester, indexVersion } from "@/lib/privacy/blind-index";
import { sealRow } from "@/lib/privacy/seal";
import { instantOn } from "@/lib/requests/calendar";
import type { JurisdictionId } from "@/lib/requests/jurisdictions";
import { clockOfRequest } from "@/lib/requests/request-clock";
import type { RequestInput } from "@/lib/requests/schema";
import { currentSettings } from "@/lib/settings/current";

const refuse = (field: string, detail: string, message: string) =>
  new AppError("validation_error", detail, { fields: [{ field, message }] });

const dayMs = 86_400_000;

/** When a request reached the organization: an instant, or a day in its own time zone as somebody typed it. */
function receiptOf({ receivedAt, receivedOn }: RequestInput, timeZone: string, now: Date): Date {
  const field = receivedOn ? "received_on" : "received_at";
  const said = receivedOn ? onDay(timeZone, receivedOn, now) : receivedAt ? new Date(receivedAt) : now;
  const receipt = said && pastInstant(said, now);
  if (!receipt) throw refuse(field, "The day of receipt is in the future.", "is in the future");
  if (now.getTime() - receipt.getTime() > 366 * dayMs)
    throw refuse(field, "The day of receipt is more than a year ago.", "must be within the last year");
  return receipt;
}

/** Noon of a day, or now when it is today; null for a day that has not come or that the zone never had. */
function onDay(timeZone: string, day: Day, now: Date): Date | null {
  const today = dayIn(timeZone, now);
  if (day === today) return now;
  return day < today ? instantOn(timeZone, day) : null;
}

/**
 * Writes a request as it came in, and whose it is under a key of its own. Nothing is looked up.
 * @returns its id
 * @throws AppError validation_error for a day of receipt that cannot be
 */
export async function takeIn(actor: Actor, input: RequestInput): Promise<string> {
  const now = new Date();
  const settings = await currentSettings(actor);
  const receivedAt = receiptOf(input, settings.requestTimeZone, now);
  const jurisdiction = input.jurisdiction ?? (settings.requestJurisdiction as JurisdictionId);
  const id = newId("dsr");
  const clocked = { jurisdiction, timeZone: settings.requestTimeZone, receivedAt };
  const { dueOn } = clockOfRequest(
    { ...clocked, extendedAt: null, closedAt: null, pauses: [] },
    settings,
    now,
  );
  const findable = findableRequester(input.requester);
  const digests = await blindIndexesOf(actor.scope.organizationId, findable);
  const { id: dataKeyId, key } = await createDataKey(actor.scope, "request", id);
  const sealed = sealRow(key, "request", id, { requester: input.requester, details: input.details });
  await db.$transaction(async (tx) => {
    const { pk } = await tx.request.create({
      data: {
        ...inScope(actor),
        ...clocked,
        id,
        kind: input.kind,
        channel: input.channel,
        dueOn: new Date(dueOn),
        dataKeyId,
        sealed,
        indexVersion,
      },
      select: { pk: true },
    });
    await tx.requestIndex.createMany({
      data: digests.map((each) => ({ ...each, ...inScope(actor), requestPk: pk })),
    });
    await recordEvent(tx, actor, {
      type: "request.received",
      metadata: { kind: input.kind, jurisdiction, channel: input.channel },
      resource: { type: "request", id },
    });
  });
  return id;
}
