import type { DeliveryActor } from "@/lib/delivery/policy";
import { collectPackage } from "@/lib/delivery/write";
import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";

export const GET = apiRoute({
  summary: "Download the package of a download link with its session cookie",
  answers: "application/zip",
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
