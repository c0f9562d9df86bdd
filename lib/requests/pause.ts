import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { type Day, dayIn } from "@/lib/format/day";
import { instantOn } from "@/lib/law/calendar";
import { profileNamed } from "@/lib/law/profiles";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import { calculatedClock, hasUsualClock, type OwnRequest } from "@/lib/requests/load";
import { pauseReasons } from "@/lib/requests/policy";
import type { PauseInput, RequestDto, ResumeInput } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";

/**
 * Returns when a question was asked or answered: now, or on an earlier day that a member enters.
 * @param first the first day that it can have been
 * @throws AppError validation_error for a day before that, or in the future
 */
function momentOf({ timeZone }: OwnRequest, on: Day | undefined, first: Day, now: Date): Date {
  const today = dayIn(timeZone, now);
  if (on === undefined || on === today) return now;
  const moment = on >= first && on < today ? instantOn(timeZone, on) : null;
  if (moment) return moment;
  const message = on > today ? "is in the future" : `must be ${first} or later`;
  throw new AppError("validation_error", "Check the day.", { fields: [{ field: "on", message }] });
}

/**
 * Lets the clock wait for an answer of the requester, where the law permits it: the proof of identity, which data are
 * meant, or a fee. The question may have been asked on an earlier day, but not before the receipt.
 * @throws AppError conflict when the law knows no such pause, the answer is there, or is awaited already, and for a
 * question after the last day, because it gives no more time; validation_error for a day that cannot be
 */
export const pauseClock = (actor: Actor, input: OnRequest & PauseInput): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    const { ground, reason, on } = input;
    if (!hasUsualClock(request) || !profileNamed(request.lawVersion).pauses[ground])
      throw new AppError("conflict", "Under this law the clock cannot be paused for that.");
    if (ground === "identity" && request.verifiedAt)
      throw new AppError("conflict", "The requester is already verified.");
    if (request.pauses.some((pause) => pause.ground === ground && !pause.until))
      throw new AppError("conflict", "The clock is already paused for that.");
    const from = momentOf(request, on, dayIn(request.timeZone, request.receivedAt), now);
    if (calculatedClock(request, await currentSettings(actor), now).dueOn < dayIn(request.timeZone, from))
      throw new AppError("conflict", "The deadline has passed. The clock can only be paused before it.");
    await tx.requestPause.create({ data: { ...belowRequest(request), ground, from } });
    return {
      reasons: { [pauseReasons[ground]]: reason },
      event: { type: "request.clock-paused", metadata: { ground, ...(on && { on }) } },
    };
  });

/**
 * Records that an awaited answer has come, or all of them, today or on an earlier day.
 * @throws AppError conflict when the clock does not wait for it; validation_error for a day before the question
 */
export const resumeClock = (actor: Actor, input: OnRequest & ResumeInput): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, tx, now) => {
    const { ground, on } = input;
    const awaited = request.pauses.filter((each) => !each.until && (!ground || each.ground === ground));
    const first = awaited
      .map(({ from }) => dayIn(request.timeZone, from))
      .toSorted()
      .at(-1);
    if (!first) throw new AppError("conflict", "The clock is not paused.");
    const until = momentOf(request, on, first, now);
    await tx.requestPause.updateMany({
      where: { ...belowRequest(request), pk: { in: awaited.map(({ pk }) => pk) } },
      data: { until },
    });
    return { event: { type: "request.clock-resumed", metadata: { ground, ...(on && { on }) } } };
  });

/**
 * Extends the deadline once, with the reason given to the requester.
 * @throws AppError conflict when it has been extended, or after the first term: the requester must be informed within
 * it
 */
export const extendRequest = (actor: Actor, input: OnRequest & { reason: string }): Promise<RequestDto> =>
  changeRequest(actor, input, null, async (request, _tx, now) => {
    if (!hasUsualClock(request))
      throw new AppError("conflict", "The law does not let this deadline be extended.");
    if (request.extendedAt) throw new AppError("conflict", "The deadline has already been extended.");
    if (calculatedClock(request, await currentSettings(actor), now).daysLeft < 0)
      throw new AppError(
        "conflict",
        "The deadline has passed. An extension is only possible before the deadline.",
      );
    return {
      changes: { extendedAt: now },
      reasons: { extension: input.reason },
      event: { type: "request.extended", metadata: { dueOn: "" } },
    };
  });
