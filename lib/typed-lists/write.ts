import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { parseCsv } from "@/lib/csv/parse";
import { recordEvent } from "@/lib/events/record";
import { removeEntries } from "@/lib/lists/blocklist";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { keyOf } from "@/lib/platform/scope";
import { toListDto } from "@/lib/typed-lists/dto";
import {
  countItems,
  digestsOf,
  lockList,
  type OwnList,
  ownListOf,
  refuseFixed,
  refuseFull,
} from "@/lib/typed-lists/load";
import { kindOfType, readValue, refuseMode } from "@/lib/typed-lists/policy";
import { getItem } from "@/lib/typed-lists/read";
import {
  type ImportedItemsDto,
  type ItemDto,
  type ItemInput,
  itemInput,
  type ListChanges,
  type ListDto,
  type ListInput,
  mostItemsAtOnce,
  mostLists,
  type TypedListType,
} from "@/lib/typed-lists/schema";
import { indexVersion } from "@/lib/vault/blind-index";
import { sealListValue } from "@/lib/vault/list-value";

type OnList = { listId: string };

/** Creates a list without items. @throws AppError conflict when there are 100 already; as {@link refuseMode} */
export async function createList(actor: Actor, input: ListInput): Promise<ListDto> {
  authorize(actor, "lists:write");
  refuseMode(input.listType, input.matchMode);
  const id = newId("list");
  return db.$transaction(async (tx) => {
    if ((await tx.list.count({ where: { ...inScope(actor), archivedAt: null } })) >= mostLists)
      throw new AppError("conflict", `There are ${mostLists} lists already.`);
    const { name, listType, matchMode, description = null } = input;
    const row = await tx.list.create({
      data: { ...inScope(actor), id, name, listType, matchMode, description },
    });
    const metadata = { listType, matchMode };
    await recordEvent(tx, actor, { type: "list.created", metadata, resource: { type: "list", id } });
    return toListDto(actor, row, 0);
  });
}

/**
 * Changes a list.
 * @throws AppError not_found; conflict for the desk's blocklist or an archived list; as {@link refuseMode}
 */
export async function updateList(actor: Actor, { listId, ...given }: ListChanges & OnList): Promise<ListDto> {
  authorize(actor, "lists:write");
  const changed = await db.$transaction(async (tx) => {
    const row = await lockList(tx, actor, listId);
    refuseFixed(row);
    refuseMode(row.listType, given.matchMode);
    const fields = (["name", "description", "matchMode", "isActive"] as const).filter(
      (name) => given[name] !== undefined && given[name] !== row[name],
    );
    if (fields.length === 0) return row;
    const told = fields.filter((name) => name === "matchMode" || name === "isActive");
    const changes = Object.fromEntries(
      told.map((name) => [name, { before: row[name], after: given[name] ?? null }]),
    );
    const updated = await tx.list.update({ where: keyOf(row), data: { ...given, updatedAt: new Date() } });
    await recordEvent(tx, actor, {
      type: "list.updated",
      metadata: { fields, changes },
      resource: { type: "list", id: row.id },
    });
    return updated;
  });
  return toListDto(actor, changed, (await countItems(actor, [changed]))(changed));
}

/**
 * Archives a list: it matches nothing any more and is left out of the list of lists. Repeating it changes nothing.
 * @throws AppError not_found; conflict for the desk's blocklist
 */
export async function archiveList(actor: Actor, { listId }: OnList): Promise<ListDto> {
  authorize(actor, "lists:write");
  const archived = await db.$transaction(async (tx) => {
    const row = await lockList(tx, actor, listId);
    if (row.archivedAt) return row;
    refuseFixed(row);
    const now = new Date();
    const data = { isActive: false, archivedAt: now, updatedAt: now };
    await recordEvent(tx, actor, {
      type: "list.archived",
      metadata: {},
      resource: { type: "list", id: row.id },
    });
    return tx.list.update({ where: keyOf(row), data });
  });
  return toListDto(actor, archived, (await countItems(actor, [archived]))(archived));
}

/**
 * Adds one item.
 * @throws AppError not_found; validation_error for a value that the type cannot match; conflict when the list has it
 */
export async function addItem(actor: Actor, { listId, ...item }: ItemInput & OnList): Promise<ItemDto> {
  authorize(actor, "lists:write");
  const itemId = await db.$transaction(async (tx) => {
    const list = await lockList(tx, actor, listId);
    refuseFixed(list);
    await refuseFull(tx, list, 1);
    const added = await add(tx, actor, list, item);
    if (typeof added !== "string") throw added;
    return added;
  });
  return getItem(actor, { listId, itemId });
}

/**
 * Adds up to 1,000 items. One that the list has, or that its type cannot match, is left out with a warning.
 * @throws AppError not_found; conflict for the desk's blocklist or an archived list
 */
