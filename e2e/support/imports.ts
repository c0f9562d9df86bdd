import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { facts } from "./facts";

type Imported = {
  id: string;
  externalRef: string;
  /** Days ago that the source changed it last. */
  age: number;
  /** Decided by its source, or waiting for a review with a case. */
  isDecided: boolean;
  hits?: readonly object[];
};

const day = 86_400_000;

/** Imports a live session as an admin's page: the documented bundle without its images. @returns its case */
export async function importAs(
  admin: Page,
  { id, externalRef, age, isDecided, hits = [] }: Imported,
): Promise<string> {
  const bundle = JSON.parse(await readFile("test/fixtures/verifa-session-export.json", "utf8"));
  const created = new Date(Date.now() - 9 * day).toISOString();
  const live = { is_sandbox: false, created_at: created };
  const status = isDecided ? "approved" : "needs_review";
  const caseId = id.replace("ses_", "rvc_");
  const { environment: _, ...session } = bundle.session;
  const [check] = bundle.screening;
  const sent = {
    session: {
      ...{ ...session, ...live, id, external_ref: externalRef, case_id: caseId },
      status: isDecided ? "completed" : "under_review",
      updated_at: new Date(Date.now() - age * day).toISOString(),
    },
    result: { ...bundle.result, ...live, session_id: id, status },
    review_case: {
      ...{ id: caseId, session_id: id, created_at: created, assigned_to: null, claimed_at: null },
      ...(isDecided
        ? { status, decision: status, decided_at: created }
        : { status: "open", decision: null, decided_at: null }),
    },
    screening: [{ ...check, ...live, id: id.replace("ses_", "schk_"), session_id: id, hits }],
  };
  const file = {
    name: "session.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(sent)),
  };
  const answer = await admin.request.post(`${facts().baseUrl}/api/v1/sessions/import`, {
    headers: { origin: facts().baseUrl, "X-Environment": "live" },
    multipart: { bundle: file },
  });
  if (!answer.ok()) throw new Error(`The import answered ${answer.status()}: ${await answer.text()}`);
  return caseId;
}
