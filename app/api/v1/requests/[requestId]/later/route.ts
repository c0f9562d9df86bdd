import { laterInput } from "@/lib/contract/parts";
import { apiRoute } from "@/lib/http/api-route";
import { postponeSessions } from "@/lib/requests/later";
import { requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Answer some sessions later",
  params: requestParams,
  body: laterInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => postponeSessions(actor, { ...params, ...body }),
});
