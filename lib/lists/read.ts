import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { listTypeOfBlocklist } from "@/lib/lists/blocklist";
import { type EntryRow, toEntryDto } from "@/lib/lists/dto";
import { confirmableKinds, recordListSearch } from "@/lib/lists/load";
import type { BlocklistDto, BlocklistPage, BlocklistQuery } from "@/lib/lists/schema";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { pastDamage, unreadable } from "@/lib/records/damage";
import { countSearch } from "@/lib/records/number-search";
import { ciphersOf } from "@/lib/records/open";
import { type Sought, soughtFor } from "@/lib/vault/blind-index";
import { isMetSql, soughtSql } from "@/lib/vault/meeting";

/** Returns what happens to a later session that matches the blocklist. */
export async function getBlocklist(actor: Actor): Promise<BlocklistDto> {
  authorize(actor, "lists:read");
  const list = await db.list.findFirst({
    where: { ...inScope(actor), listType: listTypeOfBlocklist },
    orderBy: { pk: "asc" },
  });
  return { matchMode: list?.matchMode === "block" ? "block" : "flag" };
}

type StoredEntry = EntryRow & {
  sealed: Uint8Array | null;
  dataKeyId: string | null;
};

const mostMatches = 100;

const entriesSql = (scope: Scope, pks: Prisma.Sql) => Prisma.sql`
  SELECT e.id, e.kind::text AS kind, e.reason_code AS "reasonCode", e.added_by AS "addedBy",
    e.created_at AS "createdAt", e.sealed, s.id AS "sessionId", s.data_key_id::text AS "dataKeyId",
    (SELECT count(*)::int FROM (SELECT DISTINCT b.session_pk FROM list_entry_indexes i
      JOIN blind_indexes b ON ${sameScope("b", "i")}
        AND b.kind = i.kind AND b.digest = i.digest AND NOT (b.is_part AND i.is_part)
      WHERE ${sameScope("i", "e")} AND i.entry_pk = e.pk AND b.session_pk IS DISTINCT FROM e.session_pk
      AND NOT EXISTS (SELECT 1 FROM sessions r WHERE ${sameScope("r", "b")} AND r.pk = b.session_pk AND r.is_restricted) LIMIT ${mostMatches}) others) AS matches
  FROM (${pks}) page JOIN list_entries e ON ${scopeSql(scope, "e")} AND e.pk = page.pk
  LEFT JOIN sessions s ON ${sameScope("s", "e")} AND s.pk = e.session_pk AND NOT s.is_restricted
  ORDER BY page.at DESC, e.id DESC`;

/**
 * Returns a page of the blocklist, newest first, without removed entries. A search by value is counted and recorded
 * with a digest, finds what {@link confirmableKinds} says, and nothing of a restricted session.
 * @throws AppError rate_limited like {@link countSearch}
 */
export async function listBlocklistEntries(actor: Actor, query: BlocklistQuery): Promise<BlocklistPage> {
  authorize(actor, "lists:read");
  const sought = query.q ? await soughtOf(actor, query.q, query.kind) : null;
  const keyset = entryKeyset(actor, query, sought);
  const [found, [counted]] = await Promise.all([
    db.$queryRaw<StoredEntry[]>(entriesSql(inScope(actor), pageSql(keyset))),
    db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
  ]);
  const rows = found.slice(0, keyset.limit);
  const last = rows.at(-1);
  const cipherOfSession = await ciphersOf(
    actor,
    "session",
    rows.map(({ sessionId, dataKeyId }) => ({ id: sessionId ?? "", dataKeyId })),
  );
  const total = counted?.total ?? 0;
  if (sought && sought.length > 0) await recordListSearch(actor, sought, total);
  const damage = pastDamage(actor);
  const data = rows.map((row) => {
    const sealed = damage.past(cipherOfSession(row.sessionId ?? "")).open("listEntry", row.id, row.sealed);
    const entry = toEntryDto(actor, row, sealed);
    return damage.isDamaged(row.id) ? { ...entry, value: unreadable } : entry;
  });
  await damage.tell();
  return {
    data,
    pagination: paginationOf(keyset, found.length, total, last),
  };
}

function entryKeyset(actor: Actor, query: BlocklistQuery, sought: readonly Sought[] | null): Keyset {
  return {
    from: Prisma.sql`list_entries t`,
    order: Prisma.sql`t`,
    where: [
      scopeSql(inScope(actor), "t"),
      Prisma.sql`t.list_pk IN (SELECT pk FROM lists WHERE ${scopeSql(inScope(actor))} AND list_type = ${listTypeOfBlocklist}::"ListType")`,
      Prisma.sql`t.removed_at IS NULL`,
      ...(query.kind ? [Prisma.sql`t.kind = ${query.kind}::"BlindIndexKind"`] : []),
      ...(sought ? [valueIs(actor, sought)] : []),
    ],
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
}

/** The digests of a value that the actor may find. */
async function soughtOf(actor: Actor, value: string, kind: BlocklistQuery["kind"]): Promise<Sought[]> {
  await countSearch(actor);
  const kinds = (await confirmableKinds(actor)).filter((each) => !kind || each === kind);
  const sought = await Promise.all(kinds.map((each) => soughtFor(actor.scope.organizationId, each, value)));
  return sought.flat();
}

/** Finds an exact value by its blind index. */
function valueIs(actor: Actor, sought: readonly Sought[]): Prisma.Sql {
  if (sought.length === 0) return Prisma.sql`false`;
  return Prisma.sql`t.pk IN (SELECT b.entry_pk FROM ${soughtSql(sought)} JOIN list_entry_indexes b ON ${isMetSql}
    WHERE ${scopeSql(inScope(actor), "b")}) AND NOT EXISTS (SELECT 1 FROM sessions r
    WHERE ${sameScope("r", "t")} AND r.pk = t.session_pk AND r.is_restricted)`;
}
