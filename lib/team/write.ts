import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { roles as allRoles, permissionsOfRoles, type Role } from "@/lib/actor/permissions";
import { releaseAllOf } from "@/lib/cases/release";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { digest, newToken } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { announceScope } from "@/lib/records/live";
import { listMembers } from "@/lib/team/read";
import type { NewInvitationDto, RemovedMemberDto, RolesInput, TeamMemberDto } from "@/lib/team/schema";

const hour = 3_600_000;
/** A colleague may be away for some days; the link that the first start prints is for whoever reads its log. */
const hoursOf = { colleague: 7 * 24, firstAdmin: 24 };

type Invited = { organizationPk: bigint; roles: Role[]; invitedBy: string | null };

/**
 * Stores an invitation. Of its token only the digest is stored.
 * @param invited `invitedBy` is the member who invites; null for the first admin's link, which the first account
 *   invalidates
 */
export async function makeInvitation(
  tx: Pick<Transaction, "invitation">,
  invited: Invited,
): Promise<{ id: string; url: string; expiresAt: Date }> {
  const token = newToken();
  const hours = invited.invitedBy === null ? hoursOf.firstAdmin : hoursOf.colleague;
  const made = { id: newId("inv"), expiresAt: new Date(Date.now() + hours * hour) };
  await tx.invitation.create({ data: { ...invited, ...made, tokenDigest: digest(token) } });
  return { ...made, url: `${env().publicUrl}/welcome?token=${token}` };
}

/** Removes duplicates, and sorts roles as the policy does. */
const sorted = (roles: readonly Role[]) => allRoles.filter((role) => roles.includes(role));

/** Invites a colleague. The link is returned once; it can be used once, within seven days. */
export async function inviteMember(actor: Actor, input: RolesInput): Promise<NewInvitationDto> {
  authorize(actor, "members:manage");
  const roles = sorted(input.roles);
  const { organizationPk } = actor.scope;
  const made = await db.$transaction(async (tx) => {
    const invitation = await makeInvitation(tx, { organizationPk, roles, invitedBy: actor.id });
    await recordEvent(tx, actor, {
      type: "member.invited",
      metadata: { roles },
      resource: { type: "invitation", id: invitation.id },
    });
    return invitation;
  });
  return { ...made, expiresAt: instant(made.expiresAt) };
}

/**
 * Invalidates the link of an invitation.
 * @throws AppError not_found when it was accepted, has expired or does not exist
 */
export async function revokeInvitation(
  actor: Actor,
  { invitationId: id }: { invitationId: string },
): Promise<{ id: string; status: "revoked" }> {
  authorize(actor, "members:manage");
  const { organizationPk } = actor.scope;
  await db.$transaction(async (tx) => {
    const { count } = await tx.invitation.deleteMany({
      where: {
        organizationPk,
        id,
        acceptedAt: null,
        invitedBy: { not: null },
        expiresAt: { gt: new Date() },
      },
    });
    if (count !== 1) throw new AppError("not_found", "Invitation not found.");
    await recordEvent(tx, actor, {
      type: "member.invitation-revoked",
      metadata: {},
      resource: { type: "invitation", id },
    });
  });
  return { id, status: "revoked" };
}

/**
 * Finds a member under the lock of the organization, so that two admins cannot remove each other at once.
 * @throws AppError not_found
 */
async function lockMember(tx: Transaction, organizationPk: bigint, id: string) {
  await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
  const member = await tx.member.findFirst({ where: { organizationPk, id, removedAt: null } });
  if (!member) throw new AppError("not_found", "Member not found.");
  return member;
}

type Locked = Awaited<ReturnType<typeof lockMember>>;

/** Refuses a change after which nobody could manage members. */
async function keepAnAdmin(tx: Transaction, { organizationPk, pk, roles }: Locked, after: readonly Role[]) {
  if (!roles.includes("admin") || after.includes("admin")) return;
  const others = await tx.member.count({
    where: { organizationPk, pk: { not: pk }, removedAt: null, roles: { has: "admin" } },
  });
  if (others === 0)
    throw new AppError("conflict", "This member is the only admin. Make another member an admin first.");
}

/** Takes back what a member's permissions no longer allow: their cases, and the invitations and password links that they made. */
async function takeBack(tx: Transaction, member: Locked, after: readonly Role[]) {
  const may = permissionsOfRoles(after);
  const cases = await releaseAllOf(tx, member, may);
  const counts = { releasedCases: cases.length, revokedInvitations: 0, revokedPasswordLinks: 0 };
  if (may.has("members:manage")) return { cases, counts };
  const { organizationPk, id } = member;
  const invited = { organizationPk, invitedBy: id, acceptedAt: null };
  counts.revokedInvitations = (await tx.invitation.deleteMany({ where: invited })).count;
  const linked = { organizationPk, madeBy: id, usedAt: null };
  counts.revokedPasswordLinks = (await tx.passwordLink.deleteMany({ where: linked })).count;
  return { cases, counts };
}

/** Tells the queues of both environments which cases have come back. */
function announce(released: Awaited<ReturnType<typeof releaseAllOf>>): void {
  for (const row of released) announceScope(row, [row.id]);
}

/**
 * Changes the roles of a member, one's own included. What the new roles do not allow is refused from the next call.
 * Cases that the member may no longer work return to the queue, and the open invitations and password links
 * of a member who is no longer an admin end.
 * @throws AppError not_found; conflict for the only admin
 */
export async function changeRoles(
  actor: Actor,
  input: RolesInput & { memberId: string },
): Promise<TeamMemberDto> {
  authorize(actor, "members:manage");
  const roles = sorted(input.roles);
  const released = await db.$transaction(async (tx) => {
    const member = await lockMember(tx, actor.scope.organizationPk, input.memberId);
    await keepAnAdmin(tx, member, roles);
    const before = sorted(member.roles);
    if (before.join() === roles.join()) return [];
    await tx.member.update({ where: { pk: member.pk }, data: { roles }, select: { pk: true } });
    const { cases, counts } = await takeBack(tx, member, roles);
    await recordEvent(tx, actor, {
      type: "member.roles-changed",
      metadata: { before, after: roles, ...counts },
      resource: { type: "member", id: member.id },
    });
    return cases;
  });
  announce(released);
  const found = (await listMembers(actor)).data.find(({ id }) => id === input.memberId);
  if (!found) throw new AppError("not_found", "Member not found.");
  return found;
}

/**
 * Removes a member: ends their sign-ins, and the open invitations and password links that they made, and returns their cases to the queue. Their name stays with what they did.
 * @throws AppError not_found; conflict for oneself and for the only admin
 */
export async function removeMember(
  actor: Actor,
  { memberId }: { memberId: string },
): Promise<RemovedMemberDto> {
  authorize(actor, "members:manage");
  if (memberId === actor.id)
    throw new AppError("conflict", "You cannot remove yourself. Ask another admin to do it.");
  const released = await db.$transaction(async (tx) => {
    const member = await lockMember(tx, actor.scope.organizationPk, memberId);
    await keepAnAdmin(tx, member, []);
    const now = new Date();
    await tx.member.update({ where: { pk: member.pk }, data: { removedAt: now }, select: { pk: true } });
    await tx.signIn.updateMany({ where: { memberPk: member.pk, revokedAt: null }, data: { revokedAt: now } });
    const { cases, counts } = await takeBack(tx, member, []);
    await recordEvent(tx, actor, {
      type: "member.removed",
      metadata: { roles: sorted(member.roles), ...counts },
      resource: { type: "member", id: member.id },
    });
    return cases;
  });
  announce(released);
  return { id: memberId, status: "removed", releasedCases: released.length };
}
