import { holdList, identityHoldParams } from "@/lib/holds/schema";
import { releaseHold } from "@/lib/holds/write";
import { apiRoute } from "@/lib/http/api-route";

export const DELETE = apiRoute({
  summary: "Release a legal hold on an identity",
  params: identityHoldParams,
  response: holdList,
  handler: ({ actor, params }) => releaseHold(actor, params),
});
