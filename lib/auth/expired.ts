import "server-only";
import { everyScope } from "@/lib/actor/job";
import { daysAgo } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";

const keepSignInsDays = 90;
/** More than a year, so that a key that is used once a year is not taken for an unused one. */
const keepUsageDays = 400;

/**
 * Removes expired throttle counters, stored answers of Idempotency-Keys after 24 hours, sign-ins 90 days after they
 * expire (the audit log still records them), invitations and password links a day after they expire, attempts of
 * single sign-on when they expire, and the use of API keys after 400 days.
 */
export async function removeExpired(): Promise<void> {
  await db.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } });
  for (const scope of await everyScope()) {
    await db.idempotentAnswer.deleteMany({ where: { ...scopeOf(scope), createdAt: { lt: daysAgo(1) } } });
    await db.apiKeyUsage.deleteMany({ where: { ...scopeOf(scope), day: { lt: daysAgo(keepUsageDays) } } });
  }
  for (const { pk: organizationPk } of await db.organization.findMany({ select: { pk: true } })) {
    await db.ssoAttempt.deleteMany({ where: { organizationPk, expiresAt: { lt: new Date() } } });
    await db.ssoAssertion.deleteMany({ where: { organizationPk, expiresAt: { lt: daysAgo(1) } } });
  }
  await db.signIn.deleteMany({ where: { expiresAt: { lt: daysAgo(keepSignInsDays) } } });
  await db.invitation.deleteMany({ where: { expiresAt: { lt: daysAgo(1) } } });
  await db.passwordLink.deleteMany({ where: { expiresAt: { lt: daysAgo(1) } } });
}
