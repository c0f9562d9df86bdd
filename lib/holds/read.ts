import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { dayOf, daysBetween, todayIn } from "@/lib/format/day";
import { instant, instantOrNull } from "@/lib/format/instant";
import { type HeldInput, ownHeldOf } from "@/lib/holds/load";
import type { HoldDto, HoldListQuery, HoldPage } from "@/lib/holds/schema";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { scopeSql } from "@/lib/platform/scope";
import { currentSettings } from "@/lib/settings/load";

/**
 * Lists the holds on a session, an identity or a request, newest first, including released ones. For a session it
 * includes holds on its identity and on requests.
 */
export async function listHolds(actor: Actor, input: HeldInput): Promise<{ data: HoldDto[] }> {
  authorize(actor, "requests:read");
  const { column } = await ownHeldOf(actor, input);
  const where =
    "sessionPk" in column ? { OR: [column, ...(await standingAround(actor, column.sessionPk))] } : column;
  return describeHolds(actor, { where: { ...inScope(actor), ...where }, orderBy: { pk: "desc" } });
}

async function standingAround(actor: Actor, sessionPk: bigint) {
  const { identityPk, externalRef } = await db.session.findUniqueOrThrow({
    where: { scoped: { ...inScope(actor), pk: sessionPk } },
    select: { identityPk: true, externalRef: true },
  });
  const identities = [...(identityPk ? [{ pk: identityPk }] : []), ...(externalRef ? [{ externalRef }] : [])];
  return [
    { releasedAt: null, identity: { OR: identities } },
    { releasedAt: null, request: { matches: { some: { sessionPk, state: "accepted" as const } } } },
  ];
}

/** Returns a page of holds: the active ones, the earliest review date first, or the released ones, newest first. */
export async function listHoldPage(actor: Actor, query: HoldListQuery): Promise<HoldPage> {
  authorize(actor, "requests:read");
  const isActive = query.state === "active";
  const keyset: Keyset = {
    from: Prisma.sql`holds t`,
    order: Prisma.sql`t`,
    ...(isActive && { by: { column: Prisma.sql`t.review_on`, ascending: true } }),
    where: [
      scopeSql(inScope(actor), "t"),
      isActive ? Prisma.sql`t.released_at IS NULL` : Prisma.sql`t.released_at IS NOT NULL`,
    ],
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
  const [found, [counted]] = await Promise.all([
    db.$queryRaw<{ pk: bigint; at: Date; id: string }[]>(pageSql(keyset)),
    db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
  ]);
  const shown = found.slice(0, keyset.limit);
  const { data } = await describeHolds(actor, {
    where: { ...inScope(actor), pk: { in: shown.map(({ pk }) => pk) } },
  });
  const byId = new Map(data.map((hold) => [hold.id, hold]));
  const last = shown.at(-1);
  return {
    data: shown.flatMap(({ id }) => byId.get(id) ?? []),
    pagination: paginationOf(
      keyset,
      found.length,
      counted?.total ?? 0,
      last && { createdAt: last.at, id: last.id },
    ),
  };
}

/** @throws AppError not_found */
export async function findHold(actor: Actor, holdId: string): Promise<HoldDto> {
  authorize(actor, "requests:read");
  const { data } = await describeHolds(actor, { where: { ...inScope(actor), id: holdId } });
  const [hold] = data;
  if (!hold) throw new AppError("not_found", "Hold not found.");
  return hold;
}

type Which = Pick<Parameters<typeof db.hold.findMany>[0] & object, "where" | "orderBy">;

async function describeHolds(actor: Actor, which: Which): Promise<{ data: HoldDto[] }> {
  const named = { select: { id: true } } as const;
  const [rows, names, { organization }] = await Promise.all([
    db.hold.findMany({
      ...which,
      include: {
        session: { select: { id: true, isRestricted: true } },
        identity: named,
        request: named,
      },
    }),
    memberNames(actor),
    currentSettings(actor),
  ]);
  const today = todayIn(organization.timeZone);
  return {
    data: rows.map(({ session, identity, request, ...row }) => ({
      id: row.id,
      resourceType: session ? "session" : identity ? "identity" : "request",
      resourceId:
        session?.isRestricted && !can(actor, "sessions:read-restricted")
          ? null
          : ((session ?? identity ?? request)?.id ?? null),
      reason: row.reason,
      owner: row.owner,
      reviewOn: dayOf(row.reviewOn),
      daysToReview: daysBetween(today, dayOf(row.reviewOn)),
      placedBy: names.get(row.placedBy) ?? row.placedBy,
      createdAt: instant(row.createdAt),
      releasedAt: instantOrNull(row.releasedAt),
      releasedBy: row.releasedBy && (names.get(row.releasedBy) ?? row.releasedBy),
    })),
  };
}
