import { apiRoute } from "@/lib/http/api-route";
import { memberParams } from "@/lib/members/schema";
import { makePasswordLink } from "@/lib/team/password-link";
import { newPasswordLinkDto, passwordLinkWanted } from "@/lib/team/schema";

export const POST = apiRoute({
  summary: "Make a one-time link with which a member sets a new password",
  params: memberParams,
  body: passwordLinkWanted,
  response: newPasswordLinkDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => makePasswordLink(actor, { ...params, ...body }),
});
