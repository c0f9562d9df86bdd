import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { decodeCursor, encodeCursor } from "@/lib/contract/cursor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import { recordLook } from "@/lib/events/looks";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { maskIdentifier } from "@/lib/records/view";
import { toListDto } from "@/lib/typed-lists/dto";
import { countItems, type OwnList, ownListOf } from "@/lib/typed-lists/load";
import type { ItemDto, ItemPage, ItemsQuery, ListDto, ListsQuery } from "@/lib/typed-lists/schema";
import { openListValue } from "@/lib/vault/list-value";

/** Lists the lists of the actor's environment, newest first. */
export async function listLists(actor: Actor, { limit, offset, includeArchived }: ListsQuery) {
  authorize(actor, "lists:read");
  const where = { ...inScope(actor), ...(includeArchived === "false" && { archivedAt: null }) };
  const [total, rows] = await Promise.all([
    db.list.count({ where }),
    db.list.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], skip: offset, take: limit }),
  ]);
  const count = await countItems(actor, rows);
  return {
    data: rows.map((row) => toListDto(actor, row, count(row))),
    pagination: {
      total,
      totalIsCapped: false,
      limit,
      offset,
      hasMore: offset + rows.length < total,
      nextCursor: null,
    },
  };
}

/** @throws AppError not_found */
export async function getList(actor: Actor, { listId }: { listId: string }): Promise<ListDto> {
  authorize(actor, "lists:read");
  const list = await ownListOf(actor, listId);
  return toListDto(actor, list, (await countItems(actor, [list]))(list));
}

type Entry = {
  id: string;
  addedBy: string;
  createdAt: Date;
  sessionPk: bigint | null;
  sealed: Uint8Array | null;
};

/** A value that the customer sent is told to its API keys; members see it masked, if they may see masked values. */
async function toItemDto(actor: Actor, list: OwnList, row: Entry): Promise<ItemDto> {
  const isOwn = row.sessionPk === null && row.sealed !== null;
  const value =
    isOwn && row.sealed ? await openListValue(actor.scope.organizationId, row.id, row.sealed) : null;
  const isShown = actor.kind === "api_key" || can(actor, "pii:mask");
  const shown = value === null || actor.kind === "api_key" ? value : maskIdentifier(value);
  return {
    id: row.id,
    listId: list.id,
    value: isOwn && value === null ? "unreadable" : isShown ? shown : null,
    addedBy: row.addedBy,
    createdAt: instant(row.createdAt),
  };
}

/** Returns a page of the items of a list, newest first, without removed ones. @throws AppError not_found */
export async function listItems(
  actor: Actor,
  { listId, ...query }: ItemsQuery & { listId: string },
): Promise<ItemPage> {
  authorize(actor, "lists:read");
  const list = await ownListOf(actor, listId);
  const limit = query.pageSize ?? query.limit;
  const after = query.pageAfter ? decodeCursor(query.pageAfter) : undefined;
  const where = { ...inScope(actor), listPk: list.pk, removedAt: null };
  const beyond = after && {
    OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
  };
  const [total, found] = await Promise.all([
    db.listEntry.count({ where }),
    db.listEntry.findMany({
      where: { ...where, ...beyond },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: after ? 0 : query.offset,
      take: limit + 1,
    }),
  ]);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const hasMore = found.length > limit;
  const data = await Promise.all(rows.map((row) => toItemDto(actor, list, row)));
  await recordItems(actor, data);
  return {
    data,
    pagination: {
      total,
      totalIsCapped: false,
      limit,
      offset: after ? 0 : query.offset,
      hasMore,
      nextCursor: hasMore && last ? encodeCursor(last) : null,
    },
  };
}

/** @throws AppError not_found */
export async function getItem(actor: Actor, input: { listId: string; itemId: string }): Promise<ItemDto> {
  authorize(actor, "lists:read");
  const list = await ownListOf(actor, input.listId);
  const where = { ...inScope(actor), listPk: list.pk, id: input.itemId, removedAt: null };
  const found = await db.listEntry.findFirst({ where });
  if (!found) throw new AppError("not_found", "List item not found.");
  const item = await toItemDto(actor, list, found);
  await recordItems(actor, [item]);
  return item;
}

/** Records that an API key was told values in clear. */
async function recordItems(actor: Actor, items: readonly ItemDto[]): Promise<void> {
  if (actor.kind !== "api_key" || items.every(({ value }) => value === null)) return;
  await recordLook(actor, {
    about: "list items",
    event: { type: "pii.read", metadata: { what: "list items", fields: [] } },
  });
}

const columns: readonly CsvColumn<ItemDto>[] = [
  { header: "value", value: (row) => row.value },
  { header: "id", value: (row) => row.id },
  { header: "added_by", value: (row) => row.addedBy },
  { header: "created_at", value: (row) => row.createdAt },
];

/** Streams the items of a list as CSV, with the values as {@link listItems} tells them. */
export function exportItems(actor: Actor, { listId }: { listId: string }) {
  authorize(actor, "lists:read");
  return csvStream(actor, { name: "list items", columns, read: listItems }, { listId });
}
