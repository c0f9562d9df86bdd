import { overrideCheck } from "@/lib/decisions/override";
import { overriddenDto, overrideInput, overrideParams } from "@/lib/decisions/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Override the outcome of a check",
  params: overrideParams,
  body: overrideInput,
  response: overriddenDto,
  status: 202,
  handler: ({ actor, params, body }) => overrideCheck(actor, { ...params, ...body }),
});
