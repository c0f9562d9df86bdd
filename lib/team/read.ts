import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { instant, instantOrNull } from "@/lib/format/instant";
import type { MailDto } from "@/lib/mail/kinds";
import { findMail, mailsAbout } from "@/lib/mail/state";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isMailOn } from "@/lib/platform/mail";
import type { InvitationListDto, TeamDto } from "@/lib/team/schema";

/** Lists the members of the organization by name, without those who were removed. */
export async function listMembers(actor: Actor): Promise<TeamDto> {
  authorize(actor, "members:read");
  const { organizationPk } = actor.scope;
  const [rows, held] = await Promise.all([
    db.member.findMany({
      where: { organizationPk, removedAt: null },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      include: { signIns: { orderBy: { lastSeenAt: "desc" }, take: 1, select: { lastSeenAt: true } } },
    }),
    db.reviewCase.groupBy({
      by: ["assignedTo"],
      where: { organizationPk, assignedTo: { not: null }, decidedAt: null },
      _count: true,
    }),
  ]);
  const claimed = new Map(held.map(({ assignedTo, _count }) => [assignedTo, _count]));
  return {
    data: rows.map(({ id, name, email, roles, createdAt, secondFactorSince, signIns }) => ({
      id,
      name,
      email,
      roles,
      joinedAt: instant(createdAt),
      lastSeenAt: instantOrNull(signIns[0]?.lastSeenAt),
      secondFactor: secondFactorSince !== null,
      claimed: claimed.get(id) ?? 0,
    })),
  };
}

/** Lists the invitations that can still be accepted, newest first. Their links are not stored. */
export async function listInvitations(actor: Actor): Promise<InvitationListDto> {
  authorize(actor, "members:manage");
  const { organizationPk } = actor.scope;
  const [rows, names] = await Promise.all([
    db.invitation.findMany({
      where: { organizationPk, acceptedAt: null, invitedBy: { not: null }, expiresAt: { gt: new Date() } },
      orderBy: { pk: "desc" },
    }),
    memberNames(actor),
  ]);
  const mails = await mailsAbout(
    organizationPk,
    rows.map(({ id }) => id),
  );
  return {
    sendsMail: isMailOn(),
    data: rows.map(({ id, roles, invitedBy, createdAt, expiresAt }) => ({
      id,
      roles,
      // Only a command on the server invites without an account.
      invitedBy: names.get(invitedBy ?? "") ?? "the command line",
      createdAt: instant(createdAt),
      expiresAt: instant(expiresAt),
      mail: mails.get(id) ?? null,
    })),
  };
}

/**
 * Returns what came of a mail with an invitation or a password link.
 * @throws AppError not_found
 */
export async function getMail(actor: Actor, { mailId }: { mailId: string }): Promise<MailDto> {
  authorize(actor, "members:manage");
  const mail = await findMail(actor.scope.organizationPk, mailId);
  if (!mail) throw new AppError("not_found", "Mail not found.");
  return mail;
}
