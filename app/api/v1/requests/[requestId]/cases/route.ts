import { apiRoute } from "@/lib/http/api-route";
import { openDecisions } from "@/lib/requests/decisions";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Open a case for every session that was decided without a person",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => openDecisions(actor, { ...params, ...body }),
});
