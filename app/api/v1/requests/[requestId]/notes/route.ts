import { apiRoute } from "@/lib/http/api-route";
import { listRemarks } from "@/lib/remarks/read";
import { markInput, remarkDto, remarksDto } from "@/lib/remarks/schema";
import { markRemark } from "@/lib/remarks/write";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Read the notes on the accepted sessions and their marks",
  params: requestParams,
  response: remarksDto,
  isPersonal: true,
  handler: ({ actor, params }) => listRemarks(actor, params),
});

export const POST = apiRoute({
  summary: "Mark text of a note to withhold from the answer",
  params: requestParams,
  body: markInput,
  response: remarkDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => markRemark(actor, { ...params, ...body }),
});
