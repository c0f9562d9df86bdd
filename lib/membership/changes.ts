import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { roles as allRoles, type Permission, permissionsOfRoles, type Role } from "@/lib/actor/permissions";
import { releaseAllOf } from "@/lib/cases/release";
import { recordEvent } from "@/lib/events/record";
import { dropMails } from "@/lib/mail/queue";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { announceScope } from "@/lib/records/live";

/** Removes duplicates, and sorts roles as the policy does. */
export const sortedRoles = (roles: readonly Role[]): Role[] =>
  allRoles.filter((role) => roles.includes(role));

/**
 * Finds a member under the lock of the organization, so that two changes cannot remove two admins at once.
 * @throws AppError not_found
 */
export async function lockMember(tx: Transaction, organizationPk: bigint, id: string) {
  await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
  const member = await tx.member.findFirst({ where: { organizationPk, id, removedAt: null } });
  if (!member) throw new AppError("not_found", "Member not found.");
  return member;
}

export type LockedMember = Awaited<ReturnType<typeof lockMember>>;
export type ReleasedCases = Awaited<ReturnType<typeof releaseAllOf>>;

/**
 * Refuses a change after which nobody could manage members, or sign in while single sign-on does not work.
 * @throws AppError conflict
 */
export async function keepAnAdmin(tx: Transaction, member: LockedMember, after: readonly Role[]) {
  const { organizationPk, pk, roles, isBreakGlass } = member;
  if (!roles.includes("admin") || after.includes("admin")) return;
  const others = { organizationPk, pk: { not: pk }, removedAt: null, roles: { has: "admin" as const } };
  if ((await tx.member.count({ where: others })) === 0)
    throw new AppError("conflict", "This member is the only admin. Make another member an admin first.");
  if (!isBreakGlass || (await tx.member.count({ where: { ...others, isBreakGlass: true } })) > 0) return;
  if ((await tx.organization.count({ where: { pk: organizationPk, ssoOnly: true } })) > 0)
    throw new AppError(
      "conflict",
      "This member is the only break-glass admin. Choose another one under Single sign-on first.",
    );
}

const endsWork = ({ roles }: LockedMember, may: ReadonlySet<Permission>) =>
  permissionsOfRoles(roles).has("requests:work") && !may.has("requests:work");

/** Takes a member's open requests from them. @returns how many */
async function returnRequests(tx: Transaction, { organizationPk, id }: LockedMember): Promise<number> {
  const { count } = await tx.request.updateMany({
    where: { organizationPk, assignedTo: id, status: "open" },
    data: { assignedTo: null, updatedAt: new Date(), version: { increment: 1 } },
  });
  return count;
}

/** Takes back what a member's permissions no longer allow: their cases, their open requests, and the invitations and password links that they made. */
async function takeBack(tx: Transaction, member: LockedMember, after: readonly Role[]) {
  const may = permissionsOfRoles(after);
  const cases = await releaseAllOf(tx, member, may);
  const counts = {
    releasedCases: cases.length,
    returnedRequests: endsWork(member, may) ? await returnRequests(tx, member) : 0,
    revokedInvitations: 0,
    revokedPasswordLinks: 0,
  };
  if (may.has("members:manage")) return { cases, counts };
  const { organizationPk, id } = member;
  const invited = { organizationPk, invitedBy: id, acceptedAt: null };
  counts.revokedInvitations = (await tx.invitation.deleteMany({ where: invited })).count;
  const linked = { organizationPk, madeBy: id, usedAt: null };
  counts.revokedPasswordLinks = (await tx.passwordLink.deleteMany({ where: linked })).count;
  return { cases, counts };
}

/** Ends the sign-ins with a password of a member who may no longer use one: with single sign-on only. */
async function endPasswordSignIns(tx: Transaction, { organizationPk, pk: memberPk }: LockedMember) {
  if ((await tx.organization.count({ where: { pk: organizationPk, ssoOnly: true } })) === 0) return;
  const where = { memberPk, connectionId: null, revokedAt: null };
  await tx.signIn.updateMany({ where, data: { revokedAt: new Date() } });
}

/** Tells the queues of both environments which cases have come back. Called after the transaction. */
export function announceReleased(released: ReleasedCases): void {
  for (const row of released) announceScope(row, [row.id]);
}

