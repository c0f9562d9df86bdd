import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { revealedDto, revealInput } from "@/lib/sessions/schema";
import { revealPii } from "@/lib/sessions/write";

export const POST = apiRoute({
  summary: "Reveal masked fields to a member",
  params: sessionParams,
  body: revealInput,
  response: revealedDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => revealPii(actor, { ...params, ...body }),
});
