import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile } from "@/lib/browser/api-client";
import type { WordingInput, WordingPlace, WordingPreviewInput } from "@/lib/wordings/schema";

/** The schemas are loaded with the browser's first call. */
const schemas = () => import("@/lib/wordings/schema");

export const wordingQueries = {
  one: (environment: Environment, { letter, law, language }: WordingPlace) =>
    queryOptions({
      queryKey: [environment, "settings", "letters", letter, law, language],
      queryFn: async ({ signal }) =>
        callApi(
          `/settings/letters?letter=${letter}&law=${law}&language=${language}`,
          (await schemas()).wordingDto,
          { environment, signal },
        ),
    }),
};

/** Saves a new version of a letter's words. Rejects with status 409 when another member has saved first. */
export async function saveWording(environment: Environment, change: WordingInput) {
  return callApi("/settings/letters", (await schemas()).wordingDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}

/** Downloads a letter with fictional facts and texts that need not be saved. */
export const savePreview = (environment: Environment, body: WordingPreviewInput) =>
  saveFile("/settings/letters/preview", "preview.pdf", environment, body);
