import "server-only";
import type { AccountDto, PasskeyDto } from "@/lib/account/schema";
import { type Actor, authorize, type Person } from "@/lib/actor/actor";
import { instant, instantOrNull } from "@/lib/format/instant";
import { living } from "@/lib/members/sign-ins";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isMailOn } from "@/lib/platform/mail";

/**
 * Returns the signed-in member who acts.
 * @throws AppError forbidden for an API key, which has no account
 */
export function ownPerson(actor: Actor): Person {
  authorize(actor, "account:update");
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a member has an account.");
  return actor as Person;
}

/**
 * Reads the acting member's row under a lock, so that two changes of one account come one after the other.
 * @throws AppError not_found when the member has been removed meanwhile
 */
export async function lockOwn(tx: Transaction, { scope: { organizationPk }, id }: Person) {
  await tx.$queryRaw`SELECT 1 FROM members WHERE organization_pk = ${organizationPk} AND id = ${id} FOR UPDATE`;
  const member = await tx.member.findFirst({
    where: { organizationPk, id, removedAt: null },
    include: { organization: { select: { id: true } } },
  });
  if (!member) throw new AppError("not_found", "Member not found.");
  return member;
}

/** Converts a passkey for its owner. */
export const toPasskeyDto = (passkey: Omit<PasskeyDto, "createdAt" | "lastUsedAt"> & Times): PasskeyDto => ({
  id: passkey.id,
  name: passkey.name,
  createdAt: instant(passkey.createdAt),
  lastUsedAt: instantOrNull(passkey.lastUsedAt),
  isSynced: passkey.isSynced,
});
type Times = { createdAt: Date; lastUsedAt: Date | null };

/** Returns the acting member's account, with the browsers in which they are signed in, the latest first. */
export async function readAccount(actor: Actor): Promise<AccountDto> {
  const { id, signInId, scope, mustAddFactor } = ownPerson(actor);
  const { organizationPk } = scope;
  const member = await db.member.findFirst({
    where: { organizationPk, id, removedAt: null },
    include: {
      signIns: { where: living(), orderBy: { lastSeenAt: "desc" } },
    },
  });
  if (!member) throw new AppError("not_found", "Member not found.");
  const own = { organizationPk, memberPk: member.pk };
  const [recoveryCodesLeft, passkeys] = await Promise.all([
    db.recoveryCode.count({ where: { ...own, usedAt: null } }),
    db.passkey.findMany({ where: own, orderBy: { createdAt: "asc" } }),
  ]);
  const { name, email, roles, language, timeZone, signIns } = member;
  return {
    ...{ id, name, email, roles, language, timeZone, mustAddFactor, recoveryCodesLeft },
    dailyMail: member.dailyMail,
    sendsMail: isMailOn(),
    joinedAt: instant(member.createdAt),
    secondFactorSince: instantOrNull(member.secondFactorSince),
    appSince: instantOrNull(member.totpSince),
    passkeys: passkeys.map(toPasskeyDto),
    devices: signIns.map((each) => ({
      id: each.id,
      isCurrent: each.id === signInId,
      signedInAt: instant(each.createdAt),
      lastSeenAt: instant(each.lastSeenAt),
      expiresAt: instant(each.expiresAt),
      ipAddress: each.ipAddress,
      browser: each.userAgent,
    })),
  };
}
