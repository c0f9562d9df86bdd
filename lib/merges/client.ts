import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { MergeInput, MergePreviewDto } from "@/lib/merges/schema";

const schemas = () => import("@/lib/merges/schema");

/** Asks what a merge would do. */
export const previewMerge = async (environment: Environment, body: MergeInput): Promise<MergePreviewDto> =>
  callApi("/identities/merge/preview", (await schemas()).mergePreviewDto, {
    environment,
    method: "POST",
    body,
  });

/** Merges identities into the first. It cannot be undone. */
export const mergeIdentities = async (environment: Environment, body: MergeInput) =>
  callApi("/identities/merge-multiple", (await schemas()).mergedMultipleDto, {
    environment,
    method: "POST",
    body,
  });
