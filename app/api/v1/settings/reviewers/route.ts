import { apiRoute } from "@/lib/http/api-route";
import { listWorkloads } from "@/lib/members/read";
import { workloadList } from "@/lib/members/schema";

export const GET = apiRoute({
  summary: "List reviewers and their limits",
  response: workloadList,
  handler: ({ actor }) => listWorkloads(actor),
});
