import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { CaseDto } from "@/lib/cases/schema";

const schemas = () => import("@/lib/cases/schema");

/** The address of a case in the API. */
export const caseAt = (caseId: string, rest = "") => `/cases/${encodeURIComponent(caseId)}${rest}`;

/**
 * Every query key begins with `[environment, "cases"]`, so that a change announced by the stream invalidates all of
 * them.
 */
export const caseQueries = {
  all: (environment: Environment) => [environment, "cases"] as const,
  desk: (environment: Environment, caseId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "desk"],
      queryFn: async ({ signal }) =>
        callApi(caseAt(caseId, "/desk"), (await schemas()).deskDto, { environment, signal }),
    }),
  routing: (environment: Environment, caseId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "routing"],
      queryFn: async ({ signal }) =>
        callApi(caseAt(caseId, "/routing"), (await schemas()).routingDto, { environment, signal }),
    }),
  /** What happened to the case and its session. A change of the case makes it load again. */
  acts: (environment: Environment, caseId: string, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "acts"],
      queryFn: async ({ signal }) =>
        callApi(
          `/sessions/${encodeURIComponent(sessionId)}/timeline?only=acts`,
          (await import("@/lib/sessions/schema")).timelineDto,
          { environment, signal },
        ),
    }),
  ofSession: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "case"],
      queryFn: async ({ signal }) =>
        callApi(`/sessions/${encodeURIComponent(sessionId)}/case`, (await schemas()).sessionCaseDto, {
          environment,
          signal,
        }),
    }),
};

/** Calls an operation that changes one case. The answer is the case after the change. */
export async function changeCase(
  environment: Environment,
  path: string,
  body: object,
  method: "POST" | "PATCH" = "POST",
): Promise<CaseDto> {
  return callApi(path, (await schemas()).caseDto, { environment, method, body });
}

type Schemas = typeof import("@/lib/cases/schema");
export type CaseInput<K extends keyof Schemas> = Schemas[K] extends z.ZodType ? z.input<Schemas[K]> : never;

/** The operations of a person on a case. Each answers with the case after the change. */
export const caseActions = {
  release: (environment: Environment, caseId: string) =>
    changeCase(environment, caseAt(caseId, "/release"), {}),
  assign: (environment: Environment, caseId: string, body: CaseInput<"assignInput">) =>
    changeCase(environment, caseAt(caseId, "/assign"), body),
  escalate: (environment: Environment, caseId: string, body: CaseInput<"escalateInput">) =>
    changeCase(environment, caseAt(caseId, "/escalate"), body),
  snooze: (environment: Environment, caseId: string, body: CaseInput<"snoozeInput">) =>
    changeCase(environment, caseAt(caseId, "/snooze"), body),
  update: (environment: Environment, caseId: string, body: CaseInput<"updateCaseInput">) =>
    changeCase(environment, caseAt(caseId), body, "PATCH"),
  note: async (environment: Environment, caseId: string, content: string) =>
    callApi(caseAt(caseId, "/notes"), (await schemas()).addedNoteDto, {
      environment,
      method: "POST",
      body: { content },
    }),
};
