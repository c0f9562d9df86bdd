import "server-only";
import type { Actor, Environment, RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { permissionsOfScopes } from "@/lib/actor/permissions";
import { publishableScopes } from "@/lib/api-keys/schema";
import { countKeyUse } from "@/lib/auth/key-usage";
import { throttleCaller } from "@/lib/auth/throttle";
import type { Inflection } from "@/lib/contract/inflection";
import { recordFailure } from "@/lib/events/denial";
import { digest } from "@/lib/platform/crypto";
import { askDirectly, db } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import type { ApiKeyType } from "@/lib/platform/generated/enums";
import { isAddressAllowed } from "@/lib/platform/ip-address";
import { callerPointSql, isRead, rememberPoint } from "@/lib/platform/replicas";

export type ApiKeyActor = Actor & {
  readonly apiKeyPk: bigint;
  readonly defaultInflection: Inflection;
  /** The version of the contract that the key is pinned to. */
  readonly apiVersion: string;
  readonly keyType: ApiKeyType;
};

/**
 * Reads the API key of a request: `X-API-Key`, `Authorization: ApiKey …` or `Bearer …`, or Basic with the key as the
 * password (or as the user name when the password is empty).
 */
export function readApiKey(headers: Headers): string | null {
  const direct = headers.get("x-api-key");
  if (direct) return direct.trim();
  const [scheme, value] = headers.get("authorization")?.split(" ") ?? [];
  if (!scheme || !value) return null;
  if (/^(apikey|bearer)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  const [user, ...password] = Buffer.from(value, "base64").toString("utf8").split(":");
  return password.join(":") || user || null;
}

/** A row of api_keys as the driver returns it. */
type FoundKey = {
  pk: string;
  id: string;
  environment: Environment;
  type: ApiKeyType;
  keyPrefix: string;
  scopes: string[];
  isActive: boolean;
  defaultKeyInflection: Inflection;
  apiVersion: string;
  allowedIps: string[];
  allowedOrigins: string[];
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  organizationPk: string;
  organizationId: string;
  point: string | null;
};
type KnownKey = Omit<FoundKey, "pk" | "organizationPk"> & { pk: bigint; organizationPk: bigint };

const wrongKeys = { name: "wrong_key", points: 60, seconds: 300 };

/**
 * Authenticates the caller of an API key. Records every failure. Counts unknown keys by network.
 * @param page the origin of the web page that calls, as its browser says
 * @returns null when the key is unknown, inactive, expired, or not allowed from this address or page
 * @throws AppError rate_limited for a network that tries many unknown keys
 */
export async function authenticateApiKey(
  secret: string,
  request: RequestOrigin,
  page: string | null = null,
): Promise<ApiKeyActor | null> {
  const [found] = await askDirectly<FoundKey>(Prisma.sql`${Prisma.raw(prepared)}
    SELECT k.pk, k.id, k.environment::text AS environment, k.type::text AS type, k.key_prefix AS "keyPrefix", coalesce(k.scopes, '{}') AS scopes, k.is_active AS "isActive",
      k.default_key_inflection::text AS "defaultKeyInflection", k.api_version AS "apiVersion", coalesce(k.allowed_ips, '{}') AS "allowedIps", k.expires_at AS "expiresAt",
      coalesce(k.allowed_origins, '{}') AS "allowedOrigins", k.last_used_at AS "lastUsedAt", k.organization_pk AS "organizationPk", o.id AS "organizationId", ${callerPointSql()} AS point
    FROM api_keys k JOIN organizations o ON o.pk = k.organization_pk WHERE k.digest = ${digest(secret)}`);
  const key = found && { ...found, pk: BigInt(found.pk), organizationPk: BigInt(found.organizationPk) };
  const why = whyNot(key, request, page);
  if (!key || why) {
    if (!key) await throttleCaller(request, wrongKeys);
    await recordFailure({ door: "api_key", why: why ?? "unknown" }, request, key && scopeOf(key));
    return null;
  }
  await noteUse(key.pk, key.lastUsedAt);
  const actor = mintActor({
    kind: "api_key",
    id: key.id,
    name: `api_key:${key.keyPrefix}`,
    scope: scopeOf(key),
    permissions: permissionsOfScopes(key.type === "publishable" ? publishableScopes : key.scopes),
    request,
  });
  const { pk: apiKeyPk, defaultKeyInflection: defaultInflection, apiVersion, type: keyType } = key;
  const known = Object.assign(actor, { apiKeyPk, defaultInflection, apiVersion, keyType });
  if (isRead(request)) rememberPoint(known, key.point);
  countKeyUse(known);
  return known;
}

const scopeOf = ({ organizationPk, organizationId, environment }: KnownKey) => ({
  organizationPk,
  organizationId,
  environment,
});

function whyNot(key: KnownKey | undefined, request: RequestOrigin, page: string | null): string | null {
  if (!key) return "unknown key";
  if (!key.isActive) return `${key.keyPrefix} is switched off`;
  if (key.expiresAt && key.expiresAt <= new Date()) return `${key.keyPrefix} has expired`;
  if (key.allowedOrigins.length > 0 && !key.allowedOrigins.includes(page ?? ""))
    return `${key.keyPrefix} is not for this page`;
  return isAddressAllowed(request.ipAddress, key.allowedIps)
    ? null
    : `${key.keyPrefix} is not for this address`;
}

/** Updates `last_used_at` at most once a minute, so that reads rarely cost a write. */
async function noteUse(pk: bigint, lastUsedAt: Date | null): Promise<void> {
  const now = new Date();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < 60_000) return;
  await db.apiKey.update({ where: { pk }, data: { lastUsedAt: now }, select: { pk: true } });
}

/** Returns whether the caller has a publishable key, which everybody has who opens a certain web page. */
export const isPublishable = (actor: Actor | null): boolean =>
  (actor as ApiKeyActor | null)?.keyType === "publishable";

/**
 * Refuses every call of a publishable key that is not for creating a session, whatever the operation asks for.
 * @throws AppError forbidden
 */
export function refuseBeyondCreating(actor: Actor | null, request: Request): void {
  if (!isPublishable(actor)) return;
  if (request.method === "POST" && new URL(request.url).pathname === "/api/v1/sessions") return;
  throw new AppError("forbidden", "A publishable key can only create sessions (POST /api/v1/sessions).");
}
