import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { isLinkAlive } from "@/lib/delivery/policy";
import type { DeliverInput } from "@/lib/delivery/schema";
import { pastInstant } from "@/lib/format/instant";
import { AppError } from "@/lib/platform/errors";
import { findableRequester, soughtLike } from "@/lib/privacy/blind-index";
import { openRow } from "@/lib/privacy/seal";
import { changeRequest, type OnRequest } from "@/lib/requests/change";
import { findSessions } from "@/lib/requests/find";
import { takeIn } from "@/lib/requests/intake";
import { type JurisdictionId, jurisdictions } from "@/lib/requests/jurisdictions";
import { lockRequest, ownRequestOf, writableRequestKey } from "@/lib/requests/own";
import { clockOfRequest } from "@/lib/requests/request-clock";
import type { CloseInput, RequestDto, RequestInput } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";
import { currentSettings } from "@/lib/settings/current";

/** Takes a request in; its clock runs from when it reached the organization. */
export async function receiveRequest(actor: Actor, input: RequestInput): Promise<RequestDto> {
  authorize(actor, "requests:receive");
  const channel = actor.kind === "api_key" ? "api" : input.channel;
  return showRequest(actor, await ownRequestOf(actor, await takeIn(actor, { ...input, channel })));
}

/** Says how the requester's identity was established. A clock that stood for it goes on. */
export const verifyRequester = (actor: Actor, input: OnRequest & { how: string }): Promise<RequestDto> =>
  changeRequest(actor, input, "verified", async (request, tx, now) => {
    await tx.requestPause.updateMany({ where: { requestPk: request.pk, until: null }, data: { until: now } });
    return {
      changes: { verifiedAt: request.verifiedAt ?? now, verifiedHow: input.how },
      event: { type: "request.verified", metadata: { how: input.how } },
    };
  });

/** Stops the clock while the requester's identity is doubted, where the law lets it stand. */
export const pauseClock = (actor: Actor, input: OnRequest & { reason: string }): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    if (!jurisdictions[request.jurisdiction as JurisdictionId].pausesForIdentity)
      throw new AppError("conflict", "Under this law the clock runs while identity is verified.");
    if (request.verifiedAt) throw new AppError("conflict", "The requester has been verified.");
    if (request.pauses.some(({ until }) => !until))
      throw new AppError("conflict", "The clock stands already.");
    await tx.requestPause.create({ data: { requestPk: request.pk, from: now } });
    return { reasons: { pause: input.reason }, event: { type: "request.clock-paused", metadata: {} } };
  });

export const resumeClock = (actor: Actor, input: OnRequest): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    const { count } = await tx.requestPause.updateMany({
      where: { requestPk: request.pk, until: null },
      data: { until: now },
    });
    if (count === 0) throw new AppError("conflict", "The clock is running.");
    return { event: { type: "request.clock-resumed", metadata: {} } };
  });

/**
 * Extends the time to answer, once, with the reason that the requester is told.
 * @throws AppError conflict when it has been extended, or when the first term is over: the extension is told within it
 */
export const extendRequest = (actor: Actor, input: OnRequest & { reason: string }): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, _tx, now) => {
    if (request.extendedAt) throw new AppError("conflict", "This request has been extended.");
    if (clockOfRequest(request, await currentSettings(actor), now).daysLeft < 0)
      throw new AppError("conflict", "The time to answer is over; an extension must be told within it.");
    return {
      changes: { extendedAt: now },
      reasons: { extension: input.reason },
      event: { type: "request.extended", metadata: { dueOn: "" } },
    };
  });

/**
 * Ends a request: answered, refused with the reason the requester is told, or withdrawn.
 * @throws AppError conflict when it is to be completed and a step is missing
 */
export const closeRequest = (actor: Actor, input: OnRequest & CloseInput): Promise<RequestDto> =>
  changeRequest(
    actor,
    input,
    input.status === "completed" ? "evidence" : null,
    async (_request, _tx, now) => {
      if (input.status === "refused" && !input.reason)
        throw new AppError("validation_error", "A refusal needs its reason.", {
          fields: [{ field: "reason", message: "must be given" }],
        });
      return {
        changes: { status: input.status, closedAt: now },
        ...(input.reason && { reasons: { closing: input.reason } }),
        event: { type: "request.closed", metadata: { status: input.status } },
      };
    },
  );

/** Makes a request part of another one of the same person, which goes on with the earlier clock. */
export const joinRequest = (actor: Actor, input: OnRequest & { into: string }): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    const into = await lockRequest(tx, actor, input.into);
    if (into.pk === request.pk || into.status !== "open")
      throw new AppError("conflict", "A request is joined into another open one.");
    if (request.receivedAt < into.receivedAt)
      throw new AppError(
        "conflict",
        "The later request is joined into the earlier one, whose clock goes on.",
      );
    return {
      changes: { status: "joined", closedAt: now, joinedIntoPk: into.pk },
      event: { type: "request.closed", metadata: { status: "joined", joinedInto: into.id } },
    };
  });

/** Looks for everything about the requester; what was decided before stays decided. Nothing is decrypted. */
export const searchRequest = (actor: Actor, input: OnRequest): Promise<RequestDto> =>
  changeRequest(actor, input, "found", async (request, tx, now) => {
    const key = await writableRequestKey(actor, request);
    const { requester } = openRow(key, "request", request.id, request.sealed) ?? { requester: {} };
    const digests = await soughtLike(actor.scope.organizationId, findableRequester(requester));
    const found = await findSessions(tx, actor, digests, requester.externalRef);
    await tx.requestMatch.createMany({
      data: found.map(({ sessionPk, reasons }) => ({ requestPk: request.pk, sessionPk, reasons })),
      skipDuplicates: true,
    });
    return {
      changes: { searchedAt: now },
      event: { type: "request.searched", metadata: { proposed: found.length } },
    };
  });

/**
 * Says that the answer has reached the requester by a way outside of this program: how, to whom and when.
 * @throws AppError conflict while a one-time link to it can be used: it would hand the answer out a second time;
 * validation_error for a time in the future or before the answer was built
 */
export const markDelivered = (actor: Actor, input: OnRequest & DeliverInput): Promise<RequestDto> =>
  changeRequest(actor, input, "delivered", async (request, tx, now) => {
    const links = await tx.deliveryLink.findMany({ where: { requestPk: request.pk } });
    if (links.some((link) => isLinkAlive(link, now)))
      throw new AppError("conflict", "A one-time link to this answer can still be used. Take it back first.");
    const deliveredAt = pastInstant(input.deliveredAt ? new Date(input.deliveredAt) : now, now);
    const builtAt = request.package?.builtAt;
    if (!deliveredAt || (builtAt && deliveredAt < builtAt))
      throw new AppError(
        "validation_error",
        "The answer was delivered after it was built, and not later than now.",
        {
          fields: [
            {
              field: "delivered_at",
              message: deliveredAt ? "is before the package was built" : "is in the future",
            },
          ],
        },
      );
    return {
      changes: { deliveredAt, deliveredVia: input.via },
      deliveredTo: input.to,
      event: { type: "request.delivered", metadata: { via: input.via } },
    };
  });
