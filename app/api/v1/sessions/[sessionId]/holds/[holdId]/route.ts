import { holdList, sessionHoldParams } from "@/lib/holds/schema";
import { releaseHold } from "@/lib/holds/write";
import { apiRoute } from "@/lib/http/api-route";

export const DELETE = apiRoute({
  summary: "Release a legal hold on a session",
  params: sessionHoldParams,
  response: holdList,
  handler: ({ actor, params }) => releaseHold(actor, params),
});
