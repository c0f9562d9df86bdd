import { downloadErasureLetter } from "@/lib/certificates/read";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Get the erasure letter as PDF",
  answers: "application/pdf",
  params: requestParams,
  isPersonal: true,
  handler: async ({ actor, params }) => {
    const { name, bytes } = await downloadErasureLetter(actor, params);
    return new BytesResponse(bytes, {
      headers: {
        "Content-Type": "application/pdf",
        "Content-Disposition": `attachment; filename="${name}"`,
      },
    });
  },
});
