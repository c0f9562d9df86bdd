import "server-only";
import { z } from "zod";
import type { RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { accountAddress } from "@/lib/auth/address";
import { refuseGuessable } from "@/lib/auth/password-rule";
import { throttleCaller, wrongLinks } from "@/lib/auth/throttle";
import { recordEvent } from "@/lib/events/record";
import { isEmailAddress } from "@/lib/format/contact";
import type { Language } from "@/lib/language/languages";
import { dropMails } from "@/lib/mail/queue";
import { findPageOwner } from "@/lib/organization/load";
import type { PageOwner } from "@/lib/organization/policy";
import { digest } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { hashPassword } from "@/lib/platform/password";

/** The form behind a one-time link. */
export const acceptance = z.strictObject({
  token: z.string().min(20).max(100),
  name: z.string().trim().min(1).max(120),
  email: z
    .string()
    .trim()
    .max(254)
    .refine(isEmailAddress, "must contain a name, an @ and a domain, such as name@example.com")
    .transform(accountAddress),
  password: z.string().min(12, "Use at least 12 characters.").max(1000),
});

/** Returns whether a token can still be accepted. */
export async function isInvited(token: string): Promise<boolean> {
  const found = await db.invitation.findUnique({ where: { tokenDigest: digest(token) } });
  if (!found || found.acceptedAt || found.expiresAt <= new Date()) return false;
  return found.invitedBy !== null || !(await hasMembers(db, found.organizationPk));
}

/** Returns who an invitation is from, and the language of that organization; null once it cannot be accepted. */
export async function findInvitation(
  token: string,
): Promise<{ owner: PageOwner; language: Language } | null> {
  if (!(await isInvited(token))) return null;
  const found = await db.invitation.findUniqueOrThrow({
    where: { tokenDigest: digest(token) },
    select: { organizationPk: true, organization: { select: { id: true } } },
  });
  return findPageOwner(found.organizationPk, found.organization.id);
}

const hasMembers = async (tx: Pick<Transaction, "member">, organizationPk: bigint) =>
  (await tx.member.count({ where: { organizationPk, removedAt: null } })) > 0;

const used = () => new AppError("forbidden", "This link has been used or has expired.");

/**
 * Creates the member that a one-time link invites.
 * @throws AppError forbidden for a link that is unknown, used or expired; conflict for an address that has an account;
 *   validation_error for a password that is easily guessed
 */
export async function acceptInvitation(
  input: z.infer<typeof acceptance>,
  request: RequestOrigin,
): Promise<void> {
  if (!(await isInvited(input.token))) {
    // Only wrong links count: guessing produces them.
    await throttleCaller(request, wrongLinks);
    throw used();
  }
  await refuseGuessable(input.password, input);
  const passwordHash = await hashPassword(input.password);
  await db.$transaction(async (tx) => {
    const now = new Date();
    const where = { tokenDigest: digest(input.token), acceptedAt: null, expiresAt: { gt: now } };
    const { count } = await tx.invitation.updateMany({ where, data: { acceptedAt: now } });
    const found = await tx.invitation.findUnique({
      where: { tokenDigest: where.tokenDigest },
      include: { organization: true },
    });
    if (count !== 1 || !found) throw used();
    // Two people may use first links at the same time. The lock makes the second wait; it then finds a member.
    await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${found.organizationPk} FOR UPDATE`;
    await dropMails(tx, found.organizationPk, [found.id]);
    if (found.invitedBy === null && (await hasMembers(tx, found.organizationPk))) throw used();
    const { organization, organizationPk, roles } = found;
    // Also for a member who was removed: their name stays with what they did, so the account is never another person's.
    if (await tx.member.findUnique({ where: { email: input.email } }))
      throw new AppError("conflict", "This e-mail address has an account, or had one. Use another address.");
    const member = {
      id: newId("mem"),
      organizationPk,
      email: input.email,
      name: input.name,
      passwordHash,
      roles,
      // Whom the operator of the server invites can sign in also when single sign-on is broken.
      isBreakGlass: roles.includes("admin") && found.invitedBy?.startsWith("mem_") === false,
    };
    await tx.member.create({ data: member });
    const scope = { organizationPk, organizationId: organization.id, environment: "live" as const };
    const actor = mintActor({
      kind: "person",
      id: member.id,
      name: input.email,
      scope,
      permissions: new Set(),
      request,
    });
    await recordEvent(tx, actor, {
      type: "member.joined",
      metadata: { roles },
      resource: { type: "member", id: member.id },
    });
  });
}
