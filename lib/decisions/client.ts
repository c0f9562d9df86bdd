import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import { caseAt, changeCase } from "@/lib/cases/client";

type Schemas = typeof import("@/lib/decisions/schema");
const schemas = () => import("@/lib/decisions/schema");
type Input<K extends keyof Schemas> = Schemas[K] extends z.ZodType ? z.input<Schemas[K]> : never;

export const decisionQueries = {
  all: (environment: Environment, caseId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "decisions"],
      queryFn: async ({ signal }) =>
        callApi(caseAt(caseId, "/decisions"), (await schemas()).snapshotList, { environment, signal }),
    }),
  one: (environment: Environment, caseId: string, snapshotId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "decisions", snapshotId],
      queryFn: async ({ signal }) =>
        callApi(
          caseAt(caseId, `/decisions/${encodeURIComponent(snapshotId)}`),
          (await schemas()).snapshotDto,
          { environment, signal },
        ),
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

export const decisionActions = {
  approve: (environment: Environment, caseId: string, body: Input<"approveInput">) =>
    changeCase(environment, caseAt(caseId, "/approve"), body),
  reject: (environment: Environment, caseId: string, body: Input<"rejectInput">) =>
    changeCase(environment, caseAt(caseId, "/reject"), body),
  resubmit: (environment: Environment, caseId: string, body: Input<"resubmitInput">) =>
    changeCase(environment, caseAt(caseId, "/resubmit"), body),
  undo: (environment: Environment, caseId: string) => changeCase(environment, caseAt(caseId, "/undo"), {}),
  /** Answers with the status of the case; the override may have approved it. */
  override: async (environment: Environment, caseId: string, policy: string, body: Input<"overrideInput">) =>
    callApi(
      caseAt(caseId, `/checks/${encodeURIComponent(policy)}/override`),
      (await schemas()).overriddenDto,
      {
        environment,
        method: "POST",
        body,
      },
    ),
};
