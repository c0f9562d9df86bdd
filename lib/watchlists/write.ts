import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { parseCsv } from "@/lib/csv/parse";
import { recordEvent } from "@/lib/events/record";
import { counted } from "@/lib/format/number";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { keyOf, type Scope, scopeOf, scopeSql } from "@/lib/platform/scope";
import { sayFailure } from "@/lib/platform/unavailable";
import { toWatchlistDto } from "@/lib/watchlists/dto";
import { between, lockWatchlist, ownWatchlistOf, removeOldVersions, removeRows } from "@/lib/watchlists/load";
import { currentFolding, type ReadEntry, readEntries, trigramsOf } from "@/lib/watchlists/policy";
import {
  defaultThreshold,
  mostBytes,
  mostEntries,
  mostWatchlists,
  type UploadedDto,
  type WatchlistChanges,
  type WatchlistDto,
  type WatchlistInput,
} from "@/lib/watchlists/schema";

type OnWatchlist = { watchlistId: string };

/**
 * Creates a watchlist without entries. Until a file is uploaded, checks do not compare with it.
 * @throws AppError conflict when there are 100 already
 */
export async function createWatchlist(actor: Actor, input: WatchlistInput): Promise<WatchlistDto> {
  authorize(actor, "lists:write");
  const { name, checkType, threshold = defaultThreshold } = input;
  const id = newId("wl");
  return db.$transaction(async (tx) => {
    if ((await tx.watchlist.count({ where: inScope(actor) })) >= mostWatchlists)
      throw new AppError("conflict", `There are ${mostWatchlists} watchlists already.`);
    const row = await tx.watchlist.create({ data: { ...inScope(actor), id, name, checkType, threshold } });
    await recordEvent(tx, actor, {
      type: "watchlist.created",
      metadata: { checkType },
      resource: { type: "watchlist", id },
    });
    return toWatchlistDto(row);
  });
}

/**
 * Changes a watchlist's name or threshold. Checks that have run stay as they are.
 * @throws AppError not_found
 */
export async function updateWatchlist(
  actor: Actor,
  { watchlistId, ...given }: WatchlistChanges & OnWatchlist,
): Promise<WatchlistDto> {
  authorize(actor, "lists:write");
  return db.$transaction(async (tx) => {
    const row = await lockWatchlist(tx, actor, watchlistId);
    const names = (["name", "threshold"] as const).filter(
      (name) => given[name] !== undefined && given[name] !== row[name],
    );
    if (names.length === 0) return toWatchlistDto(row);
    // A name is free text that might name a person, so only that it changed is told.
    const changes = Object.fromEntries(
      names
        .filter((name) => name === "threshold")
        .map((name) => [name, { before: row[name], after: given[name] ?? null }]),
    );
    const data = { ...given, updatedAt: new Date() };
    const changed = await tx.watchlist.update({ where: keyOf(row), data });
    await recordEvent(tx, actor, {
      type: "watchlist.updated",
      metadata: { fields: [...names], changes },
      resource: { type: "watchlist", id: row.id },
    });
    return toWatchlistDto(changed);
  });
}

/**
 * Replaces every entry of a watchlist with those of a CSV file, at once: a check compares with the old version or with
 * the new one. A wrong row refuses the file.
 * @throws AppError not_found; validation_error with the lines that cannot be read; payload_too_large above 16 MiB
 */
export async function uploadWatchlist(
  actor: Actor,
  { watchlistId, files }: OnWatchlist & { files: readonly Buffer[] },
): Promise<UploadedDto> {
  authorize(actor, "lists:write");
  const row = await ownWatchlistOf(actor, watchlistId);
  const [file] = files;
  if (!file || files.length > 1)
    throw new AppError("validation_error", "Send one file, as the part `file`.", {
      fields: [{ field: "file", message: "must be one file" }],
    });
  if (file.length > mostBytes)
    throw new AppError("payload_too_large", `The file is larger than ${mostBytes / 1024 / 1024} MiB.`);
  const { entries, ignoredColumns } = await readEntries(parseCsv(textOf(file), mostEntries + 1));
  const watchlist = await db.$transaction((tx) => replace(tx, actor, watchlistId, entries), {
    timeout: longestUploadMs,
  });
  // Outside the transaction, because a checker needs none of it any more: what is cut off is removed by the job.
  await removeOldVersions(row).catch((error) =>
    sayFailure(error, "old entries of a watchlist were not removed"),
  );
  return { watchlist, imported: entries.length, ignoredColumns };
}

