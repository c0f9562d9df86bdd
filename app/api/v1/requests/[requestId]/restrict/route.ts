import { apiRoute } from "@/lib/http/api-route";
import { restrictForRequest } from "@/lib/requests/rectify";
import { requestDto, requestParams, restrictInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Restrict the accepted sessions (Art. 18)",
  params: requestParams,
  body: restrictInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => restrictForRequest(actor, { ...params, ...body }),
});
