import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { recordEvent } from "@/lib/events/record";
import { addDays, midnightOf, todayIn } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { scopeSql } from "@/lib/platform/scope";
import { pastDamage, unreadable } from "@/lib/records/damage";
import { ciphersOf } from "@/lib/records/open";
import { toRowDto } from "@/lib/requests/dto";
import { ownRequestOf } from "@/lib/requests/load";
import type { RequestCounts, RequestDto, RequestPage, RequestsQuery } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";
import { currentSettings } from "@/lib/settings/load";

/** Returns a page of requests. Open requests are sorted by their last day, others by creation. */
export async function listRequests(actor: Actor, query: RequestsQuery): Promise<RequestPage> {
  authorize(actor, "requests:read");
  const keyset = requestKeyset(actor, query);
  const [found, [counted], settings] = await Promise.all([
    db.$queryRaw<{ pk: bigint; at: Date; id: string }[]>(pageSql(keyset)),
    db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
    currentSettings(actor),
  ]);
  const shown = found.slice(0, keyset.limit);
  const rows = await db.request.findMany({
    where: { ...inScope(actor), pk: { in: shown.map(({ pk }) => pk) } },
    include: {
      pauses: { orderBy: { pk: "asc" } },
      package: true,
      _count: { select: { matches: { where: { ...inScope(actor), state: "proposed" } } } },
    },
  });
  const byPk = new Map(rows.map((row) => [row.pk, row]));
  const cipherOfRequest = await ciphersOf(actor, "request", rows);
  const now = new Date();
  const last = shown.at(-1);
  const total = counted?.total ?? 0;
  const damage = pastDamage(actor);
  const data = shown.flatMap(({ pk }) => {
    const row = byPk.get(pk);
    if (!row) return [];
    const sealed = damage.past(cipherOfRequest(row.id)).open("request", row.id, row.sealed);
    const dto = toRowDto(actor, { ...row, proposed: row._count.matches }, sealed, settings, now);
    return [damage.isDamaged(row.id) ? { ...dto, requester: unreadable } : dto];
  });
  await damage.tell();
  return {
    data,
    pagination: paginationOf(keyset, found.length, total, last && { createdAt: last.at, id: last.id }),
  };
}

function requestKeyset(actor: Actor, query: RequestsQuery): Keyset {
  return {
    from: Prisma.sql`requests t`,
    order: Prisma.sql`t`,
    ...(query.status === "open" && { by: { column: Prisma.sql`t.due_on`, ascending: true } }),
    where: [
      scopeSql(inScope(actor), "t"),
      ...(query.status ? [Prisma.sql`t.status = ${query.status}::"RequestStatus"`] : []),
    ],
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
}

/**
 * Counts the open requests, those due within a week or late, and those that are late. The last day of a paused clock
 * moves, so its request is not due.
 */
export async function countRequests(actor: Actor): Promise<RequestCounts> {
  authorize(actor, "requests:read");
  const { timeZone } = (await currentSettings(actor)).organization;
  const today = todayIn(timeZone);
  const where = { ...inScope(actor), status: "open" as const };
  const open = await db.request.count({ where });
  const running = { ...where, pauses: { none: { ...inScope(actor), until: null } } };
  const due = await db.request.count({
    where: { ...running, dueOn: { lte: midnightOf(addDays(today, 7)) } },
  });
  const late = await db.request.count({ where: { ...running, dueOn: { lt: midnightOf(today) } } });
  return { open, due, late };
}

/** Returns one request with its checklist. Opening it shows the requester, so it is recorded. */
export async function getRequest(actor: Actor, input: { requestId: string }): Promise<RequestDto> {
  authorize(actor, "requests:read");
  const request = await ownRequestOf(actor, input.requestId);
  if (can(actor, "requests:work"))
    await recordEvent(db, actor, {
      type: "request.opened",
      metadata: {},
      resource: { type: "request", id: request.id },
    });
  return showRequest(actor, request);
}
