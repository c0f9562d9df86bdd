import { apiRoute } from "@/lib/http/api-route";
import { readBytes } from "@/lib/http/request";
import { receiveNotice } from "@/lib/sources/notices";
import { noticeAnswer, sourceParams } from "@/lib/sources/schema";

/** A notice is JSON with a few ids; a vendor that sends the whole session sends less than this. */
const mostBytes = 1024 * 1024;

export const POST = apiRoute({
  summary: "Receive a vendor's notice that sessions have changed",
  door: "public",
  params: sourceParams,
  response: noticeAnswer,
  status: 202,
  errors: [400, 401, 404, 413],
  isFromElsewhere: true,
  handler: async ({ params, request }) => {
    const body = await readBytes(request, mostBytes);
    const headers = Object.fromEntries(request.headers);
    const { searchParams } = new URL(request.url);
    return { received: await receiveNotice(params.sourceId, { headers, query: searchParams, body }) };
  },
});
