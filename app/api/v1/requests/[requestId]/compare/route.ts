import { apiRoute } from "@/lib/http/api-route";
import { compareValue } from "@/lib/requests/compare";
import { comparedDto, compareInput, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Tell whether a value that the requester gives is the stored one",
  params: requestParams,
  body: compareInput,
  response: comparedDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => compareValue(actor, { ...params, ...body }),
});
