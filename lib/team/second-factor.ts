import "server-only";
import { type Actor, authorize, type Person } from "@/lib/actor/actor";
import { roles as allRoles, mustAddFactor, type Role } from "@/lib/actor/permissions";
import { recordEvent } from "@/lib/events/record";
import { dropSecondFactor } from "@/lib/members/second-factor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { findMember } from "@/lib/team/load";
import type { NoSecondFactorDto, RequiredFactorDto, RequiredFactorInput } from "@/lib/team/schema";

/**
 * Removes the authenticator app, the passkeys and the recovery codes of a member who has lost them.
 * @throws AppError not_found; conflict for oneself and for a member without a second factor
 */
export async function removeSecondFactor(
  actor: Actor,
  { memberId }: { memberId: string },
): Promise<NoSecondFactorDto> {
  authorize(actor, "members:manage");
  if (memberId === actor.id)
    throw new AppError("conflict", "Remove your own second factor under My account.");
  await db.$transaction(async (tx) => {
    const member = await findMember(tx, actor, memberId);
    if (!member.secondFactorSince) throw new AppError("conflict", "This member has no second factor.");
    await dropSecondFactor(tx, member);
    await recordEvent(tx, actor, {
      type: "member.second-factor-removed",
      metadata: { by: "admin" },
      resource: { type: "member", id: memberId },
    });
  });
  return { id: memberId, status: "removed" };
}

/** Returns the roles for which the organization requires a second factor. */
export async function readRequiredFactor(actor: Actor): Promise<RequiredFactorDto> {
  authorize(actor, "members:read");
  const where = { pk: actor.scope.organizationPk };
  const found = await db.organization.findUniqueOrThrow({ where, select: { secondFactorRoles: true } });
  return { roles: allRoles.filter((role) => found.secondFactorRoles.includes(role)) };
}

/**
 * Refuses a requirement that the sign-in of the actor does not satisfy: it would shut them out at once.
 * @throws AppError conflict
 */
async function keepIn(tx: Transaction, actor: Actor, secondFactorRoles: readonly Role[]): Promise<void> {
  const { organizationPk } = actor.scope;
  const own = await tx.member.findFirst({ where: { organizationPk, id: actor.id } });
  if (!own) return;
  const { signInId = "" } = actor as Partial<Person>;
  const by = await tx.signIn.findUnique({ where: { id: signInId } });
  const hasSecondFactor = by?.connectionId ? by.providerAsksFactor : own.secondFactorSince !== null;
  if (!mustAddFactor({ roles: own.roles, secondFactorRoles, hasSecondFactor })) return;
  throw new AppError(
    "conflict",
    by?.connectionId
      ? "The single sign-on by which you are signed in does not ask for a second factor."
      : "Set up your own second factor first, under My account.",
  );
}

/**
 * Requires a second factor for these roles, in both environments. A member without one may from the next call only set
 * it up, and their streams end.
 * @throws AppError conflict when it would shut out the actor, who has none
 */
export async function requireFactor(actor: Actor, input: RequiredFactorInput): Promise<RequiredFactorDto> {
  authorize(actor, "members:manage");
  const { organizationPk: pk } = actor.scope;
  const after = allRoles.filter((role) => input.roles.includes(role));
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${pk} FOR UPDATE`;
    const { secondFactorRoles } = await tx.organization.findUniqueOrThrow({ where: { pk } });
    await keepIn(tx, actor, after);
    const before = allRoles.filter((role) => secondFactorRoles.includes(role));
    if (before.join() === after.join()) return;
    await tx.organization.update({ where: { pk }, data: { secondFactorRoles: after }, select: { pk: true } });
    // The triggers of members tell open streams, which look again at what their reader may do.
    await tx.$executeRaw`
      SELECT pg_notify('doors', 'members ' || id) FROM members WHERE organization_pk = ${pk} AND removed_at IS NULL`;
    const changes = { secondFactorRoles: { before, after } };
    await recordEvent(tx, actor, { type: "settings.updated", metadata: { changes } });
  });
  return { roles: after };
}
