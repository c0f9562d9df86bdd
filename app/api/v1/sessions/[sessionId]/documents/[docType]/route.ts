import type { SignedUrlActor } from "@/lib/auth/signed-url";
import { fetchDocument } from "@/lib/documents/read";
import { documentParams, signedUrlQuery } from "@/lib/documents/schema";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";

export const GET = apiRoute({
  summary: "Fetch a document image by its signed URL",
  door: "signedUrl",
  params: documentParams,
  query: signedUrlQuery,
  handler: async ({ actor }: { actor: SignedUrlActor }) => {
    const { bytes, mimeType } = await fetchDocument(actor);
    return new BytesResponse(bytes, { headers: { "Content-Type": mimeType, "Cache-Control": "no-store" } });
  },
});
