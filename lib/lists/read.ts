import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { listTypeOfBlocklist } from "@/lib/lists/blocklist";
import { type EntryRow, toEntryDto } from "@/lib/lists/dto";
import { type BlocklistDto, type BlocklistPage, type BlocklistQuery, blockables } from "@/lib/lists/schema";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { pastDamage, unreadable } from "@/lib/records/damage";
import { ciphersOf } from "@/lib/records/open";
import { soughtFor } from "@/lib/vault/blind-index";
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

/** Returns a page of the blocklist, newest first, without removed entries. */
export async function listBlocklistEntries(actor: Actor, query: BlocklistQuery): Promise<BlocklistPage> {
  authorize(actor, "lists:read");
  const keyset = await entryKeyset(actor, query);
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

async function entryKeyset(actor: Actor, query: BlocklistQuery): Promise<Keyset> {
  return {
    from: Prisma.sql`list_entries t`,
    order: Prisma.sql`t`,
    where: [
      scopeSql(inScope(actor), "t"),
      Prisma.sql`t.list_pk IN (SELECT pk FROM lists WHERE ${scopeSql(inScope(actor))} AND list_type = ${listTypeOfBlocklist}::"ListType")`,
      Prisma.sql`t.removed_at IS NULL`,
      ...(query.kind ? [Prisma.sql`t.kind = ${query.kind}::"BlindIndexKind"`] : []),
      ...(query.q ? [await valueIs(actor, query.q, query.kind)] : []),
    ],
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
}

/** Finds an exact value by its blind index. People who may not see values may not search for them either. */
async function valueIs(actor: Actor, value: string, kind: BlocklistQuery["kind"]): Promise<Prisma.Sql> {
  if (actor.kind === "person" && !can(actor, "pii:mask")) return Prisma.sql`false`;
  const kinds = kind ? [kind] : blockables;
  const sought = await Promise.all(kinds.map((each) => soughtFor(actor.scope.organizationId, each, value)));
  const digests = sought.flat();
  if (digests.length === 0) return Prisma.sql`false`;
  return Prisma.sql`t.pk IN (SELECT b.entry_pk FROM ${soughtSql(digests)} JOIN list_entry_indexes b ON ${isMetSql}
    WHERE ${scopeSql(inScope(actor), "b")})`;
}
