import "server-only";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { memberNames } from "@/lib/cases/reviewer";
import { instant, instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { holdOn } from "@/lib/privacy/held";
import type { HoldDto, HoldInput } from "@/lib/privacy/schema";
import { ownSessionOf } from "@/lib/sessions/own";

/** The holds of a session, newest first; those that were released too. */
export async function listHolds(actor: Actor, input: { sessionId: string }): Promise<{ data: HoldDto[] }> {
  authorize(actor, "requests:read");
  const session = await ownSessionOf(actor, input.sessionId);
  const [rows, names] = await Promise.all([
    db.hold.findMany({ where: { sessionPk: session.pk }, orderBy: { pk: "desc" } }),
    memberNames(actor),
  ]);
  return {
    data: rows.map((row) => ({
      id: row.id,
      sessionId: session.id,
      reason: row.reason,
      owner: row.owner,
      reviewOn: row.reviewOn.toISOString().slice(0, 10),
      placedBy: names.get(row.placedBy) ?? row.placedBy,
      createdAt: instant(row.createdAt),
      releasedAt: instantOrNull(row.releasedAt),
    })),
  };
}

/**
 * Stops every path to the erasure of a session, until it is released (GDPR Art. 17(3)(e)).
 * @throws AppError conflict when the session is erased, or held already
 */
export async function placeHold(actor: Actor, input: HoldInput & { sessionId: string }) {
  authorize(actor, "holds:write");
  const session = await ownSessionOf(actor, input.sessionId);
  const today = new Date().toISOString().slice(0, 10);
  if (input.reviewOn <= today)
    throw new AppError("validation_error", "A hold is looked at again on a later day.", {
      fields: [{ field: "review_on", message: "must be after today" }],
    });
  const id = newId("hold");
  await db.$transaction(async (tx) => {
    const [locked] = await tx.$queryRaw<{ isErased: boolean }[]>`
      SELECT retention_status = 'redacted' AS "isErased" FROM sessions WHERE pk = ${session.pk} FOR UPDATE`;
    if (locked?.isErased)
      throw new AppError("conflict", "This session has been erased; there is nothing to hold.");
    if (await holdOn(tx, session.pk))
      throw new AppError("conflict", "A hold stands on this session already.");
    await tx.hold.create({
      data: {
        ...inScope(actor),
        id,
        sessionPk: session.pk,
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
      resource: { type: "session", id: session.id },
    });
  });
  return listHolds(actor, input);
}

/** Releases a hold: what it stopped may go on. Releasing it again changes nothing. */
export async function releaseHold(actor: Actor, input: { sessionId: string; holdId: string }) {
  authorize(actor, "holds:write");
  const session = await ownSessionOf(actor, input.sessionId);
  await db.$transaction(async (tx) => {
    const where = { id: input.holdId.replaceAll("\0", ""), sessionPk: session.pk };
    if (!(await tx.hold.findFirst({ where }))) throw new AppError("not_found", "Hold not found.");
    const { count } = await tx.hold.updateMany({
      where: { ...where, releasedAt: null },
      data: { releasedAt: new Date(), releasedBy: actor.id },
    });
    if (count === 1)
      await recordEvent(tx, actor, {
        type: "hold.released",
        metadata: { holdId: input.holdId },
        resource: { type: "session", id: session.id },
      });
  });
  return listHolds(actor, input);
}
