import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { messageLetter } from "@/lib/messages/read";
import { messageParams } from "@/lib/messages/schema";

export const GET = apiRoute({
  summary: "Get the letter that went with a message, as PDF",
  answers: "application/pdf",
  params: messageParams,
  isPersonal: true,
  handler: async ({ actor, params }) => {
    const { name, bytes } = await messageLetter(actor, params);
    return new BytesResponse(bytes, {
      headers: {
        "Content-Type": "application/pdf",
        "Content-Disposition": `attachment; filename="${name}"`,
      },
    });
  },
});
