import type { everyOrganization } from "@/lib/platform/directory";
import { Prisma } from "@/lib/platform/generated/client";
import type { Environment } from "@/lib/platform/generated/enums";

/** The organization and environment of a row. Every key of a tenant table begins with them. */
export type Scope = { readonly organizationPk: bigint; readonly environment: Environment };

/** Returns the scope of a row, for related rows. */
export const scopeOf = ({ organizationPk, environment }: Scope): Scope => ({ organizationPk, environment });

/** The first key columns of rows below a session; as a `where`, all rows below it. */
export const belowSession = (session: Scope & { pk: bigint }) => ({
  ...scopeOf(session),
  sessionPk: session.pk,
});

/** The first key columns of rows below a request; as a `where`, all rows below it. */
export const belowRequest = (request: Scope & { pk: bigint }) => ({
  ...scopeOf(request),
  requestPk: request.pk,
});

/** A `where` for a row by its primary key. */
export const keyOf = (row: Scope & { pk: bigint }) => ({ scoped: { ...scopeOf(row), pk: row.pk } });

/**
 * The SQL condition that rows belong to a scope.
 * @param alias of the table, in a statement with several tables
 */
export function scopeSql({ organizationPk, environment }: Scope, alias?: string): Prisma.Sql {
  const of = Prisma.raw(alias ? `${alias}.` : "");
  return Prisma.sql`${of}organization_pk = ${organizationPk} AND ${of}environment = ${environment}::"Environment"`;
}

/**
 * The SQL condition that rows of two tables belong to the same scope.
 * @param one, other aliases of the tables
 */
export const sameScope = (one: string, other: string): Prisma.Sql =>
  Prisma.raw(
    `${one}.organization_pk = ${other}.organization_pk AND ${one}.environment = ${other}.environment`,
  );

/**
 * The SQL condition that a row's organization is served here. One that is held while it moves, or has moved, is left
 * alone by background work (docs/decisions/0130).
 * @param alias of the table that the row belongs to
 */
export const isServedSql = (alias: string): Prisma.Sql =>
  Prisma.raw(
    `EXISTS (SELECT 1 FROM organizations served WHERE served.pk = ${alias}.organization_pk AND served.held_at IS NULL)`,
  );

/**
 * A comment that marks a statement that looks at every organization at once. It comes after the statement's first
 * word, because the server drops comments before it.
 * @param job the name of one of the permitted statements
 */
export const acrossOrganizations = (job: keyof typeof everyOrganization): Prisma.Sql =>
  Prisma.raw(`/* every organization: ${job} */`);
