import { infiniteQueryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

const remapAt = (sourceId: string) => `/sources/${encodeURIComponent(sourceId)}/remap`;

export const remapQueries = {
  /** What a mapping would change, page by page. It is looked at anew whenever somebody asks. */
  preview: (environment: Environment, sourceId: string) =>
    infiniteQueryOptions({
      queryKey: [environment, "remaps", sourceId],
      queryFn: async ({ signal, pageParam }) => {
        const { remapPreview } = await import("@/lib/remaps/schema");
        const query = pageParam === null ? "" : `?${new URLSearchParams({ after: pageParam })}`;
        return callApi(`${remapAt(sourceId)}${query}`, remapPreview, { environment, signal });
      },
      initialPageParam: null as string | null,
      getNextPageParam: ({ next }) => next,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
};

export const remapActions = {
  start: async (environment: Environment, sourceId: string, version: number) => {
    const { runDto } = await import("@/lib/sources/schema");
    return callApi(remapAt(sourceId), runDto, { environment, method: "POST", body: { version } });
  },
};
