import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { OnlyDto, OnlyInput } from "@/lib/single-sign-on/schema";

/** Admins who are known to be able to sign in with a password. Old sign-ins are deleted, so who was chosen stays known. */
export const mayBreakGlass = (organizationPk: bigint) => ({
  organizationPk,
  removedAt: null,
  roles: { has: "admin" as const },
  passwordHash: { not: null },
  OR: [{ isBreakGlass: true }, { signIns: { some: { connectionId: null } } }],
});

async function chosen(tx: Transaction, organizationPk: bigint, ids: readonly string[]): Promise<string[]> {
  const where = { ...mayBreakGlass(organizationPk), id: { in: [...ids] } };
  const found = await tx.member.findMany({ where, select: { id: true }, orderBy: { id: "asc" } });
  if (found.length === new Set(ids).size) return found.map(({ id }) => id);
  const message = "A break-glass admin is an admin who has signed in with a password.";
  throw new AppError("validation_error", message, { fields: [{ field: "breakGlass", message }] });
}

/** Ends the sign-ins with a password of members who may no longer use one. */
async function endPasswordSignIns(tx: Transaction, organizationPk: bigint): Promise<number> {
  const where = {
    member: { organizationPk, isBreakGlass: false },
    connectionId: null,
    revokedAt: null,
    expiresAt: { gt: new Date() },
  };
  return (await tx.signIn.updateMany({ where, data: { revokedAt: new Date() } })).count;
}

/**
 * Decides whether members sign in by single sign-on alone, and which admins keep their password for the day on which
 * it does not work. Sign-ins with a password of all others end.
 * @throws AppError conflict without a connection that is on, or without a break-glass admin; validation_error for a
 *   break-glass admin who has not signed in with a password
 */
export async function setOnly(actor: Actor, input: OnlyInput): Promise<OnlyDto> {
  authorize(actor, "single-sign-on:manage");
  const { organizationPk } = actor.scope;
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
    const organization = await tx.organization.findUniqueOrThrow({ where: { pk: organizationPk } });
    const after = await chosen(tx, organizationPk, input.breakGlass);
    if (input.ssoOnly && (await tx.ssoConnection.count({ where: { organizationPk, enabled: true } })) === 0)
      throw new AppError("conflict", "Switch a connection on first.");
    if (input.ssoOnly && after.length === 0)
      throw new AppError("conflict", "Choose at least one break-glass admin first.");
    const now = await tx.member.findMany({
      where: { organizationPk, isBreakGlass: true },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    const before = now.map(({ id }) => id);
    const changes = {
      ...(organization.ssoOnly !== input.ssoOnly && {
        ssoOnly: { before: organization.ssoOnly, after: input.ssoOnly },
      }),
      ...(before.join() !== after.join() && { breakGlass: { before, after } }),
    };
    const told = { ssoOnly: input.ssoOnly, breakGlass: after, endedSignIns: 0 };
    if (Object.keys(changes).length === 0) return told;
    const flag = (ids: string[], isBreakGlass: boolean) =>
      tx.member.updateMany({ where: { organizationPk, id: { in: ids } }, data: { isBreakGlass } });
    await flag(before, false);
    await flag(after, true);
    const data = { ssoOnly: input.ssoOnly };
    await tx.organization.update({ where: { pk: organizationPk }, data, select: { pk: true } });
    if (input.ssoOnly) told.endedSignIns = await endPasswordSignIns(tx, organizationPk);
    await recordEvent(tx, actor, {
      type: "sso.only-changed",
      metadata: { changes, endedSignIns: told.endedSignIns },
      resource: { type: "organization", id: actor.scope.organizationId },
    });
    return told;
  });
}
