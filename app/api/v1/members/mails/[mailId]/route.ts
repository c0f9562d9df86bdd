import { apiRoute } from "@/lib/http/api-route";
import { getMail } from "@/lib/team/read";
import { mailOfMember, mailParams } from "@/lib/team/schema";

export const GET = apiRoute({
  summary: "Get what came of a mail with an invitation or a password link",
  params: mailParams,
  response: mailOfMember,
  handler: ({ actor, params }) => getMail(actor, params),
});
