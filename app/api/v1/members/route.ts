import { apiRoute } from "@/lib/http/api-route";
import { listMembers } from "@/lib/team/read";
import { teamDto } from "@/lib/team/schema";

export const GET = apiRoute({
  summary: "List the members of the organization",
  response: teamDto,
  handler: ({ actor }) => listMembers(actor),
});
