import { apiRoute } from "@/lib/http/api-route";
import { memberParams } from "@/lib/members/schema";
import { removedMemberDto, rolesInput, teamMemberDto } from "@/lib/team/schema";
import { changeRoles, removeMember } from "@/lib/team/write";

export const PATCH = apiRoute({
  summary: "Change the roles of a member",
  params: memberParams,
  body: rolesInput,
  response: teamMemberDto,
  handler: ({ actor, params, body }) => changeRoles(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Remove a member",
  params: memberParams,
  response: removedMemberDto,
  handler: ({ actor, params }) => removeMember(actor, params),
});
