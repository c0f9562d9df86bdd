import { sessionParams } from "@/lib/contract/session-id";
import { decideExternally } from "@/lib/evaluation/external-decision";
import { apiRoute } from "@/lib/http/api-route";
import { externalDto, externalInput } from "@/lib/workflow/schema";

export const POST = apiRoute({
  summary: "Send your own decision about a session that waits for it",
  params: sessionParams,
  body: externalInput,
  response: externalDto,
  status: 202,
  handler: ({ actor, params, body }) => decideExternally(actor, { ...params, ...body }),
});
