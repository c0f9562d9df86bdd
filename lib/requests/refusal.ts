import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { AppError } from "@/lib/platform/errors";
import { factsOf, whyNotGround } from "@/lib/refusals/policy";
import type { RefusalFacts, RefusalGround, RefusalInput } from "@/lib/refusals/schema";
import { type OwnRequest, writableRequestCipher } from "@/lib/requests/load";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";

/** The columns of a request that nobody proposes to refuse. */
export const unrefused = {
  refusalGround: null,
  refusalBy: null,
  refusalAt: null,
  refusalConfirmer: null,
} as const;

/** The columns of a request that is refused from now on. */
const refusedAt = (now: Date) => ({ status: "refused" as const, closedAt: now });

/**
 * Refuses to refuse on a ground that does not apply, or after an answer.
 * @throws AppError conflict
 */
export function refuseGround(request: OwnRequest, ground: RefusalGround): void {
  const { kind, jurisdiction, verifiedAt } = request;
  const refusal = whyNotGround(ground, { kind, jurisdiction, isVerified: verifiedAt !== null });
  if (refusal) throw new AppError("conflict", refusal);
  if (request.deliveredAt) throw new AppError("conflict", "Too late: the answer has been delivered.");
  if (request.erasedAt) throw new AppError("conflict", "Too late: data has been erased.");
}

/** Takes the facts of a ground from an operation's input. */
export const factsIn = (input: { ground: RefusalGround } & RefusalFacts): Record<string, string> =>
  Object.fromEntries(factsOf(input.ground).map((name) => [name, input[name] ?? ""]));

/**
 * Refuses a request on a ground, with the facts that prove it. Under the four-eyes principle this only proposes it.
 * @throws AppError conflict when the ground does not apply, a refusal is proposed already, or something has been
 * delivered or erased
 */
export const refuseRequest = (actor: Actor, input: OnRequest & RefusalInput): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, _tx, now) => {
    if (request.refusalGround)
      throw new AppError("conflict", "A refusal is proposed already. Withdraw that proposal first.");
    refuseGround(request, input.ground);
    const { fourEyes } = (await currentSettings(actor)).requests;
    const { ground, reason } = input;
    const changes = { ...unrefused, refusalGround: ground, refusalBy: actor.id, refusalAt: now };
    const refusal = { facts: factsIn(input), reason };
    if (fourEyes)
      return { changes, refusal, event: { type: "request.refusal-proposed", metadata: { ground } } };
    return {
      changes: { ...changes, ...refusedAt(now) },
      refusal,
      reasons: { closing: reason },
      event: { type: "request.closed", metadata: { status: "refused", ground } },
    };
  });

/** Returns the ground and the sealed part of a proposed refusal. */
function proposalOf(request: OwnRequest): RefusalGround {
  if (!request.refusalGround) throw new AppError("conflict", "Nobody has proposed to refuse this request.");
  return request.refusalGround;
}

/**
 * Refuses a request as the second person (four-eyes principle), who names the version that they read.
 * @throws AppError conflict without a proposal, when the request has changed since that version, or when the ground no
 * longer applies; forbidden for who proposed it
 * while the organization requires a second person
 */
export const confirmRefusal = (actor: Actor, input: OnRequest & { version: number }): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, _tx, now) => {
    const ground = proposalOf(request);
    refuseGround(request, ground);
    const isOwn = request.refusalBy === actor.id;
    if (isOwn && (await currentSettings(actor)).requests.fourEyes)
      throw new AppError("forbidden", "You proposed this refusal. Another person must confirm it.");
    const cipher = await writableRequestCipher(actor, request);
    const reason = cipher.open("request", request.id, request.sealed)?.refusal?.reason;
    return {
      changes: { ...refusedAt(now), refusalConfirmer: isOwn ? null : actor.id },
      ...(reason && { reasons: { closing: reason } }),
      event: { type: "request.closed", metadata: { status: "refused", ground } },
    };
  });

/**
 * Withdraws a proposed refusal; work on the request continues.
 * @throws AppError conflict without a proposal
 */
export const withdrawRefusal = (actor: Actor, input: OnRequest): Promise<RequestDto> =>
  changeRequest(actor, input, null, (request) => {
    proposalOf(request);
    return { changes: unrefused, event: { type: "request.refusal-withdrawn", metadata: {} } };
  });
