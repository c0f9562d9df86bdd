import { apiRoute } from "@/lib/http/api-route";
import { recordDecisions } from "@/lib/requests/decisions";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Record what the reviewers decided again",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => recordDecisions(actor, { ...params, ...body }),
});
