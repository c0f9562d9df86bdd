import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { issueCertificate } from "@/lib/certificates/write";
import { recordEvent } from "@/lib/events/record";
import { dayOrNull } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import type { PlanDto, PlanRowDto } from "@/lib/privacy/schema";
import { progressOf } from "@/lib/requests/dto";
import { lockRequest, ownRequestOf } from "@/lib/requests/load";
import { carryOut, planOf } from "@/lib/requests/plan";
import { wantsErasure, whyNot } from "@/lib/requests/policy";
import { nameRecipients } from "@/lib/requests/recipients";
import type { EraseInput, RequestDto } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";
import { currentSettings } from "@/lib/settings/load";

/**
 * Plans an erasure as of today, session by session: what may be erased, what a law keeps until when and under which
 * rule, and what is under a hold.
 */
export async function planErasure(
  actor: Actor,
  input: { requestId: string; relationEndedOn?: string },
): Promise<PlanDto> {
  authorize(actor, "requests:read");
  const request = await ownRequestOf(actor, input.requestId);
  const ended = input.relationEndedOn ?? dayOrNull(request.relationEndedOn);
  return toPlan(await planOf(db, request, ended));
}

const toPlan = (data: PlanRowDto[]): PlanDto => {
  const count = (verdict: PlanRowDto["verdict"]) => data.filter((row) => row.verdict === verdict).length;
  return {
    data,
    counts: {
      erase: count("erase"),
      keep: count("keep"),
      held: count("held"),
      undecided: count("undecided"),
      erased: count("erased"),
    },
  };
};

/**
 * Erases what no law keeps, restricts what a law keeps, and leaves what is under a hold. Safe to repeat after a
 * crash: each session is done on its own, and a session that is done is skipped.
 * @throws AppError validation_error when the request's id was not typed; conflict before the answer was reviewed
 */
export async function eraseForRequest(
  actor: Actor,
  input: EraseInput & { requestId: string },
): Promise<RequestDto> {
  authorize(actor, "requests:work");
  if (input.confirm !== input.requestId)
    throw new AppError("validation_error", "Type the request's id to confirm.", {
      fields: [{ field: "confirm", message: "must be the request's id" }],
    });
  const settings = await currentSettings(actor);
  const plan = await db.$transaction(async (tx) => {
    const request = await lockRequest(tx, actor, input.requestId, input.version);
    if (!wantsErasure(request.kind)) throw new AppError("conflict", "This request does not ask for erasure.");
    const proposed = await tx.requestMatch.count({ where: { ...belowRequest(request), state: "proposed" } });
    const refusal = whyNot("erased", progressOf(request, proposed, settings));
    if (refusal) throw new AppError("conflict", refusal);
    const ended = input.relationEndedOn ?? dayOrNull(request.relationEndedOn);
    await tx.request.update({
      where: { scoped: { ...inScope(actor), pk: request.pk } },
      data: { relationEndedOn: ended ? new Date(ended) : null, updatedAt: new Date() },
      select: { pk: true },
    });
    return planOf(tx, request, ended);
  });
  return finishErasure(actor, input.requestId, await carryOut(actor, plan));
}

async function finishErasure(actor: Actor, requestId: string, done: PlanRowDto[]): Promise<RequestDto> {
  const { counts } = toPlan(done);
  await db.$transaction(async (tx) => {
    const request = await lockRequest(tx, actor, requestId);
    const now = new Date();
    const erasedAt = request.erasedAt ?? now;
    await nameRecipients(tx, actor, { ...request, erasedAt });
    await tx.request.update({
      where: { scoped: { ...inScope(actor), pk: request.pk } },
      data: { erasedAt, updatedAt: now, version: { increment: 1 } },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "request.erased",
      metadata: {
        erased: counts.erase,
        restricted: counts.keep,
        held: counts.held,
        undecided: counts.undecided,
      },
      resource: { type: "request", id: request.id },
    });
    await issueCertificate(tx, actor, request);
  });
  return showRequest(actor, await ownRequestOf(actor, requestId));
}
