import { apiRoute } from "@/lib/http/api-route";
import { asMergeInput, mergedDto, mergeInput } from "@/lib/merges/schema";
import { mergeIdentities } from "@/lib/merges/write";

export const POST = apiRoute({
  summary: "Merge an identity into another",
  body: mergeInput,
  response: mergedDto,
  errors: [409],
  handler: async ({ actor, body }) => {
    const { primary, secondaries } = await mergeIdentities(actor, asMergeInput(body));
    const [secondary = primary] = secondaries;
    return { primary, secondary };
  },
});
