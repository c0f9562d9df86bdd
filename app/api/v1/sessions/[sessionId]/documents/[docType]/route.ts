import type { SignedUrlActor } from "@/lib/auth/signed-url";
import { fetchDocument } from "@/lib/documents/read";
import { documentParams, signedUrlQuery } from "@/lib/documents/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Fetch a document image by its signed URL",
  door: "signedUrl",
  params: documentParams,
  query: signedUrlQuery,
  handler: async ({ actor }: { actor: SignedUrlActor }) => {
    const { bytes, mimeType } = await fetchDocument(actor);
    const headers = {
      "Content-Type": mimeType,
      "Content-Length": String(bytes.length),
      "Cache-Control": "no-store",
    };
    return new Response(new Uint8Array(bytes), { headers });
  },
});
