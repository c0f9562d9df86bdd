import { listAttempts } from "@/lib/checks/read";
import { attemptList, attemptParams } from "@/lib/checks/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List verification attempts",
  params: attemptParams,
  response: attemptList,
  handler: ({ actor, params }) => listAttempts(actor, params),
});
