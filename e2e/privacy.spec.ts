import { readFile } from "node:fs/promises";
import { accountOf, expect, test } from "./fixtures";
import { AuditPage } from "./pages/audit-page";
import { ConfirmDialog } from "./pages/confirm-dialog";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";
import { callApi, readApi } from "./support/api";
import { documentsOf, eventsOf, type SessionFacts, sessionsToRedact } from "./support/sessions";

type Export = {
  session: { id: string; retention_status: string };
  result: { session_id: string; extracted_data: { document_number?: string } };
  documents: { download_url: string | null }[];
};

const sections = [
  "session",
  "result",
  "documents",
  "screening",
  "review_case",
  "case_notes",
  "fraud_signals",
  "webhook_deliveries",
];

async function takeOne(): Promise<SessionFacts> {
  const [session] = await sessionsToRedact(1);
  if (!session) throw new Error("No session is left to redact.");
  return session;
}

/** Requests images without a sign-in. @returns the status of each answer */
const statusesOf = (urls: readonly string[]) =>
  Promise.all(urls.map(async (url) => (await fetch(url)).status));

const allAre = (status: number, urls: readonly string[]) => urls.map(() => status);

test("compliance downloads everything stored for a session as a file", async ({ signInAs }) => {
  const { id } = await takeOne();
  const session = new SessionPage(await signInAs("compliance"));
  await session.openSession(id, "privacy");
  const saving = session.page.waitForEvent("download");
  await session.exportButton.click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe(`${id}.json`);
  const saved: Export = JSON.parse(await readFile(await download.path(), "utf8"));

  expect(Object.keys(saved)).toEqual(expect.arrayContaining(sections));
  expect(saved.session.id).toBe(id);
  expect(saved.result.session_id).toBe(id);
  const { extracted_data: shown } = await readApi<Export["result"]>(`/api/v1/sessions/${id}/result`);
  expect(saved.result.extracted_data).toEqual(shown);
  const urls = saved.documents.flatMap(({ download_url }) => download_url ?? []);
  expect(urls.length).toBeGreaterThan(1);
  expect(await statusesOf(urls)).toEqual(allAre(200, urls));

  await expect(session.messages).toContainText(`Saved ${id}.json`);
  const [event] = await eventsOf(id, "api.session.export");
  expect(event).toMatchObject({ actor: accountOf("compliance").email });
});

test("a redaction requires the typed id, and leaves no personal data anywhere", async ({ signInAs }) => {
  const { id } = await takeOne();
  const { extracted_data: data } = await readApi<Export["result"]>(`/api/v1/sessions/${id}/result`);
  const session = new SessionPage(await signInAs("compliance"));
  await session.openSession(id, "documents");
  const exported = await readApi<Export>(`/api/v1/sessions/${id}/export`);
  const urls = [
    ...(await session.loadedImages()),
    ...(await documentsOf(id)).flatMap(({ url, thumbnail_url }) => [url, thumbnail_url]),
    ...exported.documents.flatMap(({ download_url }) => download_url ?? []),
  ];
  expect(await statusesOf(urls)).toEqual(allAre(200, urls));

  await session.redactButton.click();
  const dialog = new ConfirmDialog(session.page, "Redact this session?");
  await expect(dialog.root).toContainText("This cannot be undone");
  await expect(dialog.input).toBeFocused();
  await expect(dialog.confirm).toBeDisabled();
  for (const wrong of [id.slice(0, -1), id.toUpperCase(), "redact", `${id}x`]) {
    await dialog.input.fill(wrong);
    await expect(dialog.confirm).toBeDisabled();
    await dialog.input.press("Enter");
  }
  expect(await statusesOf(urls.slice(0, 1))).toEqual([200]);
  await dialog.input.fill(id);
  // A law keeps an approved session, so the redaction also needs a reason.
  await expect(dialog.root.getByRole("note")).toContainText("A law requires us to keep this session until");
  await expect(dialog.confirm).toBeDisabled();
  const reason = dialog.root.getByLabel("Reason");
  await reason.fill("Matter 7");
  await expect(dialog.confirm).toBeEnabled();
  // A reopened dialog has the reason again; the confirmation must be typed each time.
  await session.page.keyboard.press("Escape");
  await session.redactButton.click();
  await expect(reason).toHaveValue("Matter 7");
  await expect(dialog.input).toHaveValue("");
  await expect(dialog.confirm).toBeDisabled();
  await dialog.input.fill(id);
  await dialog.confirm.dblclick();
  await expect(dialog.root).toBeHidden();
  await expect(session.messages).toContainText("Session redacted");

  // The open page shows it at once, and still after a reload.
  for (const _ of ["at once", "after a reload"]) {
    await expect(session.main.getByText("redacted", { exact: true }).first()).toBeVisible();
    await expect(session.main).toContainText("Images erased");
    await expect(session.images).toHaveCount(0);
    await expect(session.redactButton).toHaveCount(0);
    await session.page.reload();
  }
  await session.openTab("overview");
  await expect(session.card("Extracted data")).toContainText("was erased");
  await expect(session.main.getByRole("button", { name: /^Reveal/ })).toHaveCount(0);
  await session.openTab("privacy");
  await expect(session.card("Retention")).toContainText("redacted");
  await expect(session.card("Remaining data")).toContainText("The audit log");
  for (const tab of ["risk", "screening", "timeline"] as const) await session.openTab(tab);
  await expect(session.card("Timeline")).toContainText("Session redacted");
  expect(await statusesOf(urls)).toEqual(allAre(404, urls));

  const list = new SessionsPage(session.page);
  await list.openList(`q=${id}`);
  await expect(list.row(id)).toContainText("redacted");
  await list.searchFor(data.document_number ?? "");
  await expect(list.row(id)).toHaveCount(0);

  expect(await eventsOf(id, "session.redacted")).toHaveLength(1);
  const audit = new AuditPage(session.page);
  await audit.openFor(id);
  for (const name of ["Session redacted", "Session exported", "Documents viewed"])
    await expect(audit.event(name).first()).toBeVisible();
  await expect(audit.event("Session redacted")).toContainText(accountOf("compliance").email);
});

test("a client of the API sees the same, and may repeat the redaction", async () => {
  const { id } = await takeOne();
  const redact = async () =>
    (await callApi(`/api/v1/sessions/${id}/data`, { method: "DELETE" })).json() as Promise<object>;
  expect(await redact()).toMatchObject({ status: "deleted", session_id: id });
  expect(await redact()).toMatchObject({ status: "already_redacted", documents_removed: 0 });
  expect(await eventsOf(id, "session.redacted")).toHaveLength(1);

  expect(await readApi(`/api/v1/sessions/${id}`)).toMatchObject({
    id,
    retention_status: "redacted",
    metadata: {},
    consent_ip: null,
  });
  expect(await readApi(`/api/v1/sessions/${id}/result`)).toMatchObject({
    status: "approved",
    extracted_data: {},
    sensitive_data_expired: true,
  });
  expect(await documentsOf(id)).toEqual([]);
  const exported = await readApi<Export>(`/api/v1/sessions/${id}/export`);
  expect(exported).toMatchObject({ session: { id, retention_status: "redacted" } });
  expect(exported.result?.extracted_data ?? {}).toEqual({});
  expect(exported.documents.filter(({ download_url }) => download_url)).toEqual([]);
});
