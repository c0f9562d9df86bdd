import { codeInput, firstCodesDto } from "@/lib/account/schema";
import { confirmFactor } from "@/lib/account/second-factor";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Confirm an authenticator app with a code and get recovery codes",
  body: codeInput,
  response: firstCodesDto,
  isPersonal: true,
  handler: ({ actor, body }) => confirmFactor(actor, body),
});
