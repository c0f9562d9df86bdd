import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import { caseAt } from "@/lib/cases/client";
import type { InvolvementQuery } from "@/lib/involvement/schema";

const schemas = () => import("@/lib/involvement/schema");

export const involvementQueries = {
  one: (environment: Environment, caseId: string, snapshotId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "decisions", snapshotId, "involvement"],
      queryFn: async ({ signal }) =>
        callApi(
          caseAt(caseId, `/decisions/${encodeURIComponent(snapshotId)}/involvement`),
          (await schemas()).decisionInvolvementDto,
          { environment, signal },
        ),
    }),
  figures: (environment: Environment, { from, to }: InvolvementQuery) =>
    queryOptions({
      queryKey: [environment, "involvement", from ?? "", to ?? ""],
      queryFn: async ({ signal }) => {
        const days = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
        return callApi(`/involvement?${days}`, (await schemas()).involvementDto, { environment, signal });
      },
    }),
};
