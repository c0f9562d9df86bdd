import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { wordingPreviewInput } from "@/lib/wordings/schema";
import { previewWording } from "@/lib/wordings/write";

export const POST = apiRoute({
  summary: "Preview a letter with other texts as PDF",
  answers: "application/pdf",
  body: wordingPreviewInput,
  handler: async ({ actor, body }) => {
    const { name, bytes } = await previewWording(actor, body);
    return new BytesResponse(bytes, {
      headers: {
        "Content-Type": "application/pdf",
        "Content-Disposition": `attachment; filename="${name}"`,
      },
    });
  },
});
