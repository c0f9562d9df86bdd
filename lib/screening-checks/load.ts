import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { keyOf, scopeSql } from "@/lib/platform/scope";
import { sessionFacts } from "@/lib/records/open";

/** The newest session that lists may show, of a reference or of the identity that has it. */
const newestSql = (actor: Actor, externalRef: string) => {
  const listed = Prisma.sql`SELECT s.pk, s.created_at, s.id FROM sessions s WHERE ${scopeSql(inScope(actor), "s")}
    AND NOT s.is_restricted AND s.retention_status <> 'redacted'`;
  const newest = Prisma.sql`ORDER BY s.created_at DESC, s.id DESC LIMIT 1`;
  // Two index ranges, because one condition with OR would read every session of the environment.
  return Prisma.sql`SELECT pk FROM (
      (${listed} AND s.external_ref = ${externalRef} ${newest})
      UNION ALL
      (${listed} AND s.identity_pk = (SELECT coalesce(i.merged_into_pk, i.pk) FROM identities i
        WHERE ${scopeSql(inScope(actor), "i")} AND i.external_ref = ${externalRef}) ${newest})) found
    ORDER BY created_at DESC, id DESC LIMIT 1`;
};

/**
 * Locks the session that a check of a reference belongs to: the newest one of the person. A check has no key of its
 * own, so it is exported, restricted and erased with its session.
 * @throws AppError validation_error when there is no such session
 */
export async function lockOwner(tx: Transaction, actor: Actor, externalRef: string) {
  const none = () =>
    new AppError(
      "validation_error",
      "There is no session with this external_ref that a check can belong to.",
      {
        fields: [
          {
            field: "external_ref",
            message: "must be that of a session which is neither redacted nor restricted",
          },
        ],
      },
    );
  const [found] = await tx.$queryRaw<{ pk: bigint }[]>(newestSql(actor, externalRef));
  if (!found) throw none();
  const key = { ...inScope(actor), pk: found.pk };
  await tx.$queryRaw`SELECT 1 FROM sessions WHERE ${scopeSql(key)} AND pk = ${found.pk} FOR UPDATE`;
  const session = await tx.session.findUniqueOrThrow({
    where: keyOf(key),
    select: {
      ...sessionFacts,
      identity: { select: { id: true } },
      reviewCase: { select: { id: true } },
    },
  });
  // It may have been restricted or redacted until it was locked.
  if (session.isRestricted || session.retentionStatus === "redacted") throw none();
  return session;
}

/** The identity and the sessions that checks are listed for. */
export const ownChecks = (actor: Actor) => ({
  ...inScope(actor),
  session: { ...inScope(actor), isRestricted: false },
});

/** @throws AppError not_found */
export async function ownCheckOf(actor: Actor, id: string) {
  const found = await db.screeningCheck.findUnique({
    where: { organizationPk_environment_id: { ...inScope(actor), id } },
    include: { session: { select: { ...sessionFacts, identity: { select: { id: true } } } } },
  });
  if (!found?.session) throw new AppError("not_found", "Screening check not found.");
  return { ...found, session: found.session };
}
