import "server-only";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, type Scope } from "@/lib/platform/scope";

/** A reason to open a restricted session is valid for this many minutes. */
export const openMinutes = 30;

/** The key of the row that stores a member's reason. */
export const openingOf = (session: Scope & { pk: bigint }, memberId: string) => ({
  organizationPk_environment_sessionPk_memberId: { ...belowSession(session), memberId },
});

/** Whether a member has given a reason to open the session, and it is still valid. */
export async function hasSaidWhy(session: Scope & { pk: bigint }, memberId: string): Promise<boolean> {
  const found = await db.sessionOpening.findUnique({
    where: openingOf(session, memberId),
    select: { expiresAt: true },
  });
  return found !== null && found.expiresAt > new Date();
}

/** The refusal of a restricted session. It opens once the reader has given a reason. */
export class SessionClosed extends AppError {
  constructor(readonly sessionId: string) {
    super("conflict", "This session is restricted. Give a reason before you open it.");
  }
}
