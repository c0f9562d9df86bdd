import { passkeyOptionsDto } from "@/lib/account/schema";
import { beginPasskeySignIn } from "@/lib/auth/passkey";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Begin to sign in with a passkey",
  door: "public",
  response: passkeyOptionsDto,
  handler: ({ origin }) => beginPasskeySignIn(origin),
});
