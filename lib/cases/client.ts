import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { Environment } from "@/lib/auth/actor";
import type { CaseDto, CaseTab } from "@/lib/cases/schema";
import { callApi } from "@/lib/http/api-client";

type Schemas = typeof import("@/lib/cases/schema");
const schemas = () => import("@/lib/cases/schema");

const at = (caseId: string, rest = "") => `/cases/${encodeURIComponent(caseId)}${rest}`;

/** A read of one address, checked against a schema that is loaded with the first answer. */
const read =
  <K extends keyof Schemas>(path: string, schema: K, environment: Environment) =>
  async ({ signal }: { signal: AbortSignal }) =>
    callApi(path, (await schemas())[schema] as z.ZodType, { environment, signal }) as Promise<
      Schemas[K] extends z.ZodType ? z.infer<Schemas[K]> : never
    >;

/** Every query begins with `[environment, "cases"]`, so that a change told by the stream reaches all of them. */
export const caseQueries = {
  all: (environment: Environment) => [environment, "cases"] as const,
  list: (environment: Environment, params: string) =>
    queryOptions({
      queryKey: [environment, "cases", "list", params],
      queryFn: read(`/cases?${params}`, "casePage", environment),
    }),
  tabCounts: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "cases", "tab-counts"],
      queryFn: read("/cases/tab-counts", "tabCountsDto", environment),
    }),
  desk: (environment: Environment, caseId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "desk"],
      queryFn: read(at(caseId, "/desk"), "deskDto", environment),
    }),
  links: (environment: Environment, caseId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "links"],
      queryFn: read(at(caseId, "/links"), "linkList", environment),
    }),
  routing: (environment: Environment, caseId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "routing"],
      queryFn: read(at(caseId, "/routing"), "routingDto", environment),
    }),
  decisions: (environment: Environment, caseId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "decisions"],
      queryFn: read(at(caseId, "/decisions"), "snapshotList", environment),
    }),
  decision: (environment: Environment, caseId: string, snapshotId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "decisions", snapshotId],
      queryFn: read(at(caseId, `/decisions/${encodeURIComponent(snapshotId)}`), "snapshotDto", environment),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  ofSession: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "case"],
      queryFn: read(`/sessions/${encodeURIComponent(sessionId)}/case`, "sessionCaseDto", environment),
    }),
};

async function write(
  environment: Environment,
  path: string,
  body: object,
  method: "POST" | "PATCH" = "POST",
): Promise<CaseDto> {
  return callApi(path, (await schemas()).caseDto, { environment, method, body });
}

type Inputs = typeof import("@/lib/cases/inputs");
type Input<K extends keyof Inputs> = Inputs[K] extends z.ZodType ? z.input<Inputs[K]> : never;

/** What a person can do to a case. Each answers with the case as it is then. */
export const caseActions = {
  /** Rejects with status 404 when there is none. */
  /** What the reviewer holds comes before anything new; `except` is what they have looked at and gave back. */
  next: (
    environment: Environment,
    tab: Exclude<CaseTab, "mine" | "all">,
    { ahead = false, except = [] }: { ahead?: boolean; except?: readonly string[] } = {},
  ) => write(environment, "/cases/next", { tab, ahead, ownFirst: true, except: [...except] }),
  claim: (environment: Environment, caseId: string) => write(environment, at(caseId, "/claim"), {}),
  release: (environment: Environment, caseId: string) => write(environment, at(caseId, "/release"), {}),
  assign: (environment: Environment, caseId: string, body: Input<"assignInput">) =>
    write(environment, at(caseId, "/assign"), body),
  approve: (environment: Environment, caseId: string, body: Input<"approveInput">) =>
    write(environment, at(caseId, "/approve"), body),
  reject: (environment: Environment, caseId: string, body: Input<"rejectInput">) =>
    write(environment, at(caseId, "/reject"), body),
  escalate: (environment: Environment, caseId: string, body: Input<"escalateInput">) =>
    write(environment, at(caseId, "/escalate"), body),
  snooze: (environment: Environment, caseId: string, body: Input<"snoozeInput">) =>
    write(environment, at(caseId, "/snooze"), body),
  undo: (environment: Environment, caseId: string) => write(environment, at(caseId, "/undo"), {}),
  update: (environment: Environment, caseId: string, body: Input<"updateCaseInput">) =>
    write(environment, at(caseId), body, "PATCH"),
  /** Answers with the corrected fields as they are now. */
  correct: async (environment: Environment, caseId: string, body: Input<"correctInput">) =>
    callApi(at(caseId, "/result/pii"), (await import("@/lib/cases/inputs")).correctedDto, {
      environment,
      method: "PUT",
      body,
    }),
  /** Answers with the status of the case, which a check that now passes may have approved. */
  override: async (environment: Environment, caseId: string, policy: string, body: Input<"overrideInput">) =>
    callApi(
      at(caseId, `/checks/${encodeURIComponent(policy)}/override`),
      (await import("@/lib/cases/inputs")).overriddenDto,
      {
        environment,
        method: "POST",
        body,
      },
    ),
  /** In the sandbox only. */
  demo: (environment: Environment) => write(environment, "/cases/demo", {}),
  note: async (environment: Environment, caseId: string, content: string) =>
    callApi(at(caseId, "/notes"), (await schemas()).addedNoteDto, {
      environment,
      method: "POST",
      body: { content },
    }),
};

/** Where a browser follows changes of cases. */
export const caseStreamUrl = (environment: Environment) => `/api/v1/cases/stream?environment=${environment}`;
