import "server-only";
import { type Actor, authorize, type Person } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { endSignIns, living } from "@/lib/members/sign-ins";
import { db, type Transaction } from "@/lib/platform/db";
import { findMember } from "@/lib/team/load";
import type { EndedSignInsDto, SignInListDto } from "@/lib/team/schema";

/** More sign-ins than a page shows. */
const most = 500;

const ownSignIn = (actor: Actor): string | undefined => (actor as Partial<Person>).signInId;

/** Lists in which browsers the members of the organization are signed in, the latest call first. */
export async function listSignIns(actor: Actor): Promise<SignInListDto> {
  authorize(actor, "members:manage");
  const { organizationPk } = actor.scope;
  const rows = await db.signIn.findMany({
    where: { ...living(), member: { organizationPk, removedAt: null } },
    orderBy: [{ lastSeenAt: "desc" }, { pk: "desc" }],
    take: most + 1,
    include: { member: { select: { id: true, name: true, email: true } } },
  });
  return {
    hasMore: rows.length > most,
    data: rows.slice(0, most).map(({ member, ...row }) => ({
      id: row.id,
      memberId: member.id,
      name: member.name,
      email: member.email,
      isCurrent: row.id === ownSignIn(actor),
      isByProvider: row.connectionId !== null,
      signedInAt: instant(row.createdAt),
      lastSeenAt: instant(row.lastSeenAt),
      expiresAt: instant(row.expiresAt),
      ipAddress: row.ipAddress,
      browser: row.userAgent,
    })),
  };
}

async function endOf(tx: Transaction, actor: Actor, { pk, id }: { pk: bigint; id: string }): Promise<number> {
  const ended = await endSignIns(tx, pk, ownSignIn(actor));
  const resource = { type: "member" as const, id };
  if (ended > 0) await recordEvent(tx, actor, { type: "member.signed-out", metadata: { ended }, resource });
  return ended;
}

/**
 * Ends every sign-in of a member, except the one of this call (ASVS 5.0, 7.4.5). Their streams, downloads and image
 * links end with them; they can sign in again.
 * @throws AppError not_found
 */
export async function endMemberSignIns(
  actor: Actor,
  { memberId }: { memberId: string },
): Promise<EndedSignInsDto> {
  authorize(actor, "members:manage");
  const ended = await db.$transaction(async (tx) => endOf(tx, actor, await findMember(tx, actor, memberId)));
  return { ended };
}

/** Ends every sign-in of the organization, except the one of this call. */
export async function endAllSignIns(actor: Actor): Promise<EndedSignInsDto> {
  authorize(actor, "members:manage");
  const { organizationPk } = actor.scope;
  return db.$transaction(async (tx) => {
    const members = await tx.member.findMany({
      where: { organizationPk, signIns: { some: { revokedAt: null, expiresAt: { gt: new Date() } } } },
      select: { pk: true, id: true },
      orderBy: { pk: "asc" },
    });
    let ended = 0;
    for (const member of members) ended += await endOf(tx, actor, member);
    return { ended };
  });
}
