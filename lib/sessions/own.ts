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
export async function findOwnSession(actor: Actor, id: string) {
  const where = { organizationPk_environment_id: { ...inScope(actor), id } };
  // PostgreSQL has no NUL: such an id is nobody's.
  const session = id.includes("\0") ? null : await db.session.findUnique({ where, select: ownSession });
  const isHidden = session?.restrictedAt && !can(actor, "requests:work");
  if (!session || isHidden) throw new AppError("not_found", "Session not found.");
  return session;
}

/** How long a reason to open a restricted session is good for. */
export const openMinutes = 30;

/** Whether a person may look into a session now: it is not restricted, or they have said why. */
async function isOpenTo(actor: Actor, session: OwnSession): Promise<boolean> {
  if (!session.restrictedAt || session.retentionStatus === "redacted" || actor.kind !== "person") return true;
  const opened = await db.auditEvent.findFirst({
    where: {
      ...inScope(actor),
      resourceType: "session",
      resourceId: session.id,
      type: "session.restricted-opened",
      actorId: actor.id,
      createdAt: { gt: new Date(Date.now() - openMinutes * 60_000) },
    },
    select: { sequence: true },
  });
  return opened !== null;
}

/**
 * {@link findOwnSession} for who looks into it: a restricted session opens to a person who has said why (GDPR Art. 18(2)).
 * @throws AppError not_found; conflict while no reason has been given
 */
export async function ownSessionOf(actor: Actor, id: string): Promise<OwnSession> {
  const session = await findOwnSession(actor, id);
  if (await isOpenTo(actor, session)) return session;
  throw new AppError("conflict", "This session is restricted: a law keeps it. Say why you open it first.");
}

export type OwnSession = Awaited<ReturnType<typeof findOwnSession>>;

/** The session's data key; undefined once it has been destroyed. */
export async function dataKeyOf(
  actor: Actor,
  session: { dataKeyId: string | null },
): Promise<Buffer | undefined> {
  if (!session.dataKeyId) return undefined;
  return (await openDataKeys(actor.scope.organizationId, [session.dataKeyId])).get(session.dataKeyId);
}
