import { addPasskey } from "@/lib/account/passkeys";
import { addedPasskeyDto, passkeyInput } from "@/lib/account/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Add a passkey that the browser has created",
  body: passkeyInput,
  response: addedPasskeyDto,
  isPersonal: true,
  handler: ({ actor, body }) => addPasskey(actor, body),
});
