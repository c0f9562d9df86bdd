import { apiRoute } from "@/lib/http/api-route";
import { getRequest } from "@/lib/requests/read";
import { requestDto, requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Get a data-subject request with its checklist",
  params: requestParams,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params }) => getRequest(actor, params),
});
