import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { letterParams, letterQuery } from "@/lib/letters/kinds";
import { downloadLetter } from "@/lib/requests/letters";

export const GET = apiRoute({
  summary: "Get a letter about a request as PDF",
  params: letterParams,
  query: letterQuery,
  isPersonal: true,
  handler: async ({ actor, params, query }) => {
    const { name, bytes } = await downloadLetter(actor, { ...params, ...query });
    return new BytesResponse(bytes, {
      headers: {
        "Content-Type": "application/pdf",
        "Content-Disposition": `attachment; filename="${name}"`,
      },
    });
  },
});