/**
 * Gives a locked member these roles in place of the present ones, and takes back what they no longer allow.
 * @returns the cases to announce
 * @throws AppError conflict for the only admin
 */
export async function giveRoles(
  tx: Transaction,
  actor: Actor,
  member: LockedMember,
  wanted: readonly Role[],
): Promise<ReleasedCases> {
  const roles = sortedRoles(wanted);
  await keepAnAdmin(tx, member, roles);
  const before = sortedRoles(member.roles);
  if (before.join() === roles.join()) return [];
  const isBreakGlass = member.isBreakGlass && roles.includes("admin");
  await tx.member.update({ where: { pk: member.pk }, data: { roles, isBreakGlass }, select: { pk: true } });
  if (member.isBreakGlass && !isBreakGlass) await endPasswordSignIns(tx, member);
  const { cases, counts } = await takeBack(tx, member, roles);
  await recordEvent(tx, actor, {
    type: "member.roles-changed",
    metadata: { before, after: roles, ...counts },
    resource: { type: "member", id: member.id },
  });
  return cases;
}

/**
 * Lets a locked member leave: ends their sign-ins, takes back everything that they had, and removes mails that wait for
 * them and the views that only they could see. Their name stays with what they did.
 * @returns the cases to announce
 * @throws AppError conflict for the only admin
 */
export async function leave(tx: Transaction, actor: Actor, member: LockedMember): Promise<ReleasedCases> {
  await keepAnAdmin(tx, member, []);
  const now = new Date();
  const data = { removedAt: now, isBreakGlass: false };
  await tx.member.update({ where: { pk: member.pk }, data, select: { pk: true } });
  await tx.signIn.updateMany({ where: { memberPk: member.pk, revokedAt: null }, data: { revokedAt: now } });
  const { organizationPk, id } = member;
  await dropMails(tx, organizationPk, [id, `forgotten/${id}`]);
  await tx.savedView.deleteMany({ where: { organizationPk, memberId: id, isShared: false } });
  const { cases, counts } = await takeBack(tx, member, []);
  await recordEvent(tx, actor, {
    type: "member.removed",
    metadata: { roles: sortedRoles(member.roles), ...counts },
    resource: { type: "member", id: member.id },
  });
  return cases;
}

/**
 * {@link giveRoles} for a machine: the only admin keeps their roles, and an event says so.
 * @returns the cases to announce
 */
export async function giveRolesOrKeep(
  tx: Transaction,
  actor: Actor,
  member: LockedMember,
  wanted: readonly Role[],
): Promise<ReleasedCases> {
  try {
    return await giveRoles(tx, actor, member, wanted);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    await recordEvent(tx, actor, {
      type: "sso.roles-kept",
      metadata: { wanted: sortedRoles(wanted), kept: sortedRoles(member.roles) },
      resource: { type: "member", id: member.id },
    });
    return [];
  }
}

/** Lets a member come back who has left: the same account, with these roles, or those of before. */
export async function comeBack(
  tx: Transaction,
  actor: Actor,
  { pk, id, ...before }: Pick<LockedMember, "pk" | "id" | "roles">,
  wanted: readonly Role[] | null,
): Promise<void> {
  const roles = sortedRoles(wanted ?? before.roles);
  const data = { removedAt: null, roles };
  await tx.member.update({ where: { pk }, data, select: { pk: true } });
  await recordEvent(tx, actor, {
    type: "member.returned",
    metadata: { roles },
    resource: { type: "member", id },
  });
}

type Joining = { email: string; name: string; roles: readonly Role[] };

/**
 * Creates a member without a password.
 * @param joining with the e-mail address as accounts spell it
 * @throws AppError conflict for an address that has an account, or had one: an account is never another person's
 */
export async function join(tx: Transaction, actor: Actor, joining: Joining) {
  const { organizationPk } = actor.scope;
  const roles = sortedRoles(joining.roles);
  if (await tx.member.findUnique({ where: { email: joining.email }, select: { pk: true } }))
    throw new AppError("conflict", "This e-mail address has an account, or had one. Use another address.");
  const data = { id: newId("mem"), organizationPk, email: joining.email, name: joining.name, roles };
  const member = await tx.member.create({ data });
  await recordEvent(tx, actor, {
    type: "member.joined",
    metadata: { roles },
    resource: { type: "member", id: member.id },
  });
  return member;
}
