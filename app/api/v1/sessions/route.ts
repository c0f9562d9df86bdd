import type { z } from "zod";
import { isPublishable } from "@/lib/auth/api-key";
import { createdSessionDto, createSessionInput } from "@/lib/captures/schema";
import { createSession, retellCreated } from "@/lib/captures/write";
import { apiRoute } from "@/lib/http/api-route";
import { preflight } from "@/lib/http/cross-origin";
import { AppError } from "@/lib/platform/errors";
import { listSessions } from "@/lib/sessions/read";
import { sessionListQuery, sessionPage } from "@/lib/sessions/schema";

/**
 * Everybody who opens a web page has its publishable key. So it sends no mail, and does not choose how it is checked.
 * @throws AppError forbidden
 */
function refuseOfPages({ sendEmail, checks, workflowId, fields }: z.output<typeof createSessionInput>): void {
  if (sendEmail) throw new AppError("forbidden", "A publishable key cannot send mail. Leave out send_email.");
  const chosen = [checks && "checks", workflowId && "workflow_id", fields?.mrz !== undefined && "fields.mrz"];
  const first = chosen.find(Boolean);
  if (first) throw new AppError("forbidden", `A publishable key cannot choose ${first}. Leave it out.`);
}

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
  isOpenToPages: true,
  retell: (actor, resource) => {
    // Whoever guesses another visitor's Idempotency-Key would be told that visitor's link.
    if (isPublishable(actor))
      throw new AppError("conflict", "This call succeeded. A publishable key is told its link only once.");
    return retellCreated(actor, resource);
  },
  handler: ({ actor, body }) => {
    if (isPublishable(actor)) refuseOfPages(body);
    return createSession(actor, body);
  },
});

export const OPTIONS = preflight;