export async function addItems(
  actor: Actor,
  { listId, items }: OnList & { items: readonly ItemInput[] },
): Promise<ImportedItemsDto> {
  authorize(actor, "lists:write");
  return db.$transaction(
    async (tx) => {
      const list = await lockList(tx, actor, listId);
      refuseFixed(list);
      await refuseFull(tx, list, items.length);
      const warnings: string[] = [];
      for (const [at, item] of items.entries()) {
        const added = await add(tx, actor, list, item);
        if (typeof added !== "string") warnings.push(`Item ${at + 1}: ${added.message}`);
      }
      return { imported: items.length - warnings.length, warnings };
    },
    { timeout: 60_000 },
  );
}

/** @returns the id of the new item, or why there is none */
async function add(
  tx: Transaction,
  actor: Actor,
  list: OwnList,
  item: ItemInput,
): Promise<string | AppError> {
  const type = list.listType as TypedListType;
  try {
    const value = readValue(type, item);
    const digests = await digestsOf(actor, value);
    const whole = digests.filter(({ isPart }) => !isPart);
    if (whole.length === 0) return new AppError("validation_error", "This value identifies nobody.");
    const listed = await tx.listEntryIndex.findFirst({
      where: {
        ...inScope(actor),
        isPart: false,
        entry: { ...inScope(actor), listPk: list.pk, removedAt: null },
        OR: whole.map(({ kind, digest }) => ({ kind, digest })),
      },
      select: { pk: true },
    });
    if (listed) return new AppError("conflict", "The list has this value already.");
    const [id, kind] = [newId("lent"), kindOfType[type]];
    const sealed = await sealListValue(actor.scope.organizationId, id, value.shown);
    await tx.listEntry.create({
      data: {
        ...inScope(actor),
        ...{ id, listPk: list.pk, kind, addedBy: actor.name, sealed, indexVersion },
        indexes: { createMany: { data: digests } },
      },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "list.entry-added",
      metadata: { listId: list.id, entryId: id, kind },
      resource: { type: "list", id: list.id },
    });
    return id;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** Removes an item; its value is erased. @throws AppError not_found; conflict for the desk's blocklist */
export async function removeItem(actor: Actor, { listId, itemId }: OnList & { itemId: string }) {
  authorize(actor, "lists:write");
  const list = await ownListOf(actor, listId);
  refuseFixed({ ...list, archivedAt: null });
  const removed = await db.$transaction(async (tx) => {
    const where = { ...inScope(actor), listPk: list.pk, id: itemId, removedAt: null };
    return (await tx.listEntry.count({ where })) > 0 ? removeEntries(tx, actor, [itemId]) : 0;
  });
  if (removed === 0) throw new AppError("not_found", "List item not found.");
  return { id: itemId, status: "removed" as const };
}

const headers = {
  value: "value",
  name_first: "nameFirst",
  name_last: "nameLast",
  birthdate: "birthdate",
} as const;

/**
 * Adds the items of a CSV file with at most 1,000 rows. Its first line names the columns: `value`, or `name_first`,
 * `name_last` and `birthdate`.
 * @throws AppError validation_error when the file cannot be read; then nothing is added
 */
export async function importItems(
  actor: Actor,
  { listId, files }: OnList & { files: readonly Buffer[] },
): Promise<ImportedItemsDto> {
  authorize(actor, "lists:write");
  await ownListOf(actor, listId);
  const refuse = (message: string) =>
    new AppError("validation_error", `The file ${message}.`, { fields: [{ field: "file", message }] });
  const [file] = files;
  if (!file || files.length > 1) throw refuse("must be one file, as the part `file`");
  const [head, ...rows] = parseCsv(file.toString("utf8"), mostItemsAtOnce + 1);
  const names = (head?.cells ?? []).map((cell) => headers[cell.trim().toLowerCase() as keyof typeof headers]);
  if (!names.some(Boolean)) throw refuse("has no column `value`, `name_first`, `name_last` or `birthdate`");
  if (rows.length === 0 || rows.length > mostItemsAtOnce)
    throw refuse(`must have 1 to ${mostItemsAtOnce} rows`);
  const warnings: string[] = [];
  const items = rows.flatMap(({ line, cells }) => {
    const given = Object.fromEntries(
      names.flatMap((name, at) => (name && cells[at]?.trim() ? [[name, cells[at]]] : [])),
    );
    const parsed = itemInput.safeParse(given);
    if (parsed.success) return [parsed.data];
    warnings.push(`Line ${line}: ${parsed.error.issues[0]?.message ?? "cannot be read"}`);
    return [];
  });
  if (items.length === 0) return { imported: 0, warnings };
  const added = await addItems(actor, { listId, items });
  return { imported: added.imported, warnings: [...warnings, ...added.warnings] };
}
