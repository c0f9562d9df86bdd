import "server-only";
import type { AuditEventDto, AuditListQuery } from "@/lib/audit/schema";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { instant } from "@/lib/format/instant";
import { decodeCursor, encodeCursor } from "@/lib/http/cursor";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { countedUpTo, type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";

/** The audit log of the actor's environment, newest first. Sign-ins belong to an organization and stand in live. */
export async function listEvents(actor: Actor, query: AuditListQuery) {
  authorize(actor, "audit:read");
  const keyset = eventKeyset(actor, query);
  const [found, counted] = await Promise.all([
    db.$queryRaw<{ pk: bigint }[]>(pageSql(keyset)),
    db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
  ]);
  const hasMore = found.length > keyset.limit;
  const sequences = found.slice(0, keyset.limit).map(({ pk }) => pk);
  const rows = await db.auditEvent.findMany({
    where: { sequence: { in: sequences } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const last = rows.at(-1);
  const total = counted[0]?.total ?? 0;
  return {
    data: rows.map(toEventDto),
    pagination: {
      total: Math.min(total, countedUpTo),
      totalIsCapped: total > countedUpTo,
      limit: keyset.limit,
      offset: keyset.after ? 0 : keyset.offset,
      hasMore,
      nextCursor: hasMore && last ? encodeCursor(last) : null,
    },
  };
}

function eventKeyset(actor: Actor, query: AuditListQuery): Keyset {
  const { organizationPk, environment } = inScope(actor);
  const is = (column: Prisma.Sql, value: string | undefined) =>
    value ? [value.includes("\0") ? Prisma.sql`false` : Prisma.sql`${column} = ${value}`] : [];
  return {
    from: Prisma.sql`(SELECT sequence AS pk, * FROM audit_events) t`,
    order: Prisma.sql`t`,
    where: [
      Prisma.sql`t.organization_pk = ${organizationPk} AND t.environment = ${environment}::"Environment"`,
      ...is(Prisma.sql`t.type`, query.action),
      ...is(Prisma.sql`t.resource_type`, query.resourceType ?? (query.resourceId ? "session" : undefined)),
      ...is(Prisma.sql`t.resource_id`, query.resourceId),
    ],
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
}

type EventRow = Awaited<ReturnType<typeof db.auditEvent.findMany>>[number];

function toEventDto(row: EventRow): AuditEventDto {
  return {
    id: row.id,
    type: row.type,
    createdAt: instant(row.createdAt),
    resourceType: row.resourceType,
    resourceId: row.resourceId,
    actor: row.actorName,
    actorKind: row.actorKind,
    metadata: row.metadata as Record<string, unknown>,
    ipAddress: row.ipAddress,
    requestMethod: row.requestMethod,
    requestPath: row.requestPath,
    sequenceNum: Number(row.sequence),
  };
}
