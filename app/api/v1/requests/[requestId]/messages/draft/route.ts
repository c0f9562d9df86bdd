import { apiRoute } from "@/lib/http/api-route";
import { draftMessage } from "@/lib/messages/read";
import { draftDto, draftQuery } from "@/lib/messages/schema";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Write a message to a requester without sending it",
  params: requestParams,
  query: draftQuery,
  response: draftDto,
  isPersonal: true,
  handler: ({ actor, params, query }) => draftMessage(actor, { ...params, ...query }),
});
