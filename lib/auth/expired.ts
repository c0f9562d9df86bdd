import "server-only";
import { everyScope } from "@/lib/actor/job";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";

const dayMs = 86_400_000;
const keepSignInsDays = 90;

/**
 * Removes what has served its time: throttle counters, answers kept for Idempotency-Keys (24 hours), sign-ins that
 * ended 90 days ago (the audit log keeps that they happened), and invitations that nobody can use any more.
 */
export async function removeExpired(): Promise<void> {
  const now = Date.now();
  const before = (days: number) => new Date(now - days * dayMs);
  await db.rateLimit.deleteMany({ where: { expire: { lt: now } } });
  for (const scope of await everyScope())
    await db.idempotentAnswer.deleteMany({ where: { ...scopeOf(scope), createdAt: { lt: before(1) } } });
  await db.signIn.deleteMany({ where: { expiresAt: { lt: before(keepSignInsDays) } } });
  await db.invitation.deleteMany({ where: { expiresAt: { lt: before(1) } } });
}
