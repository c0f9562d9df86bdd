import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import type { StepName } from "@/lib/contract/steps";
import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { recordEvent } from "@/lib/events/record";
import type { AuditEventInput } from "@/lib/events/types";
import { type Day, dayIn, daysAgo, todayIn } from "@/lib/format/day";
import { pastInstant } from "@/lib/format/instant";
import { instantOn } from "@/lib/law/calendar";
import { profileOn } from "@/lib/law/profiles";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { belowRequest, keyOf } from "@/lib/platform/scope";
import { progressOf } from "@/lib/requests/dto";
import {
  calculatedClock,
  lockRequest,
  type OwnRequest,
  ownRequestOf,
  resealedRequest,
} from "@/lib/requests/load";
import { whyNot } from "@/lib/requests/policy";
import type { RequestDto, RequestInput, VerifyInput } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";
import { currentSettings } from "@/lib/settings/load";
import { blindIndexesOf, findableRequester, indexVersion } from "@/lib/vault/blind-index";
import { createDataKey } from "@/lib/vault/data-keys";
import type { SealedRequest } from "@/lib/vault/sealed";

/** Creates a request; its clock starts when it reached the organization. */
export async function receiveRequest(actor: Actor, input: RequestInput): Promise<RequestDto> {
  authorize(actor, "requests:receive");
  const channel = actor.kind === "api_key" ? "api" : input.channel;
  return showRequest(actor, await ownRequestOf(actor, await takeIn(actor, { ...input, channel })));
}

/** Records how the requester's identity was verified. The clock waits for it no longer. */
export const verifyRequester = (
  actor: Actor,
  input: OnRequest & Pick<VerifyInput, "how">,
): Promise<RequestDto> =>
  changeRequest(actor, input, "verified", async (request, tx, now) => {
    await tx.requestPause.updateMany({
      where: { ...belowRequest(request), ground: "identity", until: null },
      data: { until: now },
    });
    return {
      changes: { verifiedAt: request.verifiedAt ?? now, verifiedHow: input.how },
      event: { type: "request.verified", metadata: { how: input.how } },
    };
  });

export type OnRequest = { requestId: string; version?: number };

/** The effects of a change: columns, texts to be sealed, and the event. */
export type Change = Omit<SealedRequest, "requester" | "details"> & {
  changes?: Prisma.RequestUncheckedUpdateInput;
  event: Omit<AuditEventInput, "resource">;
};

/**
 * Changes a locked request, updates its last day, records the event, and returns the request.
 * @param step the step that must be possible now; null requires only that the request is open, `closed` that it is
 * closed
 * @throws AppError conflict when the step is not possible, or another member has changed the request
 */
export async function changeRequest(
  actor: Actor,
  input: OnRequest,
  step: StepName | "closed" | null,
  change: (request: OwnRequest, tx: Transaction, now: Date) => Promise<Change> | Change,
): Promise<RequestDto> {
  authorize(actor, "requests:work");
  const settings = await currentSettings(actor);
  await db.$transaction(async (tx) => {
    const now = new Date();
    const request = await lockRequest(tx, actor, input.requestId, input.version);
    const proposed = await tx.requestMatch.count({ where: { ...belowRequest(request), state: "proposed" } });
    const refusal =
      step && step !== "closed"
        ? whyNot(step, progressOf(request, proposed, settings))
        : refusalOf(request, step === null);
    if (refusal) throw new AppError("conflict", refusal);
    const { changes, event, ...words } = await change(request, tx, now);
    const isSaid = Object.values(words).some(Boolean);
    const sealed = isSaid ? await resealedRequest(actor, request, words) : undefined;
    await tx.request.update({
      where: keyOf(request),
      data: { ...changes, ...(sealed && { sealed }), updatedAt: now, version: { increment: 1 } },
      select: { pk: true },
    });
    const after = await lockRequest(tx, actor, input.requestId);
    const clock = calculatedClock(after, settings, now);
    const { dueOn } = clock;
    await tx.request.update({
      where: keyOf(request),
      data: { dueOn: new Date(dueOn), ...(after.closedAt && { closedClock: clock }) },
      select: { pk: true },
    });
    const metadata = event.type === "request.extended" ? { dueOn } : event.metadata;
    await recordEvent(tx, actor, {
      ...event,
      metadata,
      resource: { type: "request", id: request.id },
    } as AuditEventInput);
  });
  return showRequest(actor, await ownRequestOf(actor, input.requestId));
}

