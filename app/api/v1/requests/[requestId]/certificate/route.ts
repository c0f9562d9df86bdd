import { getCertificate } from "@/lib/certificates/read";
import { certificateFile } from "@/lib/certificates/schema";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Get the signed erasure certificate",
  params: requestParams,
  response: certificateFile,
  handler: async ({ actor, params }) => {
    const file = await getCertificate(actor, params);
    // The spelling does not depend on the caller, because the file is passed on and verified elsewhere.
    return new BytesResponse(Buffer.from(`${JSON.stringify(file, null, 2)}\n`), {
      headers: {
        "Content-Type": "application/json",
        "Content-Disposition": `attachment; filename="${params.requestId}-certificate.json"`,
      },
    });
  },
});
