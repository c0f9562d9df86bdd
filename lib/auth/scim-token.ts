import "server-only";
import { type Actor, authorize, type RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { throttleCaller } from "@/lib/auth/throttle";
import { recordFailure } from "@/lib/events/denial";
import { digest } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { consumeByBlock } from "@/lib/platform/rate-limit";
import { type ConnectionRow, withMappings } from "@/lib/single-sign-on/load";

/** An identity provider that calls, and the connection whose role mappings count. */
export type Caller = { actor: Actor; connection: ConnectionRow };

const wrongTokens = { name: "wrong_scim_token", points: 60, seconds: 300 };

/**
 * Authenticates an identity provider by its bearer token.
 * @returns null without a valid token
 * @throws AppError rate_limited
 */
export async function authenticateScim(
  header: string | null,
  request: RequestOrigin,
): Promise<Caller | null> {
  const [, token] = /^Bearer (\S+)$/i.exec(header ?? "") ?? [];
  const found = token
    ? await db.scimToken.findUnique({
        where: { digest: Uint8Array.from(digest(token)) },
        include: { connection: { include: withMappings } },
      })
    : null;
  if (!found) {
    await throttleCaller(request, wrongTokens);
    await recordFailure({ door: "scim", why: token ? "unknown token" : "no token" }, request);
    return null;
  }
  const { organizationPk, id, lastUsedAt, connection } = found;
  await consumeByBlock({ name: "scim", points: env().API_REQUESTS_PER_MINUTE, seconds: 60 }, id);
  const organization = await db.organization.findUniqueOrThrow({ where: { pk: organizationPk } });
  const now = new Date();
  if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() > 60_000)
    await db.scimToken.updateMany({ where: { organizationPk, id }, data: { lastUsedAt: now } });
  const actor = mintActor({
    kind: "job",
    id,
    name: "SCIM",
    scope: { organizationPk, organizationId: organization.id, environment: "live" },
    permissions: new Set(["members:provision"]),
    request,
  });
  return { actor, connection };
}

/** Refuses every actor but an identity provider. @throws AppError forbidden */
export const authorizeProvider = ({ actor }: Caller): void => authorize(actor, "members:provision");
