import { grantCookie, openDelivery } from "@/lib/auth/delivery-link";
import { openedDto, openInput } from "@/lib/delivery/schema";
import { instant } from "@/lib/format/instant";
import { apiRoute } from "@/lib/http/api-route";
import { jsonResponse } from "@/lib/http/bytes-response";

export const POST = apiRoute({
  summary: "Enter the code of a download link",
  door: "public",
  body: openInput,
  response: openedDto,
  isPersonal: true,
  handler: async ({ body, origin }) => {
    const { grant, until } = await openDelivery(body, origin);
    return jsonResponse({ until: instant(until) }, { headers: { "Set-Cookie": grantCookie(grant) } });
  },
});
