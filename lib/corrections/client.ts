import type { z } from "zod";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import { caseAt } from "@/lib/cases/client";
import type { correctInput } from "@/lib/corrections/schema";

export const correctionActions = {
  /** Answers with the corrected fields. */
  correct: async (environment: Environment, caseId: string, body: z.input<typeof correctInput>) =>
    callApi(caseAt(caseId, "/result/pii"), (await import("@/lib/corrections/schema")).correctedDto, {
      environment,
      method: "PUT",
      body,
    }),
};
