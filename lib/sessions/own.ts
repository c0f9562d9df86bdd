import "server-only";
import { type Actor, can, inScope } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { openDataKeys } from "@/lib/platform/keys";

const ownSession = {
  pk: true,
  id: true,
  status: true,
  documentType: true,
  dataKeyId: true,
  retentionStatus: true,
  terminalAt: true,
  createdAt: true,
  resultStatus: true,
  riskScore: true,
  riskLevel: true,
  redactedAt: true,
  restrictedAt: true,
  restrictedUntil: true,
} as const;

/**
 * The session an actor names, when it is in the actor's organization and environment. One that is restricted is
 * there for compliance alone.
 * @throws AppError not_found, alike for ids that do not exist and ids that are somebody else's
 */
export async function ownSessionOf(actor: Actor, id: string) {
  const where = { organizationPk_environment_id: { ...inScope(actor), id } };
  // PostgreSQL has no NUL: such an id is nobody's.
  const session = id.includes("\0") ? null : await db.session.findUnique({ where, select: ownSession });
  const isHidden = session?.restrictedAt && !can(actor, "requests:work");
  if (!session || isHidden) throw new AppError("not_found", "Session not found.");
  return session;
}

export type OwnSession = Awaited<ReturnType<typeof ownSessionOf>>;

/** The session's data key; undefined once it has been destroyed. */
export async function dataKeyOf(
  actor: Actor,
  session: { dataKeyId: string | null },
): Promise<Buffer | undefined> {
  if (!session.dataKeyId) return undefined;
  return (await openDataKeys(actor.scope.organizationId, [session.dataKeyId])).get(session.dataKeyId);
}
