import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import type { Allowed } from "@/lib/platform/outbound";

/** Where identity providers may be, by the operator's settings. */
export const allowedProviders = (): Allowed => ({
  http: env().SSO_ALLOW_HTTP === "on",
  networks: env().SSO_ALLOWED_NETWORKS,
});

export const withMappings = {
  mappings: {
    orderBy: [{ group: "asc" }, { role: "asc" }],
    select: { group: true, role: true },
  },
  scimTokens: {
    orderBy: { createdAt: "asc" },
    select: { id: true, prefix: true, createdAt: true, lastUsedAt: true },
  },
} as const satisfies Prisma.SsoConnectionInclude;

export type ConnectionRow = Prisma.SsoConnectionGetPayload<{ include: typeof withMappings }>;

/** A `where` for a connection by its primary key. */
export const connectionKey = ({ organizationPk, pk }: { organizationPk: bigint; pk: bigint }) => ({
  organizationPk_pk: { organizationPk, pk },
});

/**
 * Finds a connection of the actor's organization.
 * @throws AppError not_found
 */
export async function findConnection(
  tx: Pick<Transaction, "ssoConnection">,
  { scope: { organizationPk } }: Actor,
  id: string,
): Promise<ConnectionRow> {
  const found = await tx.ssoConnection.findFirst({ where: { organizationPk, id }, include: withMappings });
  if (!found) throw new AppError("not_found", "Connection not found.");
  return found;
}

/**
 * {@link findConnection} under a lock, after that of the organization, under which people sign in.
 * @throws AppError not_found
 */
export async function lockConnection(tx: Transaction, actor: Actor, id: string): Promise<ConnectionRow> {
  const { organizationPk } = actor.scope;
  await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
  await tx.$queryRaw`SELECT 1 FROM sso_connections WHERE organization_pk = ${organizationPk} AND id = ${id} FOR UPDATE`;
  return findConnection(tx, actor, id);
}

/** Finds a connection by its id alone, before the organization is known, together with the organization. */
export async function findSwitchedOn(id: string) {
  const connection = await db.ssoConnection.findUnique({ where: { id }, include: withMappings });
  if (!connection?.enabled) return null;
  return withOrganization(connection);
}

/** Adds the organization to a connection. */
export async function withOrganization(connection: ConnectionRow) {
  const organization = await db.organization.findUniqueOrThrow({ where: { pk: connection.organizationPk } });
  return { connection, organization };
}

/** Returns the id of the connection at which people with addresses of this domain sign in. */
export async function connectionForDomain(domain: string): Promise<string | null> {
  const found = await db.ssoDomain.findUnique({
    where: { verifiedDomain: domain },
    select: { organizationPk: true, connectionPk: true },
  });
  if (!found?.connectionPk) return null;
  const { organizationPk, connectionPk: pk } = found;
  const connection = await db.ssoConnection.findFirst({ where: { organizationPk, pk, enabled: true } });
  return connection?.id ?? null;
}

/** Returns whether an organization has proven that a domain is its own. */
export const isProven = async (
  tx: Pick<Transaction, "ssoDomain">,
  organizationPk: bigint,
  domain: string,
): Promise<boolean> => (await tx.ssoDomain.count({ where: { organizationPk, verifiedDomain: domain } })) > 0;

/** Returns the names of a member's groups that a provider has given over SCIM. */
export async function groupsOf(
  tx: Pick<Transaction, "scimGroup">,
  { organizationPk, pk: connectionPk }: Pick<ConnectionRow, "organizationPk" | "pk">,
  memberPk: bigint,
): Promise<string[]> {
  const where = { organizationPk, connectionPk, members: { some: { organizationPk, memberPk } } };
  return (await tx.scimGroup.findMany({ where, select: { displayName: true } })).map(
    ({ displayName }) => displayName,
  );
}
