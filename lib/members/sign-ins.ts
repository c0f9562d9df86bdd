import "server-only";
import { idleMinutes } from "@/lib/browser/presence";
import type { Transaction } from "@/lib/platform/db";

/** The condition that a sign-in has not ended: not signed out, not expired, not idle for too long. */
export const living = () => ({
  revokedAt: null,
  expiresAt: { gt: new Date() },
  lastSeenAt: { gt: new Date(Date.now() - idleMinutes * 60_000) },
});

/**
 * Ends all sign-ins of a member, or all but one. Streams that they opened end with them.
 * @returns how many of them were not idle for too long: those that the account lists
 */
export async function endSignIns(tx: Transaction, memberPk: bigint, exceptId?: string): Promise<number> {
  const where = {
    memberPk,
    revokedAt: null,
    expiresAt: { gt: new Date() },
    ...(exceptId && { id: { not: exceptId } }),
  };
  const data = { revokedAt: new Date() };
  const ended = await tx.signIn.updateManyAndReturn({ where, data, select: { lastSeenAt: true } });
  const idleSince = new Date(Date.now() - idleMinutes * 60_000);
  return ended.filter(({ lastSeenAt }) => lastSeenAt > idleSince).length;
}
