import { removePasskey } from "@/lib/account/passkeys";
import { confirmInput, factorGoneDto, passkeyParams } from "@/lib/account/schema";
import { apiRoute } from "@/lib/http/api-route";

export const DELETE = apiRoute({
  summary: "Remove one of one's own passkeys",
  params: passkeyParams,
  body: confirmInput,
  response: factorGoneDto,
  handler: ({ actor, params, body }) => removePasskey(actor, params, body),
});
