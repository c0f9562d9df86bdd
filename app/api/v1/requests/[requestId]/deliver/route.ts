import { deliverInput } from "@/lib/delivery/schema";
import { apiRoute } from "@/lib/http/api-route";
import { requestDto, requestParams } from "@/lib/requests/schema";
import { markDelivered } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Mark the answer as delivered",
  params: requestParams,
  body: deliverInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => markDelivered(actor, { ...params, ...body }),
});
