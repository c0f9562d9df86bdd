import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { permissionsOfRoles } from "@/lib/actor/permissions";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { AssignRequestInput } from "@/lib/register/schema";
import type { RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/** The members who answer requests, by name. */
export async function requestWorkers(actor: Actor): Promise<{ id: string; name: string }[]> {
  authorize(actor, "requests:read");
  const members = await db.member.findMany({
    where: { organizationPk: actor.scope.organizationPk, removedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true, roles: true },
  });
  return members
    .filter(({ roles }) => permissionsOfRoles(roles).has("requests:work"))
    .map(({ id, name }) => ({ id, name }));
}

/**
 * Assigns an open request to a member, or to nobody. Others may still work on it: the name says who has taken it on.
 * @throws AppError validation_error unless the member answers requests; conflict for a closed request
 */
export async function assignRequest(
  actor: Actor,
  { assigneeId, ...input }: OnRequest & AssignRequestInput,
): Promise<RequestDto> {
  authorize(actor, "requests:work");
  const workers = await requestWorkers(actor);
  if (assigneeId !== null && !workers.some(({ id }) => id === assigneeId))
    throw new AppError("validation_error", "Member not found.", {
      fields: [{ field: "assignee_id", message: "must be a member who answers requests" }],
    });
  return changeRequest(actor, input, null, () => ({
    changes: { assignedTo: assigneeId },
    event: { type: "request.assigned", metadata: { assigneeId } },
  }));
}
