import { apiRoute } from "@/lib/http/api-route";
import { withdrawRefusal } from "@/lib/requests/refusal";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Withdraw a proposed refusal",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => withdrawRefusal(actor, { ...params, ...body }),
});
