import "server-only";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { belowSession, type Scope } from "@/lib/platform/scope";

/**
 * Queues an evaluation in the transaction that made it due; a process starts on it within seconds.
 * @param policy the check to run again; all of them by default
 * @returns the id of the run
 */
export async function queueRun(
  tx: Transaction,
  session: Scope & { pk: bigint },
  { cause, policy = null }: { cause: "submit" | "reprocess" | "retry"; policy?: string | null },
): Promise<string> {
  const id = newId("run");
  await tx.workflowRun.create({
    data: { ...belowSession(session), id, cause, policy },
    select: { pk: true },
  });
  return id;
}
