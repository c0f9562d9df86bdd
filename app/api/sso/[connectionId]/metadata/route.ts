import { samlMetadata } from "@/lib/auth/sso";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { connectionParams } from "@/lib/single-sign-on/schema";

export const GET = apiRoute({
  summary: "SAML metadata of a connection",
  answers: "application/samlmetadata+xml",
  door: "public",
  params: connectionParams,
  handler: async ({ params }) =>
    new BytesResponse(Buffer.from(await samlMetadata(params)), {
      headers: { "Content-Type": "application/samlmetadata+xml" },
    }),
});
