import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { openingDto, openingInput } from "@/lib/sessions/schema";
import { openRestricted } from "@/lib/sessions/write";

export const POST = apiRoute({
  summary: "Open a restricted session with a reason",
  params: sessionParams,
  body: openingInput,
  response: openingDto,
  handler: ({ actor, params, body }) => openRestricted(actor, { ...params, ...body }),
});
