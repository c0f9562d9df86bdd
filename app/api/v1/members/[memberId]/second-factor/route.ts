import { apiRoute } from "@/lib/http/api-route";
import { memberParams } from "@/lib/members/schema";
import { noSecondFactorDto } from "@/lib/team/schema";
import { removeSecondFactor } from "@/lib/team/second-factor";

export const DELETE = apiRoute({
  summary: "Remove a member's authenticator app and recovery codes",
  params: memberParams,
  response: noSecondFactorDto,
  handler: ({ actor, params }) => removeSecondFactor(actor, params),
});
