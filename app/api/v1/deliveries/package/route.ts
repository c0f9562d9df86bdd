import type { DeliveryActor } from "@/lib/auth/delivery-link";
import { collectPackage } from "@/lib/delivery/write";
import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";

export const GET = apiRoute({
  summary: "Fetch the package of a one-time link, with the cookie that its code gave",
  door: "delivery",
  isPersonal: true,
  handler: async ({ actor }: { actor: DeliveryActor }) => {
    const download = await collectPackage(actor);
    return new StreamResponse(download, {
      ...attachment("application/zip", download.name),
      "Referrer-Policy": "no-referrer",
    });
  },
});
