import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { keyOf, type Scope, scopeSql } from "@/lib/platform/scope";
import { currentFolding, earlierNames, foldedNames, probesOf, trigramsOf } from "@/lib/watchlists/policy";
import type { ListedType } from "@/lib/watchlists/schema";

/** @throws AppError not_found */
export async function ownWatchlistOf(actor: Actor, id: string) {
  const where = { organizationPk_environment_id: { ...inScope(actor), id } };
  const found = await db.watchlist.findUnique({ where });
  if (!found) throw new AppError("not_found", "Watchlist not found.");
  return found;
}

/** Locks a watchlist until the transaction ends. @throws AppError not_found */
export async function lockWatchlist(tx: Transaction, actor: Actor, id: string) {
  await tx.$queryRaw`SELECT 1 FROM watchlists WHERE ${scopeSql(inScope(actor))} AND id = ${id} FOR UPDATE`;
  const where = { organizationPk_environment_id: { ...inScope(actor), id } };
  const found = await tx.watchlist.findUnique({ where });
  if (!found) throw new AppError("not_found", "Watchlist not found.");
  return found;
}

type OfList = Scope & { pk: bigint };
const removedAtOnce = 5_000;

/** Removes the entries and names of versions before one, in statements that each end soon. */
export async function removeRows(
  tx: Pick<typeof db, "$queryRaw">,
  list: OfList,
  before: number,
): Promise<void> {
  for (const table of ["watchlist_names", "watchlist_entries"])
    for (let after = 0n, isMore = true; isMore; ) {
      const gone = await tx.$queryRaw<{ pk: bigint }[]>`
        DELETE FROM ${Prisma.raw(table)} WHERE ${scopeSql(list)} AND pk IN (
          SELECT t.pk FROM ${Prisma.raw(table)} t WHERE ${scopeSql(list, "t")} AND t.watchlist_pk = ${list.pk}
            AND t.version < ${before} AND t.pk > ${after} ORDER BY t.pk LIMIT ${removedAtOnce})
        RETURNING pk`;
      isMore = gone.length === removedAtOnce;
      for (const { pk } of gone) if (pk > after) after = pk;
    }
}

/** Removes what no check is compared with any more, because a newer version counts. */
export async function removeOldVersions(list: OfList): Promise<void> {
  const current = await db.watchlist.findUnique({ where: keyOf(list), select: { version: true } });
  if (current) await removeRows(db, list, current.version);
}

/** A version of a list that a name was compared with. */
export type ComparedList = { id: string; name: string; version: number; entries: number; threshold: number };

/** An entry that is similar enough to a name. */
export type SimilarEntry = {
  listId: string;
  listName: string;
  version: number;
  line: number;
  name: string;
  birthdate: string | null;
  countries: string[];
  entityType: string | null;
  reference: string | null;
  /** 1 for an equal name, otherwise the similarity of its trigrams. */
  score: number;
};

/** How often the most common of some trigrams occur, by the statistics of the database; none before it made any. */
async function commonAmong(
  tx: Pick<Transaction, "$queryRaw">,
  trigrams: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.$queryRaw<{ trigram: string; part: number }[]>`
    SELECT e.trigram, e.part::float8 AS part FROM pg_stats s
    CROSS JOIN LATERAL unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e(trigram, part)
    WHERE s.schemaname = current_schema() AND s.tablename = 'watchlist_names' AND s.attname = 'trigrams'
      AND e.trigram = ANY (${[...trigrams]})`;
  return new Map(rows.map(({ trigram, part }) => [trigram, part]));
}

/** Separates trigrams, which hold letters, digits, marks and spaces only. */
export const between = "|";

/** Hits of one check; more are not told, and the check says so. */
export const mostHits = 50;

/**
 * Compares a name with every loaded list of a type, in one statement: a list that is replaced meanwhile counts in one
 * version as a whole.
 * @param name null when there is none to compare: nothing is found then
 * @param only the ids of the lists to compare with; none means all of them
 * @returns the lists that were compared, and the most similar entries, {@link mostHits} and one more at most
 */
