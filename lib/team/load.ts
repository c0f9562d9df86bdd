import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/**
 * Finds a member of the actor's organization under a lock, so that two changes of one member come one after the other.
 * @throws AppError not_found, also for a removed member
 */
export async function findMember(tx: Transaction, { scope: { organizationPk } }: Actor, id: string) {
  await tx.$queryRaw`SELECT 1 FROM members WHERE organization_pk = ${organizationPk} AND id = ${id} FOR UPDATE`;
  const member = await tx.member.findFirst({ where: { organizationPk, id, removedAt: null } });
  if (!member) throw new AppError("not_found", "Member not found.");
  return member;
}
