import { fetchDocument } from "@/lib/documents/read";
import { documentParams, signedUrlQuery } from "@/lib/documents/schema";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import type { SignedUrlActor } from "@/lib/records/signed-url";

export const GET = apiRoute({
  summary: "Fetch a document image by its signed URL",
  answers: "image/*",
  door: "signedUrl",
  params: documentParams,
  query: signedUrlQuery,
  handler: async ({ actor }: { actor: SignedUrlActor }) => {
    const { bytes, mimeType } = await fetchDocument(actor);
    // The signed URL is the permission, so a customer's page may show the image too.
    const headers = {
      "Content-Type": mimeType,
      "Cache-Control": "no-store",
      "Cross-Origin-Resource-Policy": "cross-origin",
      // A PDF may contain scripts, so no browser opens it as a page of ours.
      ...(mimeType === "application/pdf" && { "Content-Disposition": "attachment" }),
    };
    return new BytesResponse(bytes, { headers });
  },
});
