import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { Role } from "@/lib/actor/permissions";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { dropMails, queueMail } from "@/lib/mail/queue";
import { mailsAbout } from "@/lib/mail/state";
import { announceReleased, giveRoles, leave, lockMember, sortedRoles } from "@/lib/membership/changes";
import { digest, newToken } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { listMembers } from "@/lib/team/read";
import type {
  InviteInput,
  NewInvitationDto,
  RemovedMemberDto,
  RolesInput,
  TeamMemberDto,
} from "@/lib/team/schema";

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

/**
 * Invites a colleague. The link is returned once; it can be used once, within seven days. With an address, it is also
 * sent there, if the operator has set a mail server.
 */
export async function inviteMember(actor: Actor, input: InviteInput): Promise<NewInvitationDto> {
  authorize(actor, "members:manage");
  const roles = sortedRoles(input.roles);
  const { organizationPk } = actor.scope;
  const made = await db.$transaction(async (tx) => {
    const invitation = await makeInvitation(tx, { organizationPk, roles, invitedBy: actor.id });
    if (input.email) await mailInvitation(tx, actor, input.email, invitation);
    await recordEvent(tx, actor, {
      type: "member.invited",
      metadata: { roles },
      resource: { type: "invitation", id: invitation.id },
    });
    return invitation;
  });
  const mails = await mailsAbout(organizationPk, [made.id]);
  return { ...made, expiresAt: instant(made.expiresAt), mail: mails.get(made.id) ?? null };
}

/** Queues the mail with the link, in the language of the organization: nobody knows the reader's yet. */
async function mailInvitation(
  tx: Transaction,
  { scope, id: memberId, name: address }: Actor,
  email: string,
  { id: aboutId, url, expiresAt }: { id: string; url: string; expiresAt: Date },
): Promise<void> {
  const { organizationPk } = scope;
  const { language } = await tx.organization.findUniqueOrThrow({
    where: { pk: organizationPk },
    select: { language: true },
  });
  const inviter = await tx.member.findFirst({
    where: { organizationPk, id: memberId },
    select: { name: true },
  });
  const facts = { url, until: instant(expiresAt), by: inviter?.name ?? address };
  await queueMail(tx, scope, {
    ...{ kind: "invitation", facts, aboutId, expiresAt },
    to: { address: email, name: "", language },
  });
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
    await dropMails(tx, organizationPk, [id]);
    await recordEvent(tx, actor, {
      type: "member.invitation-revoked",
      metadata: {},
      resource: { type: "invitation", id },
    });
  });
  return { id, status: "revoked" };
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
  const released = await db.$transaction(async (tx) => {
    const member = await lockMember(tx, actor.scope.organizationPk, input.memberId);
    return giveRoles(tx, actor, member, input.roles);
  });
  announceReleased(released);
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
    return leave(tx, actor, member);
  });
  announceReleased(released);
  return { id: memberId, status: "removed", releasedCases: released.length };
}
