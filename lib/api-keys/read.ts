import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { toApiKeyDto } from "@/lib/api-keys/dto";
import { findKey } from "@/lib/api-keys/load";
import type {
  ApiKeyDto,
  ApiKeyPage,
  ApiKeyParams,
  ApiKeyQuery,
  UsageDto,
  UsageQuery,
} from "@/lib/api-keys/schema";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { addDays, dayOf, midnightOf } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { pageSql, totalSql } from "@/lib/platform/keyset";
import { scopeSql } from "@/lib/platform/scope";

/** Lists the keys of an environment, newest first, revoked ones included. */
export async function listApiKeys(actor: Actor, query: ApiKeyQuery): Promise<ApiKeyPage> {
  authorize(actor, "api-keys:read");
  const keyset = {
    from: Prisma.sql`api_keys t`,
    order: Prisma.sql`t`,
    where: [scopeSql(inScope(actor), "t")],
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
  const [found, [counted]] = await Promise.all([
    db.$queryRaw<{ pk: bigint }[]>(pageSql(keyset)),
    db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
  ]);
  const pks = found.slice(0, keyset.limit).map(({ pk }) => pk);
  const rows = await db.apiKey.findMany({
    where: { ...inScope(actor), pk: { in: pks } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const last = rows.at(-1);
  const total = counted?.total ?? 0;
  return {
    data: rows.map(toApiKeyDto),
    pagination: paginationOf(keyset, found.length, total, last),
  };
}

/**
 * Returns a key of the environment, without its secret, which is not stored.
 * @throws AppError not_found
 */
export async function getApiKey(actor: Actor, { keyId }: ApiKeyParams): Promise<ApiKeyDto> {
  authorize(actor, "api-keys:read");
  return toApiKeyDto(await findKey(db, actor, keyId));
}

/**
 * Returns how often a key was used on each of the last days (UTC), today included. The last half minute may be missing.
 * @throws AppError not_found
 */
export async function getApiKeyUsage(
  actor: Actor,
  { keyId, days }: ApiKeyParams & UsageQuery,
): Promise<UsageDto> {
  authorize(actor, "api-keys:read");
  const { pk: apiKeyPk } = await findKey(db, actor, keyId);
  const first = addDays(dayOf(new Date()), 1 - days);
  const rows = await db.apiKeyUsage.findMany({
    where: { ...inScope(actor), apiKeyPk, day: { gte: midnightOf(first) } },
  });
  const calls = new Map(rows.map((row) => [dayOf(row.day), Number(row.calls)]));
  const data = Array.from({ length: days }, (_, at) => addDays(first, at)).map((day) => ({
    day,
    calls: calls.get(day) ?? 0,
  }));
  return { data, total: data.reduce((sum, each) => sum + each.calls, 0) };
}
