import { askPasswordLink, forgottenDto, forgottenInput } from "@/lib/auth/forgotten-password";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Mail a link for a new password to a member who has forgotten it",
  door: "public",
  body: forgottenInput,
  response: forgottenDto,
  status: 202,
  isPersonal: true,
  handler: ({ body, origin }) => askPasswordLink(body, origin),
});
