import { apiRoute } from "@/lib/http/api-route";
import { takeBackReview } from "@/lib/requests/review";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Withdraw the review of a request before delivery",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => takeBackReview(actor, { ...params, ...body }),
});
