import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { keyOf, scopeSql } from "@/lib/platform/scope";
import { listViews } from "@/lib/views/read";
import type { ViewChange, ViewInput, ViewListDto } from "@/lib/views/schema";

/** A member may have this many views of all lists of an environment. */
const mostViews = 100;

function refuseSharing(actor: Actor): void {
  if (!can(actor, "views:share"))
    throw new AppError("forbidden", "Only a lead or an admin can share a view.");
}

/**
 * Saves a view of a list, for the member or for the organization.
 * @throws AppError forbidden for sharing without the permission; conflict when the member has too many views
 */
export async function saveView(actor: Actor, input: ViewInput): Promise<ViewListDto> {
  authorize(actor, "views:use");
  if (input.isShared) refuseSharing(actor);
  const { list, name, isShared, filter, columns } = input;
  await db.$transaction(async (tx) => {
    // Two saves of one member wait for each other, so that both see the count.
    await tx.$queryRaw`SELECT 1 FROM members WHERE organization_pk = ${actor.scope.organizationPk} AND id = ${actor.id} FOR UPDATE`;
    const count = await tx.savedView.count({ where: { ...inScope(actor), memberId: actor.id } });
    if (count >= mostViews)
      throw new AppError("conflict", `You have ${mostViews} views. Delete one to save another.`);
    const id = newId("view");
    await tx.savedView.create({
      data: { ...inScope(actor), id, list, name, isShared, memberId: actor.id, content: { filter, columns } },
    });
    await recordEvent(tx, actor, { type: "view.saved", metadata: { viewId: id, list, isShared } });
  });
  return listViews(actor, { list });
}

/**
 * Finds and locks a view that the actor may change: their own, or a shared one with the permission to share.
 * @throws AppError not_found, also for another member's own view; forbidden
 */
async function lockView(tx: Transaction, actor: Actor, id: string) {
  const [locked] = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT pk FROM saved_views WHERE ${scopeSql(inScope(actor))} AND id = ${id} FOR UPDATE`;
  const view =
    locked && (await tx.savedView.findUnique({ where: { scoped: { ...inScope(actor), pk: locked.pk } } }));
  if (!view || (view.memberId !== actor.id && !view.isShared))
    throw new AppError("not_found", "View not found.");
  if (view.memberId !== actor.id) refuseSharing(actor);
  return view;
}

/**
 * Renames a view, shares it or keeps it to its owner again.
 * @throws AppError as {@link lockView}
 */
export async function changeView(
  actor: Actor,
  { viewId, ...change }: ViewChange & { viewId: string },
): Promise<ViewListDto> {
  authorize(actor, "views:use");
  if (change.isShared) refuseSharing(actor);
  const list = await db.$transaction(async (tx) => {
    const view = await lockView(tx, actor, viewId);
    const after = await tx.savedView.update({ where: keyOf(view), data: change });
    if (after.name !== view.name || after.isShared !== view.isShared)
      await recordEvent(tx, actor, {
        type: "view.changed",
        metadata: { viewId, list: view.list, isShared: after.isShared },
      });
    return view.list;
  });
  return listViews(actor, { list });
}

/**
 * Deletes a view.
 * @throws AppError as {@link lockView}
 */
export async function deleteView(actor: Actor, { viewId }: { viewId: string }): Promise<ViewListDto> {
  authorize(actor, "views:use");
  const list = await db.$transaction(async (tx) => {
    const view = await lockView(tx, actor, viewId);
    await tx.savedView.delete({ where: keyOf(view) });
    await recordEvent(tx, actor, {
      type: "view.deleted",
      metadata: { viewId, list: view.list, isShared: view.isShared },
    });
    return view.list;
  });
  return listViews(actor, { list });
}
