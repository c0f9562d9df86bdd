import { passwordDto, passwordInput } from "@/lib/account/schema";
import { changePassword } from "@/lib/account/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Change one's own password and end the sign-ins in other browsers",
  body: passwordInput,
  response: passwordDto,
  handler: ({ actor, body }) => changePassword(actor, body),
});
