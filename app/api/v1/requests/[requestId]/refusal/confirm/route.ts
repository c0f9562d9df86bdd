import { apiRoute } from "@/lib/http/api-route";
import { confirmRefusal } from "@/lib/requests/refusal";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Confirm a proposed refusal as the second person",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => confirmRefusal(actor, { ...params, ...body }),
});
