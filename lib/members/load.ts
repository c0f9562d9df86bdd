import "server-only";
import type { Person } from "@/lib/actor/actor";
import { type Actor, can } from "@/lib/actor/actor";
import { permissionsOfRoles } from "@/lib/actor/permissions";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** A member who reviews cases. */
export type WorkingMember = {
  id: string;
  mayTakeEscalations: boolean;
  name: string;
  mayClaim: boolean;
  capacity: number | null;
  awayUntil: Date | null;
  queues: readonly string[];
};

type MemberRow = Awaited<ReturnType<typeof db.member.findMany>>[number];

function toWorkingMember(member: MemberRow): WorkingMember {
  const held = permissionsOfRoles(member.roles);
  return {
    id: member.id,
    name: member.name,
    mayClaim: held.has("cases:claim"),
    mayTakeEscalations: held.has("cases:take-escalations"),
    capacity: member.capacity,
    awayUntil: member.awayUntil,
    queues: member.queues,
  };
}

/** The members of the actor's organization who review cases, by name. */
export async function workingMembers(actor: Actor): Promise<WorkingMember[]> {
  const rows = await db.member.findMany({
    where: { organizationPk: actor.scope.organizationPk, removedAt: null },
    orderBy: { name: "asc" },
  });
  return rows.map(toWorkingMember).filter(({ mayClaim }) => mayClaim);
}

/**
 * Finds a member who reviews cases.
 * @throws AppError validation_error naming `field` when there is none
 */
export async function workingMember(actor: Actor, id: string, field: string): Promise<WorkingMember> {
  const { organizationPk } = actor.scope;
  const row = await db.member.findFirst({ where: { organizationPk, id, removedAt: null } });
  const member = row && toWorkingMember(row);
  if (!member?.mayClaim)
    throw new AppError("validation_error", "Reviewer not found.", {
      fields: [{ field, message: "must be a member who reviews cases" }],
    });
  return member;
}

/** The author's name of a note: the member's, or the key's. Read before a transaction begins. */
export const noteAuthor = async (actor: Actor): Promise<string> =>
  actor.kind === "person" ? (await actingReviewer(actor, undefined)).name : actor.name;

/**
 * Returns the member who acts on a case: a person for themselves; for an API key, the member that it names, whose
 * roles then apply too.
 * @throws AppError forbidden for a person who names another member; validation_error for an unknown member
 */
export async function actingReviewer(actor: Actor, reviewerId: string | undefined): Promise<WorkingMember> {
  if (actor.kind === "person") {
    if (reviewerId !== undefined && reviewerId !== actor.id)
      throw new AppError("forbidden", "A member can only act for themselves.");
    return personAtWork(actor);
  }
  if (!reviewerId)
    throw new AppError("validation_error", "Name the reviewer.", {
      fields: [{ field: "reviewer_id", message: "is required with an API key" }],
    });
  return workingMember(actor, reviewerId, "reviewer_id");
}

/** The actor of a signed-in person already contains their workload. */
async function personAtWork(actor: Actor): Promise<WorkingMember> {
  const known = (actor as Partial<Person>).member;
  const row = known ? null : await db.member.findUnique({ where: { id: actor.id } });
  const { capacity = null, awayUntil = null, queues = [] } = (actor as Partial<Person>).work ?? row ?? {};
  return {
    id: actor.id,
    name: known?.name ?? row?.name ?? actor.name,
    mayClaim: true,
    mayTakeEscalations: can(actor, "cases:take-escalations"),
    capacity,
    awayUntil,
    queues,
  };
}

/** Names of the organization's members by id, including members who have left. */
export async function memberNames(actor: Actor): Promise<Map<string, string>> {
  const rows = await db.member.findMany({
    where: { organizationPk: actor.scope.organizationPk },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
