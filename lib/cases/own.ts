import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

const notFound = () => new AppError("not_found", "Case not found.");

const ofCase = {
  include: {
    session: {
      select: {
        pk: true,
        id: true,
        status: true,
        externalRef: true,
        dataKeyId: true,
        retentionStatus: true,
        terminalAt: true,
        documentType: true,
        resultStatus: true,
        identityPk: true,
      },
    },
  },
} as const;

/**
 * The case an actor names, when it is in the actor's organization and environment, with its session.
 * @throws AppError not_found, alike for ids that do not exist and ids that are somebody else's
 */
export async function ownCaseOf(actor: Actor, id: string, tx: Transaction = db) {
  const where = { organizationPk_environment_id: { ...inScope(actor), id } };
  // PostgreSQL has no NUL: such an id is nobody's.
  const found = id.includes("\0") ? null : await tx.reviewCase.findUnique({ where, ...ofCase });
  if (!found) throw notFound();
  return found;
}

export type OwnCase = Awaited<ReturnType<typeof ownCaseOf>>;

/** {@link ownCaseOf}, locked until the transaction ends: whoever comes second sees what the first did. */
export async function lockCase(tx: Transaction, actor: Actor, id: string): Promise<OwnCase> {
  const { organizationPk, environment } = inScope(actor);
  if (id.includes("\0")) throw notFound();
  const locked = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT pk FROM review_cases WHERE organization_pk = ${organizationPk} AND environment = ${environment}::"Environment"
      AND id = ${id} FOR UPDATE`;
  if (locked.length === 0) throw notFound();
  return ownCaseOf(actor, id, tx);
}
