import { z } from "zod";
import { resultStatuses } from "@/lib/contract/vocabulary";
import { isStorable, storable } from "@/lib/format/text";

/** Where a rule sends a session: the contract's three ends, and the gate for the customer's own decision. */
export const routes = ["approve", "reject", "review", "external"] as const;
export type Route = (typeof routes)[number];

const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, storable);
const words = z.array(text(64)).min(1).max(50).optional();
const score = z.int().min(0).max(100).optional();

/** A rule. It matches when all its conditions are met; of a list, one value is enough. */
export const workflowRule = z.strictObject({
  name: text(80),
  route: z.enum(routes),
  minRiskScore: score,
  maxRiskScore: score,
  failedChecks: words.meta({ description: "Policies of which one has failed or could not be run." }),
  skippedChecks: words.meta({ description: "Policies of which one was skipped." }),
  signals: words,
  countries: words,
  documentTypes: words,
});
export type WorkflowRule = z.infer<typeof workflowRule>;

/** The rules in the order in which they are tried. A session that no rule matches goes to review. */
export const workflowRules = z
  .array(workflowRule)
  .max(50)
  .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, "a name is used twice")
  .refine(
    (rules) => rules.every(({ minRiskScore = 0, maxRiskScore = 100 }) => minRiskScore <= maxRiskScore),
    "a rule has a lowest risk score above its highest",
  );

export const workflowDto = z.object({
  version: z.int().meta({ description: "0: the rules of the program, because none were saved." }),
  rules: z.array(workflowRule),
  savedBy: z.string().nullable(),
  savedAt: z.string().nullable(),
});
export type WorkflowDto = z.infer<typeof workflowDto>;

/** Every version, newest first. */
export const workflowHistory = z.object({ data: z.array(workflowDto) });
export type WorkflowHistory = z.infer<typeof workflowHistory>;

export const workflowInput = z.strictObject({
  rules: workflowRules,
  version: z.int32().meta({ description: "The version that the admin has seen." }),
});
export type WorkflowInput = z.infer<typeof workflowInput>;

export const workflowPreviewInput = z.strictObject({ rules: workflowRules });
export type WorkflowPreviewInput = z.infer<typeof workflowPreviewInput>;
/** Where the newest evaluated sessions would have gone. */
export const workflowPreviewDto = z.object({
  sessions: z.int(),
  routes: z.array(z.object({ route: z.enum(routes), count: z.int(), now: z.int() })).meta({
    description: "How many sessions would go each way, and how many go there under the saved rules.",
  }),
  rules: z.array(z.object({ name: z.string(), count: z.int() })),
  held: z.int().meta({
    description: "Sessions that a rule would approve and that go to review, because a check has not passed.",
  }),
});
export type WorkflowPreviewDto = z.infer<typeof workflowPreviewDto>;

export const runStatuses = ["queued", "running", "paused", "completed", "failed"] as const;

/** What a check or the rules said in a run. */
export const nodeResult = z.object({
  policy: z.string(),
  status: z.string(),
  passed: z.boolean().nullable(),
  durationMs: z.int().nullable(),
  route: z.string().nullable(),
});
export type NodeResult = z.infer<typeof nodeResult>;
export const nodeResults = z.array(nodeResult);

/** The rules as a graph: they are tried one after another, and the first whose conditions are met decides. */
const workflowGraph = z.object({
  entry: z.string(),
  nodes: z.array(
    z.object({
      id: z.string(),
      type: z.enum(["start", "policy", "conditional", "terminal", "wait"]),
      name: z.string(),
      next: z.array(z.string()),
    }),
  ),
});
export type WorkflowGraph = z.infer<typeof workflowGraph>;

export const runDto = z.object({
  id: z.string(),
  sessionId: z.string(),
  workflowId: z.string().nullable(),
  workflowVersion: z.int().nullable(),
  status: z.enum(runStatuses),
  finalStatus: z.enum(resultStatuses).nullable(),
  pausedAtNode: z.string().nullable(),
  currentNode: z.string().nullable(),
  nodeResults,
  graphSnapshot: workflowGraph.nullable().meta({
    description: "The rules of the run as the contract's graph; null until it has begun.",
  }),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  durationMs: z.int().nullable(),
});
export type RunDto = z.infer<typeof runDto>;

export const externalDecisions = ["continue", "fail", "reject"] as const;
export const externalInput = z.object({
  decision: z.enum(externalDecisions),
  metadata: z
    .record(z.string().max(255), z.json())
    .refine((map) => JSON.stringify(map).length <= 16_384, "at most 16 KB")
    .nullish(),
});
export type ExternalInput = z.infer<typeof externalInput>;
export const externalDto = z.object({
  sessionId: z.string(),
  decision: z.enum(externalDecisions),
  status: z.string(),
  message: z.string(),
});
export type ExternalDto = z.infer<typeof externalDto>;

export const reprocessedDto = z.object({ sessionId: z.string(), status: z.string() });
export const retriedDto = z.object({ status: z.string(), sessionId: z.string(), policy: z.string() });

/** A check that a session can ask for in `checks`, or that every session gets. */
export const verificationPolicyDto = z.object({
  policy: z.string(),
  description: z.string(),
  isDefault: z.boolean().meta({ description: "Runs for a session that names no checks of its own." }),
  isAlwaysRun: z.boolean().meta({ description: "Runs for every session, whatever it names." }),
});
export const verificationPolicyList = z.object({ data: z.array(verificationPolicyDto) });
export type VerificationPolicyList = z.infer<typeof verificationPolicyList>;
