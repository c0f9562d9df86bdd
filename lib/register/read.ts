import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { addDays, startOfDay } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { onReplica } from "@/lib/platform/replicas";
import { scopeSql } from "@/lib/platform/scope";
import type { RequestPage, RequestsQuery } from "@/lib/register/schema";
import { describeRequests } from "@/lib/requests/read";
import { currentSettings, type Settings } from "@/lib/settings/load";

/** Returns a page of requests. Open requests are sorted by their last day, others by creation. */
export async function listRequests(actor: Actor, query: RequestsQuery): Promise<RequestPage> {
  authorize(actor, "requests:read");
  return onReplica(actor, async () => {
    const settings = await currentSettings(actor);
    const keyset = requestKeyset(actor, query, settings);
    const [found, [counted]] = await Promise.all([
      db.$queryRaw<{ pk: bigint; at: Date; id: string }[]>(pageSql(keyset)),
      db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
    ]);
    const shown = found.slice(0, keyset.limit);
    const rows = await describeRequests(
      actor,
      shown.map(({ pk }) => pk),
      settings,
    );
    const last = shown.at(-1);
    return {
      data: shown.flatMap(({ pk }) => rows.get(pk) ?? []),
      pagination: paginationOf(
        keyset,
        found.length,
        counted?.total ?? 0,
        last && { createdAt: last.at, id: last.id },
      ),
    };
  });
}

function requestKeyset(actor: Actor, query: RequestsQuery, { organization }: Settings): Keyset {
  const { status, kind, jurisdiction, assignedTo, dueBy, q, from, to } = query;
  const { timeZone } = organization;
  const at = Prisma.sql;
  return {
    from: at`requests t`,
    order: at`t`,
    ...(status === "open" && { by: { column: at`t.due_on`, ascending: true } }),
    where: [
      scopeSql(inScope(actor), "t"),
      ...(status ? [at`t.status = ${status}::"RequestStatus"`] : []),
      ...(kind ? [at`t.kind = ${kind}::"RequestKind"`] : []),
      ...(jurisdiction ? [at`t.jurisdiction = ${jurisdiction}::"Jurisdiction"`] : []),
      ...(assignedTo === "none" ? [at`t.assigned_to IS NULL`] : []),
      ...(assignedTo && assignedTo !== "none" ? [at`t.assigned_to = ${assignedTo}`] : []),
      ...(dueBy ? [at`t.status = 'open' AND t.due_on <= ${dueBy}::date`] : []),
      ...(q ? [at`starts_with(t.id, ${q.toLowerCase()})`] : []),
      ...(from ? [at`t.received_at >= ${startOfDay(timeZone, from)}`] : []),
      ...(to ? [at`t.received_at < ${startOfDay(timeZone, addDays(to, 1))}`] : []),
    ],
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
}
