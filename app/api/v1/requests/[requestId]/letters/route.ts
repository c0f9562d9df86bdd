import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { letterInput, letterList } from "@/lib/letters/kinds";
import { downloadLetter, listLetters } from "@/lib/requests/letters";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "List the letters of a request that were made",
  params: requestParams,
  response: letterList,
  handler: ({ actor, params }) => listLetters(actor, params),
});

export const POST = apiRoute({
  summary: "Make a letter about a request as PDF",
  answers: "application/pdf",
  params: requestParams,
  body: letterInput,
  isPersonal: true,
  handler: async ({ actor, params, body }) => {
    const { name, bytes } = await downloadLetter(actor, { ...params, ...body });
    return new BytesResponse(bytes, {
      headers: {
        "Content-Type": "application/pdf",
        "Content-Disposition": `attachment; filename="${name}"`,
      },
    });
  },
});
