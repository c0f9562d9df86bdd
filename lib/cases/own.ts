import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import { holderOf } from "@/lib/cases/policy";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Purpose } from "@/lib/records/access";
import { type OpenSession, openBehind, requireReach, sessionFacts } from "@/lib/records/open";

const notFound = () => new AppError("not_found", "Case not found.");

const withSession = { session: { select: sessionFacts } } as const;

async function loadCase(actor: Actor, id: string, tx: Transaction) {
  const where = { organizationPk_environment_id: { ...inScope(actor), id } };
  const found = await tx.reviewCase.findUnique({ where, include: withSession });
  if (!found) throw notFound();
  return found;
}

/** A case of the actor's organization and environment, with the facts of its session. */
export type OwnCase = Awaited<ReturnType<typeof loadCase>>;

/**
 * The case an actor names, for one purpose. A case is as reachable as its session.
 * @throws AppError not_found, alike for ids that do not exist, ids that are somebody else's and cases whose session is
 * hidden from the actor; conflict where the session's restriction asks for a reason or forbids a change
 */
export async function ownCaseOf(
  actor: Actor,
  id: string,
  purpose: Purpose,
  tx: Transaction = db,
): Promise<OwnCase> {
  const found = await loadCase(actor, id, tx);
  await requireReach(actor, purpose, found.session, "Case");
  return found;
}

/** A case whose session has been opened. */
export type OpenCase = Omit<OwnCase, "session"> & { session: OpenSession };

/** {@link ownCaseOf} with its session opened: values are clear to whoever holds the case. */
export async function openCase(actor: Actor, id: string, purpose: Purpose): Promise<OpenCase> {
  const found = await loadCase(actor, id, db);
  const isHolder = actor.kind === "person" && holderOf(found, new Date()) === actor.id;
  return { ...found, session: await openBehind(actor, found.session, purpose, { what: "Case", isHolder }) };
}

/** {@link ownCaseOf} to be changed, locked until the transaction ends: whoever comes second sees what the first did. */
export async function lockCase(tx: Transaction, actor: Actor, id: string): Promise<OwnCase> {
  const { organizationPk, environment } = inScope(actor);
  const locked = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT pk FROM review_cases WHERE organization_pk = ${organizationPk} AND environment = ${environment}::"Environment"
      AND id = ${id} FOR UPDATE`;
  if (locked.length === 0) throw notFound();
  return ownCaseOf(actor, id, "work", tx);
}
