import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { scopeSql } from "@/lib/platform/scope";
import { toWatchlistDto } from "@/lib/watchlists/dto";
import { ownWatchlistOf } from "@/lib/watchlists/load";
import { foldedNames } from "@/lib/watchlists/policy";
import type {
  WatchlistDto,
  WatchlistEntriesQuery,
  WatchlistEntryDto,
  WatchlistEntryPage,
} from "@/lib/watchlists/schema";

/** Lists the watchlists of the actor's environment by name. */
export async function listWatchlists(actor: Actor): Promise<{ data: WatchlistDto[] }> {
  authorize(actor, "lists:read");
  const rows = await db.watchlist.findMany({
    where: inScope(actor),
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return { data: rows.map(toWatchlistDto) };
}

/** @throws AppError not_found */
export async function getWatchlist(actor: Actor, input: { watchlistId: string }): Promise<WatchlistDto> {
  authorize(actor, "lists:read");
  return toWatchlistDto(await ownWatchlistOf(actor, input.watchlistId));
}

/**
 * Returns a page of the current entries of a watchlist in the order of its file; with `q` those with a name that
 * contains it, whatever the marks.
 * @throws AppError not_found
 */
export async function listWatchlistEntries(
  actor: Actor,
  { watchlistId, q, limit, offset }: WatchlistEntriesQuery & { watchlistId: string },
): Promise<WatchlistEntryPage> {
  authorize(actor, "lists:read");
  const { pk, version, entryCount } = await ownWatchlistOf(actor, watchlistId);
  const named = q ? foldedNames(q).map((each) => `%${each.replaceAll(/[\\%_]/g, "\\$&")}%`) : [];
  const where = Prisma.sql`${scopeSql(inScope(actor), "e")} AND e.watchlist_pk = ${pk} AND e.version = ${version}
    ${
      q
        ? Prisma.sql`AND e.line IN (SELECT n.line FROM watchlist_names n WHERE ${scopeSql(inScope(actor), "n")}
          AND n.watchlist_pk = ${pk} AND n.version = ${version} AND n.folded LIKE ANY (${named}::text[]))`
        : Prisma.empty
    }`;
  const [data, counted] = await Promise.all([
    db.$queryRaw<WatchlistEntryDto[]>`
      SELECT e.line, e.name, e.aliases, e.birthdate, e.countries, e.entity_type AS "entityType", e.reference, e.remarks
      FROM watchlist_entries e WHERE ${where} ORDER BY e.line LIMIT ${limit} OFFSET ${offset}`,
    q
      ? db.$queryRaw<
          { total: number }[]
        >`SELECT count(*)::int AS total FROM watchlist_entries e WHERE ${where}`
      : [{ total: entryCount }],
  ]);
  const total = counted[0]?.total ?? 0;
  return {
    data,
    pagination: {
      total,
      totalIsCapped: false,
      limit,
      offset,
      hasMore: offset + data.length < total,
      nextCursor: null,
    },
  };
}
