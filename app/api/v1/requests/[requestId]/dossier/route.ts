import { getDossier } from "@/lib/dossier/read";
import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Download the dossier of a request for an authority",
  answers: "application/zip",
  params: requestParams,
  isPersonal: true,
  handler: async ({ actor, params }) => {
    const dossier = await getDossier(actor, params);
    return new StreamResponse(dossier, attachment("application/zip", dossier.name));
  },
});
