import { apiRoute } from "@/lib/http/api-route";
import { releaseHold } from "@/lib/privacy/holds";
import { holdList, holdParams } from "@/lib/privacy/schema";

export const DELETE = apiRoute({
  summary: "Release a legal hold",
  params: holdParams,
  response: holdList,
  handler: ({ actor, params }) => releaseHold(actor, params),
});
