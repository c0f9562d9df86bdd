import { apiRoute } from "@/lib/http/api-route";
import { listRequests } from "@/lib/register/read";
import { requestPage, requestsQuery } from "@/lib/register/schema";
import { requestDto, requestInput } from "@/lib/requests/schema";
import { receiveRequest } from "@/lib/requests/write";

export const GET = apiRoute({
  summary: "List data-subject requests",
  query: requestsQuery,
  response: requestPage,
  handler: ({ actor, query }) => listRequests(actor, query),
});

export const POST = apiRoute({
  summary: "Create a data-subject request",
  status: 201,
  body: requestInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, body }) => receiveRequest(actor, body),
});
