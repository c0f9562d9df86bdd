import "server-only";
import { everyScope } from "@/lib/actor/job";
import { daysAgo } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";

const keepSignInsDays = 90;

/**
 * Removes what has served its time: throttle counters, answers kept for Idempotency-Keys (24 hours), sign-ins that
 * ended 90 days ago (the audit log keeps that they happened), and invitations that nobody can use any more.
 */
export async function removeExpired(): Promise<void> {
  await db.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } });
  for (const scope of await everyScope())
    await db.idempotentAnswer.deleteMany({ where: { ...scopeOf(scope), createdAt: { lt: daysAgo(1) } } });
  await db.signIn.deleteMany({ where: { expiresAt: { lt: daysAgo(keepSignInsDays) } } });
  await db.invitation.deleteMany({ where: { expiresAt: { lt: daysAgo(1) } } });
}
