import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { permissionsOfRoles } from "@/lib/actor/permissions";
import { recordEvent } from "@/lib/events/record";
import { instantOrNull } from "@/lib/format/instant";
import { listWorkloads } from "@/lib/members/read";
import type { WorkloadDto, WorkloadInput } from "@/lib/members/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/**
 * Changes what a member who works cases takes on. Members say themselves until when they are away; the rest is for
 * those who manage them.
 * @throws AppError not_found for somebody who does not work cases here
 */
export async function updateWorkload(
  actor: Actor,
  input: WorkloadInput & { memberId: string },
): Promise<WorkloadDto> {
  const { memberId, capacity, queues } = input;
  const isOwnAbsence =
    actor.kind === "person" && actor.id === memberId && capacity === undefined && queues === undefined;
  authorize(actor, isOwnAbsence ? "cases:claim" : "reviewers:manage");
  const { organizationPk } = actor.scope;
  const awayUntil = typeof input.awayUntil === "string" ? new Date(input.awayUntil) : input.awayUntil;
  await db.$transaction(async (tx) => {
    const member = await tx.member.findFirst({ where: { organizationPk, id: memberId, removedAt: null } });
    if (!member || !permissionsOfRoles(member.roles).has("cases:claim"))
      throw new AppError("not_found", "Reviewer not found.");
    const after = {
      capacity: capacity === undefined ? member.capacity : capacity,
      awayUntil: awayUntil === undefined ? member.awayUntil : awayUntil,
      queues: queues ? [...new Set(queues)] : member.queues,
    };
    const changes = changesOf(shown(member), shown(after));
    if (Object.keys(changes).length === 0) return;
    await tx.member.update({ where: { pk: member.pk }, data: after, select: { pk: true } });
    await recordEvent(tx, actor, {
      type: "settings.updated",
      metadata: { changes },
      resource: { type: "member", id: memberId },
    });
  });
  const found = (await listWorkloads(actor)).data.find(({ id }) => id === memberId);
  if (!found) throw new AppError("not_found", "Reviewer not found.");
  return found;
}

type Workload = { capacity: number | null; awayUntil: Date | null; queues: string[] };
type Shown = Record<string, string | number | string[] | null>;

const shown = ({ capacity, awayUntil, queues }: Workload): Shown => ({
  capacity,
  awayUntil: instantOrNull(awayUntil),
  queues,
});

const changesOf = (before: Shown, after: Shown) =>
  Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value))
      .map(([name, value]) => [name, { before: before[name] ?? null, after: value }]),
  );
