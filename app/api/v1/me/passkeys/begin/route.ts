import { beginPasskey } from "@/lib/account/passkeys";
import { confirmInput, passkeyOptionsDto } from "@/lib/account/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Begin to add a passkey",
  body: confirmInput,
  response: passkeyOptionsDto,
  isPersonal: true,
  handler: ({ actor, body }) => beginPasskey(actor, body),
});
