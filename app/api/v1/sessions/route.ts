import { createdSessionDto, createSessionInput } from "@/lib/captures/schema";
import { createSession, retellCreated } from "@/lib/captures/write";
import { apiRoute } from "@/lib/http/api-route";
import { listSessions } from "@/lib/sessions/read";
import { sessionListQuery, sessionPage } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "List sessions",
  query: sessionListQuery,
  response: sessionPage,
  handler: ({ actor, query }) => listSessions(actor, query),
});

export const POST = apiRoute({
  summary: "Create a session",
  body: createSessionInput,
  response: createdSessionDto,
  status: 201,
  isSecret: true,
  retell: retellCreated,
  handler: ({ actor, body }) => createSession(actor, body),
});
