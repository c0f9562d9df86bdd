import type { Page } from "@playwright/test";
import { type Environment, readApi } from "./api";
import { facts } from "./facts";
import { type AuditFacts, documentsOf, listSessions } from "./sessions";

export type CaseFacts = {
  id: string;
  session_id: string;
  status: string;
  decision: string | null;
  is_disputed: boolean;
  assignee_name: string | null;
  version: number;
};

/** Calls the API as the member of this page, and fails if the call does. */
export async function asPerson<T>(
  page: Page,
  method: string,
  path: string,
  data?: object,
  environment: Environment = "live",
): Promise<T> {
  const headers = { origin: facts().baseUrl, "X-Environment": environment };
  const answer = await page.request.fetch(`${facts().baseUrl}/api/v1${path}`, { method, headers, data });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

export const caseOf = (id: string) => readApi<CaseFacts>(`/api/v1/cases/${id}`);

export async function casesOf(query: string): Promise<CaseFacts[]> {
  return (await readApi<{ data: CaseFacts[] }>(`/api/v1/cases?limit=100&${query}`)).data;
}

/** The id of the case that has waited longest. */
export async function firstWaiting(): Promise<string> {
  const [found] = await casesOf("tab=unassigned");
  if (!found) throw new Error("Nothing waits.");
  return found.id;
}

type Hit = { id: string; is_dismissed: boolean; is_confirmed: boolean };
type Screening = { data: { id: string; hits: Hit[] }[] };

/** Returns the screening checks of a session with open hits, and the ids of these. */
async function openChecks(sessionId: string, environment: Environment = "live") {
  const { data } = await readApi<Screening>(`/api/v1/sessions/${sessionId}/screening`, environment);
  return data
    .map(({ id, hits }) => ({
      id,
      hitIds: hits.filter((hit) => !hit.is_dismissed && !hit.is_confirmed).map((hit) => hit.id),
    }))
    .filter(({ hitIds }) => hitIds.length > 0);
}

/** Counts the open screening hits of a session. */
export async function openHits(sessionId: string): Promise<number> {
  return (await openChecks(sessionId)).reduce((sum, { hitIds }) => sum + hitIds.length, 0);
}

/** Decides a case as the member of this page: claims it, dismisses the hits before an approval, decides. */
export async function decideAs(
  page: Page,
  id: string,
  choice: "approve" | "reject" | "escalate",
  data: object = {},
  environment: Environment = "live",
): Promise<CaseFacts> {
  await asPerson(page, "POST", `/cases/${id}/claim`, {}, environment);
  const { session_id: session } = await readApi<CaseFacts>(`/api/v1/cases/${id}`, environment);
  if (choice === "approve")
    for (const check of await openChecks(session, environment)) {
      const judgement = { hit_ids: check.hitIds, reason_code: "other" };
      await asPerson(page, "POST", `/checks/${check.id}/dismiss`, judgement, environment);
    }
  return asPerson<CaseFacts>(page, "POST", `/cases/${id}/${choice}`, data, environment);
}

/** Ends every claim, and creates cases of finished sessions with images until enough are unassigned. */
export async function fillQueue(lead: Page, wanted: number): Promise<void> {
  const headers = { origin: facts().baseUrl, "X-Environment": "live" };
  for (const { id } of await casesOf("tab=all&status=in_review")) {
    const url = `${facts().baseUrl}/api/v1/cases/${id}/release`;
    const answer = await lead.request.post(url, { headers, data: {} });
    // A page that was just closed may have ended the claim already.
    if (!answer.ok() && answer.status() !== 409) throw new Error(`${id} answered ${answer.status()}`);
  }
  const waiting = async () => (await casesOf("tab=unassigned")).length;
  for (const session of await listSessions("status=completed&result=approved")) {
    if ((await waiting()) >= wanted) return;
    if (session.retention_status !== "active") continue;
    const documents = await documentsOf(session.id);
    if (documents.length < 2 || documents.some((document) => !document.is_available)) continue;
    await asPerson<CaseFacts>(lead, "POST", "/cases", { session_id: session.id });
  }
  if ((await waiting()) < wanted) throw new Error("Cases are missing for this test.");
}

/** The events of one kind about a case. */
export async function caseEvents(caseId: string, type: string): Promise<AuditFacts[]> {
  const query = `action=${type}&resource_type=case&resource_id=${caseId}`;
  return (await readApi<{ data: AuditFacts[] }>(`/api/v1/events?${query}`)).data;
}
