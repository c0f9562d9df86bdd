import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, inScope } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { createDataKey } from "@/lib/platform/keys";
import { blindIndexesOf, findableRequester, indexVersion } from "@/lib/privacy/blind-index";
import { sealRow } from "@/lib/privacy/seal";
import type { JurisdictionId } from "@/lib/requests/jurisdictions";
import { clockOfRequest } from "@/lib/requests/request-clock";
import type { RequestInput } from "@/lib/requests/schema";
import { currentSettings } from "@/lib/settings/current";

/**
 * Writes a request as it came in, and whose it is under a key of its own. Nothing is looked up.
 * @returns its id
 * @throws AppError validation_error for a day of receipt that cannot be
 */
export async function takeIn(actor: Actor, input: RequestInput): Promise<string> {
  const now = new Date();
  const receivedAt = input.receivedAt ? new Date(input.receivedAt) : now;
  if (receivedAt > now || now.getTime() - receivedAt.getTime() > 366 * 86_400_000)
    throw new AppError("validation_error", "A request has reached you within the last year.", {
      fields: [{ field: "received_at", message: "must be within the last year and not in the future" }],
    });
  const settings = await currentSettings(actor);
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
  const { id: dataKeyId, key } = await createDataKey(actor.scope.organizationId);
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
