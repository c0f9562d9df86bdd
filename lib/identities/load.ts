import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { markDone } from "@/lib/events/record";
import type { IdentityFacts } from "@/lib/identities/dto";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { scopeSql } from "@/lib/platform/scope";
import { describeSessions, loadSessionRows } from "@/lib/sessions/load";

/** Which identity has the sessions of a merged one. */
export const withMerged = { mergedInto: { select: { id: true } } } as const;

/**
 * Finds an identity by its id or its external reference, in the actor's organization and environment.
 * @throws AppError not_found
 */
export async function ownIdentityOf(actor: Actor, idOrRef: string) {
  const found = await db.identity.findMany({
    where: { ...inScope(actor), OR: [{ id: idOrRef }, { externalRef: idOrRef }] },
    include: withMerged,
  });
  const identity = found.find(({ id }) => id === idOrRef) ?? found[0];
  if (!identity) throw new AppError("not_found", "Identity not found.");
  return identity;
}

/**
 * Locks an identity until the transaction ends, and reads it again.
 * @throws AppError conflict when it has been merged into another
 */
export async function lockIdentity(tx: Transaction, actor: Actor, id: string): Promise<OwnIdentity> {
  await tx.$queryRaw`SELECT 1 FROM identities WHERE ${scopeSql(inScope(actor))} AND id = ${id} FOR UPDATE`;
  const identity = await tx.identity.findUniqueOrThrow({
    where: { organizationPk_environment_id: { ...inScope(actor), id } },
    include: withMerged,
  });
  refuseMerged(identity);
  // Also when nothing is changed then: a repeated call tells the identity as it is.
  await markDone(tx, actor, { type: "identity", id: identity.id });
  return identity;
}

/** @throws AppError conflict when the identity has been merged into another, which it names */
export function refuseMerged({ mergedInto }: Pick<OwnIdentity, "mergedInto">): void {
  if (mergedInto)
    throw new AppError("conflict", `This identity has been merged into ${mergedInto.id}. Change that one.`);
}

export type OwnIdentity = Awaited<ReturnType<typeof ownIdentityOf>>;

/**
 * The sessions of an identity: those that belong to it, and those under its external reference that belong to none.
 * After a merge the other identity has them. Lists leave out restricted sessions.
 */
export const listedSessionsOf = (actor: Actor, identity: OwnIdentity) => ({
  ...everySessionOf(actor, identity),
  isRestricted: false,
});

/** {@link listedSessionsOf} with restricted sessions, for answers that must be complete. */
export const everySessionOf = (actor: Actor, { pk, externalRef }: OwnIdentity) => ({
  ...inScope(actor),
  OR: [{ identityPk: pk }, { externalRef, identityPk: null }],
});

/** The values that replace what identified a person. */
export const redactedIdentity = {
  status: "redacted" as const,
  tags: [],
  isFlagged: false,
  flagReason: null,
  flaggedAt: null,
  flaggedBy: null,
  monitoredLists: [],
  sealed: null,
};

/** Loads identities of the actor's organization and environment by internal key, newest first. */
export const identitiesBy = (actor: Actor, pks: readonly bigint[]) =>
  db.identity.findMany({
    where: { ...inScope(actor), pk: { in: [...pks] } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    include: withMerged,
  });

/** The identity of each session: the one it created, else the one with its external reference. */
export async function identityOfEach(
  actor: Actor,
  sessionPks: readonly bigint[],
): Promise<ReadonlyMap<bigint, bigint | null>> {
  const scope = inScope(actor);
  const rows = await db.$queryRaw<{ pk: bigint; identity: bigint | null }[]>`
    SELECT s.pk, coalesce(s.identity_pk, i.merged_into_pk, i.pk) AS identity FROM sessions s
    LEFT JOIN identities i ON ${scopeSql(scope, "i")} AND i.external_ref = s.external_ref
    WHERE ${scopeSql(scope, "s")} AND s.pk = ANY (${[...sessionPks]}::bigint[])`;
  return new Map(rows.map(({ pk, identity }) => [pk, identity]));
}

type Counted = { pk: bigint; sessions: number; latest: bigint | null; latestResult: string | null };

/** SQL of how many sessions each identity has that lists may show, and which is the latest. */
const countedSql = (actor: Actor, identities: readonly OwnIdentity[]) => {
  const listed = Prisma.sql`SELECT s.pk, s.created_at, s.id, s.result_status IS NOT NULL AS has_result
    FROM sessions s WHERE ${scopeSql(inScope(actor), "s")} AND NOT s.is_restricted`;
  // Two index ranges, because one condition with OR would read every session of the environment.
  return Prisma.sql`
    SELECT i.pk, own.sessions, own.latest, own."latestResult" FROM identities i CROSS JOIN LATERAL (
      SELECT count(*)::int AS sessions, (array_agg(f.pk ORDER BY f.created_at DESC, f.id DESC))[1] AS latest,
        (array_agg(f.id ORDER BY f.created_at DESC, f.id DESC) FILTER (WHERE f.has_result))[1] AS "latestResult"
      FROM (${listed} AND s.identity_pk = i.pk UNION ${listed} AND s.external_ref = i.external_ref AND s.identity_pk IS NULL) f) own
    WHERE ${scopeSql(inScope(actor), "i")} AND i.pk IN (${Prisma.join(identities.map(({ pk }) => pk))})`;
};

/**
 * Returns what the sessions of identities say of them: their number, the latest, and for members the masked name in
 * it. Restricted sessions are left out.
 */
export async function factsOf(
  actor: Actor,
  identities: readonly OwnIdentity[],
): Promise<(identity: OwnIdentity) => IdentityFacts> {
  const counted = identities.length > 0 ? await db.$queryRaw<Counted[]>(countedSql(actor, identities)) : [];
  const latest = counted.flatMap(({ latest: pk }) => (pk === null ? [] : [Prisma.sql`(${pk}::bigint)`]));
  const rows =
    latest.length > 0
      ? await loadSessionRows(
          inScope(actor),
          Prisma.sql`SELECT pk FROM (VALUES ${Prisma.join(latest)}) found(pk)`,
        )
      : [];
  const described = await describeSessions(actor, rows);
  const sessions = new Map(rows.map(({ pk }, at) => [pk, described[at]]));
  const own = new Map(counted.map((each) => [each.pk, each]));
  return ({ pk }) => {
    const found = own.get(pk);
    const session = found?.latest ? sessions.get(found.latest) : undefined;
    return {
      sessionCount: found?.sessions ?? 0,
      latestSessionId: session?.id ?? null,
      latestResultId: found?.latestResult ?? null,
      ...(actor.kind === "person" && { subject: session?.subject ?? null }),
    };
  };
}