function refusalOf({ status }: OwnRequest, mustBeOpen: boolean): string | null {
  if ((status === "open") === mustBeOpen) return null;
  return mustBeOpen ? "This request is closed." : "This request is open.";
}

const refuse = (field: string, detail: string, message: string) =>
  new AppError("validation_error", detail, { fields: [{ field, message }] });

/**
 * Returns when a request reached the organization: the given instant, or the given day in the organization's time
 * zone.
 */
function receiptOf({ receivedAt, receivedOn }: RequestInput, timeZone: string, now: Date): Date {
  const field = receivedOn ? "received_on" : "received_at";
  const said = receivedOn ? onDay(timeZone, receivedOn, now) : receivedAt ? new Date(receivedAt) : now;
  const receipt = said && pastInstant(said, now);
  if (!receipt) throw refuse(field, "The day of receipt is in the future.", "is in the future");
  if (receipt < daysAgo(366, now))
    throw refuse(field, "The day of receipt is more than a year ago.", "must be within the last year");
  return receipt;
}

/** Returns noon of a day, or now when it is today; null for a future day or one that the time zone skipped. */
function onDay(timeZone: string, day: Day, now: Date): Date | null {
  const today = todayIn(timeZone, now);
  if (day === today) return now;
  return day < today ? instantOn(timeZone, day) : null;
}

const personOf = ({ role: _, ...person }: NonNullable<RequestInput["agent"]>) => person;

/**
 * Stores a new request, with the requester's data under a key of its own. It does not search.
 * @param input `language` is that of its letters and messages, English by default
 * @returns its id
 * @throws AppError validation_error for a day of receipt in the future or more than a year ago, and for a kind that the
 * law does not offer
 */
export async function takeIn(
  actor: Actor,
  input: RequestInput & { language?: LetterLanguage },
): Promise<string> {
  const now = new Date();
  const settings = await currentSettings(actor);
  const receivedAt = receiptOf(input, settings.organization.timeZone, now);
  const jurisdiction = input.jurisdiction ?? settings.requests.jurisdiction;
  const id = newId("dsr");
  const { timeZone } = settings.organization;
  const { version: lawVersion, kinds } = profileOn(jurisdiction, dayIn(timeZone, receivedAt));
  if (!kinds[input.kind])
    throw refuse("kind", "The law of this request does not offer this kind of request.", "is not offered");
  const clocked = { lawVersion, timeZone, receivedAt };
  const begun = { ...clocked, kind: input.kind, acknowledgedAt: null, extendedAt: null, pauses: [] };
  const { dueOn } = calculatedClock(begun, settings, now);
  const findable = findableRequester(input.requester);
  const digests = await blindIndexesOf(actor.scope.organizationId, findable);
  const { id: dataKeyId, cipher } = await createDataKey(actor.scope, "request", id);
  const sealed = cipher.seal("request", id, {
    requester: input.requester,
    details: input.details,
    ...(input.agent && { agent: personOf(input.agent) }),
  });
  await db.$transaction(async (tx) => {
    const { pk } = await tx.request.create({
      data: {
        ...inScope(actor),
        ...clocked,
        id,
        jurisdiction,
        kind: input.kind,
        language: input.language,
        channel: input.channel,
        agentRole: input.agent?.role ?? null,
        dataFrom: input.dataFrom ? new Date(input.dataFrom) : null,
        dataTo: input.dataTo ? new Date(input.dataTo) : null,
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
