import { apiRoute } from "@/lib/http/api-route";
import { listInvitations } from "@/lib/team/read";
import { invitationList, inviteInput, newInvitationDto } from "@/lib/team/schema";
import { inviteMember } from "@/lib/team/write";

export const GET = apiRoute({
  summary: "List invitations that can still be accepted",
  response: invitationList,
  handler: ({ actor }) => listInvitations(actor),
});

export const POST = apiRoute({
  summary: "Invite a colleague by a one-time link",
  body: inviteInput,
  response: newInvitationDto,
  handler: ({ actor, body }) => inviteMember(actor, body),
});
