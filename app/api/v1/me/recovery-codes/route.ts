import { confirmInput, recoveryCodesDto } from "@/lib/account/schema";
import { renewRecoveryCodes } from "@/lib/account/second-factor";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Replace one's own recovery codes",
  body: confirmInput,
  response: recoveryCodesDto,
  isPersonal: true,
  handler: ({ actor, body }) => renewRecoveryCodes(actor, body),
});
