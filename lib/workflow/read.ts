import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import { openSession } from "@/lib/records/open";
import { createdSource } from "@/lib/sessions/policy";
import { toRunDto, toWorkflowDto } from "@/lib/workflow/dto";
import { currentWorkflow, workflowOf, workflowVersions } from "@/lib/workflow/load";
import {
  alwaysRun,
  askedChecks,
  defaultChecks,
  type RunFacts,
  routeRun,
  verificationPolicies,
} from "@/lib/workflow/policy";
import {
  nodeResults,
  type RunDto,
  routes,
  type VerificationPolicyList,
  type WorkflowDto,
  type WorkflowHistory,
  type WorkflowPreviewDto,
  type WorkflowPreviewInput,
  type WorkflowRule,
} from "@/lib/workflow/schema";

/** Returns the checks that sessions can ask for (contract §16, as clients of the hosted service read it). */
export async function listVerificationPolicies(actor: Actor): Promise<VerificationPolicyList> {
  authorize(actor, "results:read");
  const data = Object.entries(verificationPolicies).map(([policy, description]) => ({
    policy,
    description,
    isDefault: defaultChecks.some((each) => each === policy),
    isAlwaysRun: alwaysRun.includes(policy),
  }));
  return { data };
}

/** Returns the rules that count now. */
export async function getWorkflow(actor: Actor): Promise<WorkflowDto> {
  authorize(actor, "settings:read");
  return toWorkflowDto(await currentWorkflow(db, actor));
}

/** Returns the newest hundred versions, and the rules of the program. */
export async function listWorkflowVersions(actor: Actor): Promise<WorkflowHistory> {
  authorize(actor, "settings:read");
  return { data: (await workflowVersions(db, actor)).map(toWorkflowDto) };
}

/**
 * Returns the newest evaluation of a session.
 * @throws AppError not_found when it was never submitted
 */
export async function getWorkflowRun(actor: Actor, input: { sessionId: string }): Promise<RunDto> {
  authorize(actor, "results:read");
  const session = await openSession(actor, input.sessionId, "read");
  const [run, row] = await Promise.all([
    db.workflowRun.findFirst({ where: belowSession(session), orderBy: { pk: "desc" } }),
    db.session.findUniqueOrThrow({
      where: { scoped: { ...inScope(actor), pk: session.pk } },
      select: { workflowId: true },
    }),
  ]);
  if (!run) throw new AppError("not_found", "This session has no workflow run.");
  const nodes = readStored(nodeResults, run.nodeResults, "workflow_runs.node_results");
  const began = run.workflowVersion === null ? null : await workflowOf(db, actor, run.workflowVersion);
  return toRunDto(run, {
    ...{ sessionId: session.id, workflowId: row.workflowId, nodes },
    rules: began?.rules ?? null,
  });
}

const mostPreviewed = 200;

/**
 * Returns where other rules would have sent the newest sessions that were evaluated here. Restricted sessions are not
 * looked at.
 */
export async function previewWorkflow(
  actor: Actor,
  input: WorkflowPreviewInput,
): Promise<WorkflowPreviewDto> {
  authorize(actor, "settings:read");
  const [all, { rules: saved }] = await Promise.all([newestFacts(actor), currentWorkflow(db, actor)]);
  const wanted = all.map((facts) => routeRun(input.rules, facts));
  const now = all.map((facts) => routeRun(saved, facts).route);
  const count = <T>(items: readonly T[], item: T) => items.filter((each) => each === item).length;
  return {
    sessions: all.length,
    routes: routes.map((route) => ({
      route,
      count: count(
        wanted.map((routed) => routed.route),
        route,
      ),
      now: count(now, route),
    })),
    rules: input.rules.map(({ name }: WorkflowRule) => ({
      name,
      count: count(
        wanted.map(({ rule }) => rule),
        name,
      ),
    })),
    held: wanted.filter(({ held }) => held.length > 0).length,
  };
}

async function newestFacts(actor: Actor): Promise<RunFacts[]> {
  const sessions = await db.session.findMany({
    where: { ...inScope(actor), isRestricted: false, source: createdSource, checks: { some: {} } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostPreviewed,
    select: {
      riskScore: true,
      country: true,
      documentType: true,
      checkOverrides: true,
      checks: { orderBy: { attempt: "asc" }, select: { policy: true, status: true } },
      signals: { select: { signalType: true } },
    },
  });
  return sessions.map(({ riskScore, country, documentType, checkOverrides, checks, signals }) => ({
    riskScore: riskScore ?? 0,
    country,
    documentType,
    signals: signals.map(({ signalType }) => signalType),
    checks: new Map(checks.map(({ policy, status }) => [policy, status as string])),
    asked: askedChecks(checkOverrides),
  }));
}
