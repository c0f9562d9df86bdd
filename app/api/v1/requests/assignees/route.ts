import { apiRoute } from "@/lib/http/api-route";
import { requestWorkers } from "@/lib/register/assign";
import { requestAssignees } from "@/lib/register/schema";

export const GET = apiRoute({
  summary: "List the members who answer data-subject requests",
  response: requestAssignees,
  handler: async ({ actor }) => ({ data: await requestWorkers(actor) }),
});
