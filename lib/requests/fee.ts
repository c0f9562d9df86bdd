import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { profileNamed } from "@/lib/law/profiles";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import type { FeeInput } from "@/lib/refusals/schema";
import { calculatedClock } from "@/lib/requests/load";
import { factsIn, refuseGround } from "@/lib/requests/refusal";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";

/**
 * Records that a reasonable fee is asked for in place of a refusal (GDPR Art. 12(5)(a)). Where the law lets the clock
 * wait for a fee, it waits from now on.
 * @throws AppError conflict when a fee was asked for already, the ground does not apply, or something has been
 * delivered or erased
 */
export const askForFee = (actor: Actor, input: OnRequest & FeeInput): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    const { ground, amount, reason } = input;
    refuseGround(request, ground);
    if (request.feeAskedAt) throw new AppError("conflict", "A fee has already been asked for.");
    const clock = calculatedClock(request, await currentSettings(actor), now);
    const isWaiting = request.pauses.some((pause) => pause.ground === "fee" && !pause.until);
    const mayWait = profileNamed(request.lawVersion).pauses.fee && !isWaiting && clock.daysLeft >= 0;
    if (mayWait)
      await tx.requestPause.create({ data: { ...belowRequest(request), ground: "fee", from: now } });
    return {
      changes: { feeAskedAt: now },
      fee: { ground, facts: factsIn(input), amount, reason },
      ...(mayWait && { reasons: { pauseFee: reason } }),
      event: { type: "request.fee-asked", metadata: { ground } },
    };
  });
