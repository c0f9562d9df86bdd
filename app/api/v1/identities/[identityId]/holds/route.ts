import { listHolds } from "@/lib/holds/read";
import { holdInput, holdList } from "@/lib/holds/schema";
import { placeHold } from "@/lib/holds/write";
import { apiRoute } from "@/lib/http/api-route";
import { identityParams } from "@/lib/identities/schema";

export const GET = apiRoute({
  summary: "List the legal holds on an identity",
  params: identityParams,
  response: holdList,
  handler: ({ actor, params }) => listHolds(actor, params),
});

export const POST = apiRoute({
  summary: "Place a legal hold on an identity",
  params: identityParams,
  body: holdInput,
  response: holdList,
  status: 201,
  handler: ({ actor, params, body }) => placeHold(actor, { ...params, ...body }),
});
