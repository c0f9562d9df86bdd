import "server-only";
import { instant, instantOrNull } from "@/lib/format/instant";
import type { Workflow } from "@/lib/workflow/load";
import { graphOf } from "@/lib/workflow/policy";
import type { NodeResult, RunDto, WorkflowDto, WorkflowRule } from "@/lib/workflow/schema";

/** Returns a version of the rules. */
export const toWorkflowDto = ({ version, rules, savedBy, savedAt }: Workflow): WorkflowDto => ({
  version,
  rules: [...rules],
  savedBy,
  savedAt: instantOrNull(savedAt),
});

type RunRow = Pick<RunDto, "id" | "status" | "finalStatus" | "workflowVersion"> & {
  pausedAt: string | null;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
};

/** Returns a run as the contract has it (§16). */
export function toRunDto(
  run: RunRow,
  {
    sessionId,
    workflowId,
    nodes,
    rules,
  }: {
    sessionId: string;
    workflowId: string | null;
    nodes: NodeResult[];
    rules: readonly WorkflowRule[] | null;
  },
): RunDto {
  const { startedAt, completedAt } = run;
  // The name of the rule comes after its position.
  const waitsAt = run.status === "paused" ? (run.pausedAt?.replace(/^\d+:/, "") ?? null) : null;
  return {
    id: run.id,
    sessionId,
    workflowId,
    workflowVersion: run.workflowVersion,
    status: run.status,
    finalStatus: run.finalStatus,
    pausedAtNode: waitsAt,
    currentNode: waitsAt,
    nodeResults: nodes,
    graphSnapshot: rules && graphOf(rules),
    createdAt: instant(run.createdAt),
    startedAt: instantOrNull(startedAt),
    completedAt: instantOrNull(completedAt),
    durationMs: startedAt && completedAt ? completedAt.getTime() - startedAt.getTime() : null,
  };
}
