import { apiRoute } from "@/lib/http/api-route";
import { listWorkloads } from "@/lib/members/read";
import { workloadList } from "@/lib/members/schema";

export const GET = apiRoute({
  summary: "List what the members who review cases take on",
  response: workloadList,
  handler: ({ actor }) => listWorkloads(actor),
});
