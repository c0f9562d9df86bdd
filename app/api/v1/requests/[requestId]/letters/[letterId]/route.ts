import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { letterParams } from "@/lib/letters/kinds";
import { downloadMadeLetter } from "@/lib/requests/letters";

export const GET = apiRoute({
  summary: "Get a letter as it was made as PDF",
  answers: "application/pdf",
  params: letterParams,
  isPersonal: true,
  handler: async ({ actor, params }) => {
    const { name, bytes } = await downloadMadeLetter(actor, params);
    return new BytesResponse(bytes, {
      headers: {
        "Content-Type": "application/pdf",
        "Content-Disposition": `attachment; filename="${name}"`,
      },
    });
  },
});
