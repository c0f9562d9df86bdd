import { apiRoute } from "@/lib/http/api-route";
import { authorizeAgent } from "@/lib/requests/authorize";
import { authorizeInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Record what proved that an agent may ask",
  params: requestParams,
  body: authorizeInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => authorizeAgent(actor, { ...params, ...body }),
});
