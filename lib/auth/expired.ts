import "server-only";
import { everyScope } from "@/lib/actor/job";
import { daysAgo } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";

const keepSignInsDays = 90;

/**
 * Removes expired throttle counters, stored answers of Idempotency-Keys after 24 hours, sign-ins 90 days after they
 * expire (the audit log still records them), and invitations and password links a day after
 * they expire, and attempts of single sign-on when they expire.
 */
export async function removeExpired(): Promise<void> {
  await db.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } });
  for (const scope of await everyScope())
    await db.idempotentAnswer.deleteMany({ where: { ...scopeOf(scope), createdAt: { lt: daysAgo(1) } } });
  for (const { pk: organizationPk } of await db.organization.findMany({ select: { pk: true } })) {
    await db.ssoAttempt.deleteMany({ where: { organizationPk, expiresAt: { lt: new Date() } } });
    await db.ssoAssertion.deleteMany({ where: { organizationPk, expiresAt: { lt: daysAgo(1) } } });
  }
  await db.signIn.deleteMany({ where: { expiresAt: { lt: daysAgo(keepSignInsDays) } } });
  await db.invitation.deleteMany({ where: { expiresAt: { lt: daysAgo(1) } } });
  await db.passwordLink.deleteMany({ where: { expiresAt: { lt: daysAgo(1) } } });
}
