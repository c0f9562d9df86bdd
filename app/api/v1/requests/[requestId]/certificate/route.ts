import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { certificateFile } from "@/lib/requests/certificate-page";
import { getCertificate } from "@/lib/requests/proof";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Get the signed erasure certificate",
  params: requestParams,
  response: certificateFile,
  handler: async ({ actor, params }) => {
    const file = await getCertificate(actor, params);
    // Spelled one way whoever asks: the file is handed on and verified elsewhere.
    return new BytesResponse(Buffer.from(`${JSON.stringify(file, null, 2)}\n`), {
      headers: {
        "Content-Type": "application/json",
        "Content-Disposition": `attachment; filename="${params.requestId}-certificate.json"`,
      },
    });
  },
});
