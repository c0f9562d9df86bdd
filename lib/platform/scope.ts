import type { everyOrganization } from "@/lib/platform/directory";
import { Prisma } from "@/lib/platform/generated/client";
import type { Environment } from "@/lib/platform/generated/enums";

/** The organization and the environment that a row is of: what every key of a tenant table begins with. */
export type Scope = { readonly organizationPk: bigint; readonly environment: Environment };

/** The scope of a row, for a row below it or beside it. */
export const scopeOf = ({ organizationPk, environment }: Scope): Scope => ({ organizationPk, environment });

/** What a row below a session begins with; as a `where`, every row below it. */
export const belowSession = (session: Scope & { pk: bigint }) => ({
  ...scopeOf(session),
  sessionPk: session.pk,
});

/** What a row below a request begins with; as a `where`, every row below it. */
export const belowRequest = (request: Scope & { pk: bigint }) => ({
  ...scopeOf(request),
  requestPk: request.pk,
});

/** A row by its primary key. */
export const keyOf = (row: Scope & { pk: bigint }) => ({ scoped: { ...scopeOf(row), pk: row.pk } });

/** The condition that rows of a table are of a scope. @param alias of the table, where the statement has several */
export function scopeSql({ organizationPk, environment }: Scope, alias?: string): Prisma.Sql {
  const of = Prisma.raw(alias ? `${alias}.` : "");
  return Prisma.sql`${of}organization_pk = ${organizationPk} AND ${of}environment = ${environment}::"Environment"`;
}

/** The condition that a row of one table and a row of another one are of one scope. @param one, other aliases */
export const sameScope = (one: string, other: string): Prisma.Sql =>
  Prisma.raw(
    `${one}.organization_pk = ${other}.organization_pk AND ${one}.environment = ${other}.environment`,
  );

/**
 * Stands after the first word of a statement that looks at every organization at once: the server forgets a comment
 * before it. @param job which of those that may
 */
export const acrossOrganizations = (job: keyof typeof everyOrganization): Prisma.Sql =>
  Prisma.raw(`/* every organization: ${job} */`);
