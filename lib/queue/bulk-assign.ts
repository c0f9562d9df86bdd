import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { assignCase, releaseCase } from "@/lib/cases/write";
import { workingMember } from "@/lib/members/load";
import { AppError } from "@/lib/platform/errors";
import type { BulkAssignDto, BulkAssignInput } from "@/lib/queue/schema";

/**
 * Assigns up to a hundred cases, or returns them to the queue, each as {@link assignCase} and {@link releaseCase} do.
 * A case that cannot be assigned is named with the reason; the others are assigned all the same.
 * @throws AppError validation_error when there is no such reviewer
 */
export async function bulkAssign(actor: Actor, input: BulkAssignInput): Promise<BulkAssignDto> {
  authorize(actor, "cases:assign");
  const { caseIds, assigneeId } = input;
  if (assigneeId) await workingMember(actor, assigneeId, "assignee_id");
  const result: BulkAssignDto = { total: caseIds.length, assigned: 0, refused: [] };
  for (const caseId of caseIds) {
    try {
      await (assigneeId ? assignCase(actor, { caseId, assigneeId }) : releaseCase(actor, { caseId }));
      result.assigned += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      result.refused.push({ caseId, reason: error.message });
    }
  }
  return result;
}