function textOf(file: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch (cause) {
    throw new AppError("validation_error", "The file is not text in UTF-8.", {
      cause,
      fields: [{ field: "file", message: "must be CSV in UTF-8" }],
    });
  }
}

async function replace(
  tx: Transaction,
  actor: Actor,
  watchlistId: string,
  entries: readonly ReadEntry[],
): Promise<WatchlistDto> {
  const row = await lockWatchlist(tx, actor, watchlistId);
  const version = row.version + 1;
  for (const some of batchesOf(entries)) await insert(tx, row, version, some);
  const now = new Date();
  const data = {
    version,
    folding: currentFolding,
    entryCount: entries.length,
    uploadedAt: now,
    updatedAt: now,
    uploadedBy: actor.name,
  };
  const changed = await tx.watchlist.update({ where: keyOf(row), data });
  await recordEvent(tx, actor, {
    type: "watchlist.uploaded",
    metadata: { version, entries: entries.length },
    resource: { type: "watchlist", id: row.id },
  });
  return toWatchlistDto(changed);
}

/** A slow machine may take minutes for a long list. Nobody waits for the lock of the list but other uploads of it. */
const longestUploadMs = 15 * 60_000;

/** Spellings of one statement: each must end within the time that a request gives a statement, also on a busy disk. */
const batch = 2_000;

/** Entries in groups with about as many names. */
function* batchesOf(entries: readonly ReadEntry[]): Generator<ReadEntry[]> {
  let [group, names]: [ReadEntry[], number] = [[], 0];
  for (const entry of entries) {
    if (group.length > 0 && names + entry.folded.length > batch) {
      yield group;
      [group, names] = [[], 0];
    }
    group.push(entry);
    names += entry.folded.length;
  }
  if (group.length > 0) yield group;
}

async function insert(
  tx: Transaction,
  list: Scope & { pk: bigint },
  version: number,
  entries: readonly ReadEntry[],
): Promise<void> {
  const below = { ...scopeOf(list), watchlistPk: list.pk, version };
  await tx.watchlistEntry.createMany({
    data: entries.map(({ folded: _, ...entry }) => ({ ...entry, ...below })),
  });
  const names = entries.flatMap(({ line, folded }) => folded.map((each) => ({ line, folded: each })));
  const trigrams = names.map(({ folded }) => trigramsOf(folded).join(between));
  await tx.$executeRaw`
    INSERT INTO watchlist_names (organization_pk, environment, watchlist_pk, version, line, folded, trigrams)
    SELECT ${list.organizationPk}, ${list.environment}::"Environment", ${list.pk}, ${version}, n.line, n.folded,
      string_to_array(n.trigrams, ${between})
    FROM unnest(${names.map(({ line }) => line)}::int[], ${names.map(({ folded }) => folded)}::text[],
      ${trigrams}::text[]) AS n(line, folded, trigrams)`;
}

/**
 * Deletes a watchlist with its entries. Checks that have run keep what they found, and which version they compared with.
 * @throws AppError not_found; conflict while the monitoring of an identity is narrowed to it, which would end unsaid
 */
export async function deleteWatchlist(actor: Actor, { watchlistId }: OnWatchlist) {
  authorize(actor, "lists:write");
  return db.$transaction(
    async (tx) => {
      const row = await lockWatchlist(tx, actor, watchlistId);
      const narrowed = await tx.identity.count({
        where: { ...inScope(actor), monitoredLists: { has: row.id } },
      });
      if (narrowed > 0)
        throw new AppError(
          "conflict",
          `The monitoring of ${counted(narrowed, "identity", "identities")} is narrowed to this watchlist. Choose other lists for it first.`,
        );
      // Its rows go in small statements: a cascade over half a million names would take longer than one may.
      await removeRows(tx, row, row.version + 1);
      await tx.$executeRaw`DELETE FROM watchlists WHERE ${scopeSql(row)} AND pk = ${row.pk}`;
      await recordEvent(tx, actor, {
        type: "watchlist.deleted",
        metadata: { version: row.version, entries: row.entryCount },
        resource: { type: "watchlist", id: row.id },
      });
      return { id: row.id, status: "deleted" as const };
    },
    { timeout: longestUploadMs },
  );
}
