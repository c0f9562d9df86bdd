import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import type { Language } from "@/lib/language/languages";
import { dropMails, queueMail } from "@/lib/mail/queue";
import { findMail } from "@/lib/mail/state";
import { digest, newToken } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { findMember } from "@/lib/team/load";
import type { NewPasswordLinkDto, PasswordLinkWanted } from "@/lib/team/schema";

/** A link that opens an account is short-lived: the person who asked for it waits for it. */
const linkHours = 1;

/**
 * Stores a one-time link with which a member sets a new password; links made before no longer work. Of its token only
 * the digest is stored. It ends with the rights of who made it.
 * @param wanted the member, whose row the caller has locked; `madeBy` is the admin, or the operator of the server, or
 *   null for the member who has forgotten the password: that takes back no link of an admin
 */
export async function storePasswordLink(
  tx: Pick<Transaction, "passwordLink">,
  wanted: { organizationPk: bigint; memberPk: bigint; madeBy: string | null },
): Promise<{ url: string; expiresAt: Date }> {
  const { organizationPk, memberPk } = wanted;
  const token = newToken();
  const expiresAt = new Date(Date.now() + linkHours * 3_600_000);
  const older = { organizationPk, memberPk, usedAt: null };
  await tx.passwordLink.deleteMany({ where: wanted.madeBy === null ? { ...older, madeBy: null } : older });
  await tx.passwordLink.create({ data: { ...wanted, expiresAt, tokenDigest: digest(token) } });
  return { url: `${env().publicUrl}/password?token=${token}`, expiresAt };
}

/**
 * Makes a link with which a member who has forgotten the password sets a new one. The password in use works until
 * then. Making a link for oneself would go around one's own password, so it is refused.
 * @returns the link, once
 * @throws AppError not_found; conflict for oneself
 */
export async function makePasswordLink(
  actor: Actor,
  { memberId, send }: { memberId: string } & PasswordLinkWanted,
): Promise<NewPasswordLinkDto> {
  authorize(actor, "members:manage");
  if (memberId === actor.id) throw new AppError("conflict", "Change your own password under My account.");
  const made = await db.$transaction(async (tx) => {
    const member = await findMember(tx, actor, memberId);
    const { pk: memberPk, organizationPk } = member;
    const link = await storePasswordLink(tx, { organizationPk, memberPk, madeBy: actor.id });
    const mailId = send ? await mailLink(tx, actor, member, link) : null;
    await recordEvent(tx, actor, {
      type: "member.password-link-made",
      metadata: {},
      resource: { type: "member", id: memberId },
    });
    return { ...link, mailId };
  });
  const { organizationPk } = actor.scope;
  const mail = made.mailId ? await findMail(organizationPk, made.mailId) : null;
  return { url: made.url, expiresAt: instant(made.expiresAt), mail };
}

/** Queues the mail with the link, in the language of the member. Older ones that still wait have no good link. */
async function mailLink(
  tx: Transaction,
  { scope, id: adminId, name: address }: Actor,
  member: { id: string; email: string; name: string; language: Language },
  { url, expiresAt }: { url: string; expiresAt: Date },
): Promise<string | null> {
  const { organizationPk } = scope;
  await dropMails(tx, organizationPk, [member.id]);
  const admin = await tx.member.findFirst({ where: { organizationPk, id: adminId }, select: { name: true } });
  const { email, name, language } = member;
  return queueMail(tx, scope, {
    kind: "password_link",
    facts: { url, until: instant(expiresAt), by: admin?.name ?? address },
    to: { address: email, name, language },
    ...{ aboutId: member.id, expiresAt },
  });
}
