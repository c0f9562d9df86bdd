import { apiRoute } from "@/lib/http/api-route";
import { confirmRefusal } from "@/lib/requests/refusal";
import { confirmInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Confirm a proposed refusal as the second person",
  params: requestParams,
  body: confirmInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => confirmRefusal(actor, { ...params, ...body }),
});