export async function similarTo(
  tx: Transaction,
  actor: Actor,
  checkType: ListedType,
  name: string | null,
  only: readonly string[] = [],
): Promise<{ lists: ComparedList[]; found: SimilarEntry[] }> {
  const own = (alias: string) => scopeSql(inScope(actor), alias);
  const [{ least = 1 } = {}] = await tx.$queryRaw<{ least: number }[]>`
    SELECT coalesce(min(l.threshold), 1)::float8 AS least FROM watchlists l WHERE ${own("l")} AND l.check_type = ${checkType}`;
  const spellings = name === null ? [] : foldedNames(name);
  const earlier = name === null ? [] : earlierNames(name);
  const asked = [...spellings, ...earlier].map(trigramsOf);
  const isEarlier = asked.map((_, at) => at >= spellings.length);
  const common = await commonAmong(tx, asked.flat());
  const probes = [...new Set(asked.flatMap((trigrams) => probesOf(trigrams, least, common)))];
  // Names of very different length cannot be similar: the shared part is at most the shorter of the two.
  const sizes = asked.map((trigrams) => trigrams.length);
  const shortest = Math.floor(Math.min(...sizes, Number.MAX_SAFE_INTEGER) * least + 1e-9);
  const longest = Math.ceil(Math.max(...sizes, 0) / Math.max(least, 0.01) - 1e-9);
  const [told] = await tx.$queryRaw<{ lists: ComparedList[] | null; found: SimilarEntry[] | null }[]>`
    WITH lists AS (
      SELECT l.pk, l.id, l.name, l.version, l.entry_count AS entries, l.threshold, l.folding FROM watchlists l
      WHERE ${own("l")} AND l.check_type = ${checkType} AND l.version > 0
        ${only.length > 0 ? Prisma.sql`AND l.id = ANY (${[...only]})` : Prisma.empty}),
    asked AS (SELECT string_to_array(each, ${between}) AS trigrams, is_earlier
      FROM unnest(${asked.map((trigrams) => trigrams.join(between))}::text[], ${isEarlier}::boolean[]) AS given(each, is_earlier)),
    near AS (
      SELECT n.watchlist_pk, n.version, n.line,
        max(s.shared / (cardinality(n.trigrams) + cardinality(q.trigrams) - s.shared)) AS score
      FROM watchlist_names n CROSS JOIN asked q
      CROSS JOIN LATERAL (SELECT count(*)::float8 AS shared FROM unnest(n.trigrams) AS t
        WHERE t = ANY (q.trigrams)) s
      WHERE ${own("n")} AND n.trigrams && ${probes}::text[]
        AND (NOT q.is_earlier OR EXISTS (SELECT 1 FROM lists f WHERE f.pk = n.watchlist_pk AND f.folding < ${currentFolding}))
        AND cardinality(n.trigrams) BETWEEN least(${shortest}::bigint, 2147483647) AND least(${longest}::bigint, 2147483647)
      GROUP BY n.watchlist_pk, n.version, n.line),
    found AS (
      SELECT l.id AS "listId", l.name AS "listName", l.version, e.line, e.name, e.birthdate, e.countries,
        e.entity_type AS "entityType", e.reference, round(s.score::numeric, 4)::float8 AS score
      FROM near s
      JOIN lists l ON l.pk = s.watchlist_pk AND l.version = s.version AND s.score >= l.threshold
      JOIN watchlist_entries e ON ${own("e")} AND e.watchlist_pk = l.pk AND e.version = s.version AND e.line = s.line
      ORDER BY s.score DESC, l.id, e.line LIMIT ${mostHits + 1})
    SELECT (SELECT json_agg(json_build_object('id', id, 'name', name, 'version', version, 'entries', entries,
        'threshold', threshold) ORDER BY pk) FROM lists) AS lists,
      (SELECT json_agg(found) FROM found) AS found`;
  return { lists: told?.lists ?? [], found: told?.found ?? [] };
}
