import { sessionParams } from "@/lib/contract/session-id";
import { listHolds } from "@/lib/holds/read";
import { holdInput, holdList } from "@/lib/holds/schema";
import { placeHold } from "@/lib/holds/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List the legal holds on a session",
  params: sessionParams,
  response: holdList,
  handler: ({ actor, params }) => listHolds(actor, params),
});

export const POST = apiRoute({
  summary: "Place a legal hold on a session",
  params: sessionParams,
  body: holdInput,
  response: holdList,
  status: 201,
  handler: ({ actor, params, body }) => placeHold(actor, { ...params, ...body }),
});
