import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

/** Hits that one page of the worklist shows. */
export const hitListSize = 50;

export const screeningQueries = {
  /** Its key is one of the lists of cases, so that it is read again when a case changes. */
  hits: (environment: Environment, params: Readonly<Record<string, string>>) =>
    queryOptions({
      queryKey: [environment, "cases", "list", "hits", params],
      queryFn: async ({ signal }) => {
        const { hitPage } = await import("@/lib/screening/schema");
        return callApi(`/screening/hits?${new URLSearchParams(params)}`, hitPage, { environment, signal });
      },
    }),
  list: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "screening"],
      queryFn: async ({ signal }) => {
        const { sessionScreening } = await import("@/lib/screening/schema");
        return callApi(`/sessions/${encodeURIComponent(sessionId)}/screening`, sessionScreening, {
          environment,
          signal,
        });
      },
    }),
};

/** Marks hits as match or not a match; all unresolved ones when none is named. */
export async function resolveHits(
  environment: Environment,
  checkId: string,
  resolution: "dismiss" | "confirm",
  body: { hitIds?: string[]; reasonCode?: string; reason?: string },
): Promise<void> {
  const { dismissedDto, confirmedDto } = await import("@/lib/screening/schema");
  await callApi(
    `/checks/${encodeURIComponent(checkId)}/${resolution}`,
    resolution === "dismiss" ? dismissedDto : confirmedDto,
    { environment, method: "POST", body },
  );
}

/** Reopens resolved hits while their case is not decided. */
export async function reopenHits(environment: Environment, checkId: string, hitIds: string[]): Promise<void> {
  const { reopenedDto } = await import("@/lib/screening/schema");
  const path = `/checks/${encodeURIComponent(checkId)}/reopen`;
  await callApi(path, reopenedDto, { environment, method: "POST", body: { hitIds } });
}
