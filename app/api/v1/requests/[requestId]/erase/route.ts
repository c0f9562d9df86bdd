import { eraseForRequest } from "@/lib/certificates/erase";
import { apiRoute } from "@/lib/http/api-route";
import { eraseInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Erase eligible data and restrict data that a law keeps",
  params: requestParams,
  body: eraseInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => eraseForRequest(actor, { ...params, ...body }),
});
