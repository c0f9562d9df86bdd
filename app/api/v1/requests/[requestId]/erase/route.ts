import { apiRoute } from "@/lib/http/api-route";
import { eraseInput, requestDto, requestParams } from "@/lib/requests/schema";
import { eraseForRequest } from "@/lib/requests/erasure";

export const POST = apiRoute({
  summary: "Erase what the law lets go, restrict what it keeps",
  params: requestParams,
  body: eraseInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => eraseForRequest(actor, { ...params, ...body }),
});
