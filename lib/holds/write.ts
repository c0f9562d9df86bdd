import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { dayOf, todayIn } from "@/lib/format/day";
import { type HeldInput, lockKept, ownHeldOf } from "@/lib/holds/load";
import { findHold, listHolds } from "@/lib/holds/read";
import type { HoldDto, HoldInput, HoldReviewInput } from "@/lib/holds/schema";
import { ownIdentityOf, refuseMerged } from "@/lib/identities/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { currentSettings } from "@/lib/settings/load";

/** @throws AppError validation_error for a review date that is not after today */
async function requireFuture(actor: Actor, reviewOn: string): Promise<void> {
  const { organization } = await currentSettings(actor);
  if (reviewOn <= todayIn(organization.timeZone))
    throw new AppError("validation_error", "The review date of a hold must be after today.", {
      fields: [{ field: "review_on", message: "must be after today" }],
    });
}

/**
 * Stops every erasure of a session, of an identity's sessions, or of the accepted sessions of a request, including
 * future ones, until the hold is released (GDPR Art. 17(3)(e)).
 * @throws AppError conflict when nothing is left to hold, a hold is already active, or the identity has been merged
 */
export async function placeHold(actor: Actor, input: HoldInput & HeldInput): Promise<{ data: HoldDto[] }> {
  authorize(actor, "holds:write");
  const held = await ownHeldOf(actor, input);
  if ("identityId" in input) refuseMerged(await ownIdentityOf(actor, input.identityId));
  await requireFuture(actor, input.reviewOn);
  const id = newId("hold");
  await db.$transaction(async (tx) => {
    const kept = await lockKept(tx, held);
    if (kept.sessions > 0 && kept.left === 0)
      throw new AppError("conflict", `This ${held.type} has been erased, so a legal hold cannot be placed.`);
    if (
      await tx.hold.findFirst({
        where: { ...inScope(actor), ...held.column, releasedAt: null },
        select: { pk: true },
      })
    )
      throw new AppError("conflict", `A hold stands on this ${held.type} already.`);
    await tx.hold.create({
      data: {
        ...inScope(actor),
        ...held.column,
        id,
        reason: input.reason,
        owner: input.owner,
        reviewOn: new Date(input.reviewOn),
        placedBy: actor.id,
      },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "hold.placed",
      metadata: { holdId: id, reviewOn: input.reviewOn },
      resource: { type: held.type, id: held.id },
    });
  });
  return listHolds(actor, input);
}

/**
 * Sets the next review date of an active hold: its reason still stands.
 * @throws AppError not_found; conflict for a released hold; validation_error for a date that is not after today
 */
export async function reviewHold(
  actor: Actor,
  { holdId, reviewOn }: HoldReviewInput & { holdId: string },
): Promise<HoldDto> {
  authorize(actor, "holds:write");
  await requireFuture(actor, reviewOn);
  await db.$transaction(async (tx) => {
    const { organizationPk, environment } = inScope(actor);
    const [found] = await tx.$queryRaw<{ pk: bigint }[]>`SELECT pk FROM holds
      WHERE organization_pk = ${organizationPk} AND environment = ${environment}::"Environment" AND id = ${holdId} FOR UPDATE`;
    if (!found) throw new AppError("not_found", "Hold not found.");
    const named = { select: { id: true } } as const;
    const row = await tx.hold.findUniqueOrThrow({
      where: { scoped: { organizationPk, environment, pk: found.pk } },
      include: { session: named, identity: named, request: named },
    });
    if (row.releasedAt) throw new AppError("conflict", "This hold was released.");
    const before = dayOf(row.reviewOn);
    if (before === reviewOn) return;
    await tx.hold.update({
      where: { scoped: { organizationPk, environment, pk: found.pk } },
      data: { reviewOn: new Date(reviewOn) },
      select: { pk: true },
    });
    const type = row.session ? "session" : row.identity ? "identity" : "request";
    await recordEvent(tx, actor, {
      type: "hold.reviewed",
      metadata: { holdId, before, after: reviewOn },
      resource: { type, id: (row.session ?? row.identity ?? row.request)?.id ?? "" },
    });
  });
  return findHold(actor, holdId);
}

/** Releases a hold, so that stopped erasures continue. Repeating it changes nothing. */
export async function releaseHold(
  actor: Actor,
  input: HeldInput & { holdId: string },
): Promise<{ data: HoldDto[] }> {
  authorize(actor, "holds:write");
  const held = await ownHeldOf(actor, input);
  await db.$transaction(async (tx) => {
    const where = { ...inScope(actor), id: input.holdId, ...held.column };
    if (!(await tx.hold.findFirst({ where }))) throw new AppError("not_found", "Hold not found.");
    const { count } = await tx.hold.updateMany({
      where: { ...where, releasedAt: null },
      data: { releasedAt: new Date(), releasedBy: actor.id },
    });
    if (count === 1)
      await recordEvent(tx, actor, {
        type: "hold.released",
        metadata: { holdId: input.holdId },
        resource: { type: held.type, id: held.id },
      });
  });
  return listHolds(actor, input);
}
