import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { getSession } from "@/lib/sessions/read";
import { sessionDto, updateSessionInput } from "@/lib/sessions/schema";
import { updateSession } from "@/lib/sessions/write";

export const GET = apiRoute({
  summary: "Get a session",
  params: sessionParams,
  response: sessionDto,
  handler: ({ actor, params }) => getSession(actor, params),
});

export const PATCH = apiRoute({
  summary: "Update a session",
  params: sessionParams,
  body: updateSessionInput,
  response: sessionDto,
  isPersonal: true,
  isRepeatable: true,
  handler: ({ actor, params, body }) => updateSession(actor, { ...params, ...body }),
});
