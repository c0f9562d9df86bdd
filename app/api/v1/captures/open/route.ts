import { captureGrantCookie, openCapture } from "@/lib/auth/capture-link";
import { consentedDto, consentInput } from "@/lib/captures/schema";
import { instant } from "@/lib/format/instant";
import { apiRoute } from "@/lib/http/api-route";
import { jsonResponse } from "@/lib/http/bytes-response";

export const POST = apiRoute({
  summary: "Consent to a capture and open its link in this browser",
  door: "public",
  body: consentInput,
  response: consentedDto,
  isPersonal: true,
  handler: async ({ body, origin }) => {
    const opened = await openCapture(body, origin);
    const headers = { "Set-Cookie": captureGrantCookie(opened) };
    return jsonResponse({ until: instant(opened.until) }, { headers });
  },
});
