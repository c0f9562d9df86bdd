import type { DeliveryActor } from "@/lib/auth/delivery-link";
import { collectPackage } from "@/lib/delivery/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Fetch the package of a one-time link, with the cookie that its code gave",
  door: "delivery",
  isPersonal: true,
  handler: async ({ actor }: { actor: DeliveryActor }) => {
    const { name, stream } = await collectPackage(actor);
    const headers = {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Referrer-Policy": "no-referrer",
    };
    return new Response(stream, { headers });
  },
});
