import { apiRoute } from "@/lib/http/api-route";
import { memberParams } from "@/lib/members/schema";
import { endedSignInsDto } from "@/lib/team/schema";
import { endMemberSignIns } from "@/lib/team/sign-ins";

export const DELETE = apiRoute({
  summary: "End every sign-in of a member",
  params: memberParams,
  response: endedSignInsDto,
  handler: ({ actor, params }) => endMemberSignIns(actor, params),
});
