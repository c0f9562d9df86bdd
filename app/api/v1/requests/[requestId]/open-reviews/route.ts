import { apiRoute } from "@/lib/http/api-route";
import { tellOpenReviews } from "@/lib/requests/review";
import { requestDto, requestParams, tellInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Withhold or disclose open reviews in the answer",
  params: requestParams,
  body: tellInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => tellOpenReviews(actor, { ...params, ...body }),
});
