import "server-only";
import { z } from "zod";
import type { RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { refuseGuessable } from "@/lib/auth/password-rule";
import { throttleCaller, wrongLinks } from "@/lib/auth/throttle";
import { recordEvent } from "@/lib/events/record";
import type { Language } from "@/lib/language/languages";
import { endSignIns } from "@/lib/members/sign-ins";
import { findPageOwner } from "@/lib/organization/load";
import type { PageOwner } from "@/lib/organization/policy";
import { digest } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { hashPassword } from "@/lib/platform/password";

/** The form behind a password link. */
export const passwordLinkInput = z.strictObject({
  token: z.string().min(20).max(100),
  password: z.string().min(12, "Use at least 12 characters.").max(1000),
});

const good = (token: string) => ({
  tokenDigest: digest(token),
  usedAt: null,
  expiresAt: { gt: new Date() },
  member: { removedAt: null },
});

/** Returns the organization of the member that a password link is for; null once the link cannot be used. */
export async function findPasswordLink(
  token: string,
): Promise<{ owner: PageOwner; language: Language } | null> {
  const found = await db.passwordLink.findFirst({
    where: good(token),
    select: { member: { select: { organization: { select: { pk: true, id: true } } } } },
  });
  return found && findPageOwner(found.member.organization.pk, found.member.organization.id);
}

const used = () => new AppError("forbidden", "This link has been used or has expired.");

/**
 * Sets a new password by a link, and ends all sign-ins. The link is no second factor: that is still asked for.
 * @throws AppError forbidden for a link that is unknown, used or expired; validation_error for a password that is
 *   easily guessed
 */
export async function resetPassword(
  { token, password }: z.infer<typeof passwordLinkInput>,
  request: RequestOrigin,
): Promise<void> {
  const include = { member: { include: { organization: true } } };
  const found = await db.passwordLink.findFirst({ where: good(token), include });
  if (!found) {
    // Only wrong links count: guessing produces them.
    await throttleCaller(request, wrongLinks);
    throw used();
  }
  const { member } = found;
  await refuseGuessable(password, member);
  const passwordHash = await hashPassword(password);
  await db.$transaction(async (tx) => {
    // First the member, then the links, as every change of an account does: else the two could block each other.
    await tx.$queryRaw`SELECT 1 FROM members WHERE organization_pk = ${member.organizationPk} AND pk = ${member.pk} FOR UPDATE`;
    const { count } = await tx.passwordLink.updateMany({ where: good(token), data: { usedAt: new Date() } });
    if (count !== 1) throw used();
    await tx.member.update({ where: { pk: member.pk }, data: { passwordHash }, select: { pk: true } });
    const endedSignIns = await endSignIns(tx, member.pk);
    const { organizationPk, organization } = member;
    // A link that was made before would set the password once more.
    await tx.passwordLink.deleteMany({ where: { organizationPk, memberPk: member.pk, usedAt: null } });
    const actor = mintActor({
      kind: "person",
      id: member.id,
      name: member.email,
      scope: { organizationPk, organizationId: organization.id, environment: "live" },
      permissions: new Set(),
      request,
    });
    await recordEvent(tx, actor, {
      type: "member.password-changed",
      metadata: { how: "link", endedSignIns },
      resource: { type: "member", id: member.id },
    });
  });
}
