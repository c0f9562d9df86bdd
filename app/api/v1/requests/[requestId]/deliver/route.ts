import { deliverInput } from "@/lib/delivery/schema";
import { markDelivered } from "@/lib/delivery/write";
import { apiRoute } from "@/lib/http/api-route";
import { requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Mark the answer as delivered",
  params: requestParams,
  body: deliverInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => markDelivered(actor, { ...params, ...body }),
});
