import { type Environment, readApi } from "./api";

export type SessionFacts = {
  id: string;
  status: string;
  external_ref: string | null;
  retention_status: string;
  result_status: string | null;
};

export type DocumentFacts = { doc_type: string; url: string; thumbnail_url: string; is_available: boolean };

export type AuditFacts = {
  type: string;
  actor: string;
  resource_id: string;
  metadata: Record<string, unknown>;
};

/*
 * Specs run at the same time on one installation. On the shared one, only privacy.spec.ts erases data, and only of live sessions that are
 * completed and approved; only data-access.spec.ts changes settings, and only those of the sandbox. All others use
 * sessions under review.
 */

/** Newest first; `query` as the API's list takes it. */
export async function listSessions(
  query: string,
  environment: Environment = "live",
): Promise<SessionFacts[]> {
  const page = await readApi<{ data: SessionFacts[] }>(`/api/v1/sessions?limit=100&${query}`, environment);
  return page.data;
}

export async function documentsOf(sessionId: string, environment: Environment = "live") {
  const path = `/api/v1/sessions/${sessionId}/documents`;
  return (await readApi<{ data: DocumentFacts[] }>(path, environment)).data;
}

export async function eventsOf(sessionId: string, type: string): Promise<AuditFacts[]> {
  const query = `action=${type}&resource_id=${sessionId}`;
  return (await readApi<{ data: AuditFacts[] }>(`/api/v1/events?${query}`)).data;
}

/** Finds a session under review with all its images. */
export async function sessionUnderReview(environment: Environment = "live"): Promise<SessionFacts> {
  const [session] = await sessionsWithImages("status=under_review", 1, environment);
  if (!session) throw new Error("No session is under review.");
  return session;
}

/** Finds one of the demo's oldest sessions, which were redacted when the demo was created. */
export async function redactedSession(): Promise<SessionFacts> {
  const path = "/api/v1/sessions?limit=1&status=completed";
  const { pagination } = await readApi<{ pagination: { total: number } }>(path);
  const oldest = await listSessions(`status=completed&offset=${Math.max(0, pagination.total - 100)}`);
  const found = oldest.findLast(({ retention_status }) => retention_status === "redacted");
  if (!found) throw new Error("No session is redacted.");
  return found;
}

/** Finds a session with screening hits. */
export async function sessionWithHits(): Promise<SessionFacts> {
  for (const session of await listSessions("risk_level=high,critical")) {
    const path = `/api/v1/sessions/${session.id}/screening`;
    const { data } = await readApi<{ data: { hits: { name: string | null }[] }[] }>(path);
    if (data.some(({ hits }) => hits.some(({ name }) => name))) return session;
  }
  throw new Error("No session has a screening hit.");
}

/** Finds sessions that privacy.spec.ts may erase: not redacted, with images. */
export const sessionsToRedact = (count: number) =>
  sessionsWithImages("status=completed&result=approved", count, "live");

async function sessionsWithImages(query: string, count: number, environment: Environment) {
  const found: SessionFacts[] = [];
  for (const session of await listSessions(query, environment)) {
    if (found.length === count) break;
    if (session.retention_status !== "active") continue;
    const documents = await documentsOf(session.id, environment);
    if (documents.length > 1 && documents.every((document) => document.is_available)) found.push(session);
  }
  return found;
}
