import { apiRoute } from "@/lib/http/api-route";
import { mergedMultipleDto, mergeMultipleInput } from "@/lib/merges/schema";
import { mergeIdentities } from "@/lib/merges/write";

export const POST = apiRoute({
  summary: "Merge several identities into one",
  body: mergeMultipleInput,
  response: mergedMultipleDto,
  errors: [409],
  handler: async ({ actor, body }) => {
    const { primary, secondaries } = await mergeIdentities(actor, body);
    return { primary, mergedCount: secondaries.length, mergedIds: secondaries.map(({ id }) => id) };
  },
});
