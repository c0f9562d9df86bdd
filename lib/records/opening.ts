import "server-only";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, type Scope } from "@/lib/platform/scope";

/** How long a reason to look into a restricted session is good for. */
export const openMinutes = 30;

/** The row that says that a member may look into a restricted session. */
export const openingOf = (session: Scope & { pk: bigint }, memberId: string) => ({
  organizationPk_environment_sessionPk_memberId: { ...belowSession(session), memberId },
});

/** Whether a member has said why they look into a session, less than half an hour ago. */
export async function hasSaidWhy(session: Scope & { pk: bigint }, memberId: string): Promise<boolean> {
  const found = await db.sessionOpening.findUnique({
    where: openingOf(session, memberId),
    select: { expiresAt: true },
  });
  return found !== null && found.expiresAt > new Date();
}

/** The refusal of a restricted session that opens once its reader has said why. */
export class SessionClosed extends AppError {
  constructor(readonly sessionId: string) {
    super("conflict", "This session is restricted. Give a reason before you open it.");
  }
}
