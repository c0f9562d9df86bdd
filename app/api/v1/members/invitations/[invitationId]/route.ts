import { apiRoute } from "@/lib/http/api-route";
import { invitationParams, revokedInvitationDto } from "@/lib/team/schema";
import { revokeInvitation } from "@/lib/team/write";

export const DELETE = apiRoute({
  summary: "Revoke an invitation",
  params: invitationParams,
  response: revokedInvitationDto,
  handler: ({ actor, params }) => revokeInvitation(actor, params),
});
