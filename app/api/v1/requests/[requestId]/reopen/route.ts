import { apiRoute } from "@/lib/http/api-route";
import { reopenRequest } from "@/lib/requests/reopen";
import { reasonInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Open a closed request again",
  params: requestParams,
  body: reasonInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => reopenRequest(actor, { ...params, ...body }),
});
