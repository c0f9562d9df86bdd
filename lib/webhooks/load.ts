import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma, type WebhookEndpoint } from "@/lib/platform/generated/client";
import { sameScope, scopeSql } from "@/lib/platform/scope";

/** Who may not know of restricted sessions does not find their deliveries either (GDPR Art. 18). */
export const withoutRestricted = (actor: Actor) =>
  can(actor, "sessions:read-restricted")
    ? {}
    : { OR: [{ sessionPk: null }, { session: { isRestricted: false } }] };

/** {@link withoutRestricted} as SQL, for deliveries `t`. */
export const withoutRestrictedSql = (actor: Actor): Prisma.Sql[] =>
  can(actor, "sessions:read-restricted")
    ? []
    : [
        Prisma.sql`NOT EXISTS (SELECT 1 FROM sessions s WHERE ${sameScope("s", "t")} AND s.pk = t.session_pk AND s.is_restricted)`,
      ];

/**
 * Finds an endpoint in the actor's scope.
 * @throws AppError not_found
 */
export async function findEndpoint(
  tx: Pick<Transaction, "webhookEndpoint">,
  actor: Actor,
  id: string,
): Promise<WebhookEndpoint> {
  const found = await tx.webhookEndpoint.findFirst({ where: { ...inScope(actor), id, deletedAt: null } });
  if (!found) throw new AppError("not_found", "Webhook endpoint not found.");
  return found;
}

/**
 * {@link findEndpoint} under a lock.
 * @throws AppError not_found
 */
export async function lockEndpoint(tx: Transaction, actor: Actor, id: string): Promise<WebhookEndpoint> {
  await tx.$queryRaw`SELECT 1 FROM webhook_endpoints WHERE ${scopeSql(inScope(actor))} AND id = ${id} FOR UPDATE`;
  return findEndpoint(tx, actor, id);
}
