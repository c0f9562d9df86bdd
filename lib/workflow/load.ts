import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, type Scope } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import { ownRules } from "@/lib/workflow/policy";
import { type WorkflowRule, workflowRules } from "@/lib/workflow/schema";

export type Workflow = {
  version: number;
  rules: readonly WorkflowRule[];
  savedBy: string | null;
  savedAt: Date | null;
};

type Reader = Pick<Transaction, "workflowVersion">;

const toWorkflow = (row: { version: number; rules: unknown; savedBy: string; savedAt: Date }): Workflow => ({
  version: row.version,
  rules: readStored(workflowRules, row.rules, "workflow_versions.rules"),
  savedBy: row.savedBy,
  savedAt: row.savedAt,
});

const programs: Workflow = { version: 0, rules: ownRules, savedBy: null, savedAt: null };

/**
 * Returns the rules that count now in the actor's environment.
 * @throws Error when they cannot be read: saved rules never turn into the program's own
 */
export async function currentWorkflow(db: Reader, actor: Actor): Promise<Workflow> {
  const row = await db.workflowVersion.findFirst({ where: inScope(actor), orderBy: { version: "desc" } });
  return row ? toWorkflow(row) : programs;
}

/** Returns one version, for a run that began under it. */
export async function workflowOf(db: Reader, actor: Actor, version: number): Promise<Workflow> {
  if (version === 0) return programs;
  const key = { organizationPk_environment_version: { ...inScope(actor), version } };
  return toWorkflow(await db.workflowVersion.findUniqueOrThrow({ where: key }));
}

/** Returns the newest versions, newest first, and the program's rules at the end. */
export async function workflowVersions(db: Reader, actor: Actor): Promise<Workflow[]> {
  const rows = await db.workflowVersion.findMany({
    where: inScope(actor),
    orderBy: { version: "desc" },
    take: 100,
  });
  return [...rows.map(toWorkflow), programs];
}

/**
 * Returns when a session had ended before it was evaluated again; null for one that ends for the first time, or was
 * submitted anew since. Retention counts from then on: evaluating again must not keep data longer.
 */
export async function endedBefore(
  tx: Pick<Transaction, "workflowRun">,
  session: Scope & { pk: bigint },
): Promise<Date | null> {
  const run = await tx.workflowRun.findFirst({
    where: { ...belowSession(session), cause: { in: ["submit", "reprocess"] } },
    orderBy: { pk: "desc" },
    select: { endedBefore: true },
  });
  return run?.endedBefore ?? null;
}
