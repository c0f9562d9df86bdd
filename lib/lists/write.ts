import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { blocklistOf, removeEntries } from "@/lib/lists/blocklist";
import type { BlocklistDto, RemovalInput } from "@/lib/lists/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** Removes an entry from the blocklist. The record keeps who added it, who removed it and why. */
export async function removeBlocklistEntry(actor: Actor, input: RemovalInput & { entryId: string }) {
  authorize(actor, "lists:write");
  const { entryId, reasonCode } = input;
  const removed = await db.$transaction((tx) =>
    removeEntries(tx, actor, [entryId], reasonCode && { reasonCode }),
  );
  if (removed === 0) throw new AppError("not_found", "Entry not found.");
  return { id: entryId, status: "removed" as const };
}

/** Sets whether a later match is flagged or rejected. */
export async function updateBlocklist(actor: Actor, input: BlocklistDto): Promise<BlocklistDto> {
  authorize(actor, "lists:write");
  const { matchMode } = input;
  await db.$transaction(async (tx) => {
    const { pk, id, matchMode: before } = await blocklistOf(tx, actor);
    const { count } = await tx.list.updateMany({
      where: { ...inScope(actor), pk, matchMode: { not: matchMode } },
      data: { matchMode, updatedAt: new Date() },
    });
    if (count === 1)
      await recordEvent(tx, actor, {
        type: "settings.updated",
        metadata: { changes: { matchMode: { before, after: matchMode } } },
        resource: { type: "list", id },
      });
  });
  return { matchMode };
}
