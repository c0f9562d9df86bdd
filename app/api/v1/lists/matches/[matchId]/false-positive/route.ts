import { apiRoute } from "@/lib/http/api-route";
import { markFalsePositive } from "@/lib/typed-lists/matches";
import { listMatchDto, matchParams } from "@/lib/typed-lists/schema";

export const POST = apiRoute({
  summary: "Mark a list match as a false positive",
  params: matchParams,
  response: listMatchDto,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params }) => markFalsePositive(actor, params),
});
