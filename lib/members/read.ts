import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { permissionsOfRoles } from "@/lib/actor/permissions";
import { instantOrNull } from "@/lib/format/instant";
import { workingMembers } from "@/lib/members/load";
import type { ReviewerListDto, WorkloadListDto } from "@/lib/members/schema";
import { db } from "@/lib/platform/db";

/** Lists the members who review cases, for assigning and escalating. */
export async function listReviewers(actor: Actor): Promise<ReviewerListDto> {
  authorize(actor, "cases:read");
  const members = await workingMembers(actor);
  const now = new Date();
  return {
    data: members.map(({ id, name, mayTakeEscalations, awayUntil }) => ({
      id,
      name,
      mayTakeEscalations,
      isAway: awayUntil !== null && awayUntil > now,
    })),
  };
}

/** Lists the workload of every member who reviews cases; without the permission to manage them, one's own. */
export async function listWorkloads(actor: Actor): Promise<WorkloadListDto> {
  const mayManage = can(actor, "reviewers:manage");
  authorize(actor, mayManage ? "reviewers:manage" : "cases:claim");
  const { organizationPk } = actor.scope;
  const [rows, held] = await Promise.all([
    db.member.findMany({
      where: { organizationPk, removedAt: null, ...(!mayManage && { id: actor.id }) },
      orderBy: { name: "asc" },
    }),
    db.reviewCase.groupBy({
      by: ["assignedTo"],
      where: { ...inScope(actor), assignedTo: { not: null }, decidedAt: null },
      _count: true,
    }),
  ]);
  const holding = new Map(held.map(({ assignedTo, _count }) => [assignedTo, _count]));
  return {
    data: rows
      .filter(({ roles }) => permissionsOfRoles(roles).has("cases:claim"))
      .map(({ id, name, email, roles, capacity, awayUntil, queues }) => ({
        id,
        name,
        email,
        roles,
        capacity,
        awayUntil: instantOrNull(awayUntil),
        queues,
        held: holding.get(id) ?? 0,
      })),
  };
}
