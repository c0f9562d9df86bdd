import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { accountOf, expect } from "./fixtures";
import { ConfirmDialog } from "./pages/confirm-dialog";
import { Desk } from "./pages/desk";
import { DeskPage } from "./pages/desk-page";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";
import { callApi, readApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { asPerson } from "./support/cases";
import { importAs } from "./support/imports";
import { test } from "./support/own";
import { eventsOf, sessionsToRedact } from "./support/sessions";

test.use({ installation: "identities" });

type Listed = { id: string; external_ref: string | null; country: string | null; retention_status: string };

const sessions = async (query: string) =>
  (await readApi<{ data: Listed[] }>(`/api/v1/sessions?limit=100&${query}`)).data;

/** Finds a person with data that can be erased. */
async function person(): Promise<Listed & { external_ref: string }> {
  const all = await sessions("status=completed&result=approved");
  const found = all.find(
    ({ external_ref, retention_status }) => external_ref && retention_status === "active",
  );
  if (!found?.external_ref) throw new Error("The demo has no identity.");
  return { ...found, external_ref: found.external_ref };
}

async function placeHold(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Place hold…" }).click();
  const dialog = page.getByRole("dialog", { name: "Place a legal hold" });
  await dialog.getByLabel("Matter").fill("Case 2026-118");
  await dialog.getByLabel("Owner").fill("Legal");
  await dialog.getByRole("button", { name: "Place hold" }).click();
  await expect(dialog).toBeHidden();
}

/** The organization retains no customer checks by law, so approved sessions may go at once. */
async function underNoDuty(admin: Page): Promise<void> {
  const { version } = await asPerson<{ version: number }>(admin, "GET", "/settings/requests");
  const profiles = { gdpr: { kept_years: 0 } };
  await asPerson(admin, "PATCH", "/settings/requests", { profiles, version });
}

test("a person's sessions are in one place, with export, legal hold and log", async ({ signInAs }) => {
  const { id, external_ref: ref } = await person();
  const page = await signInAs("compliance");
  const session = new SessionPage(page);
  await session.openSession(id);
  await session.main.getByRole("link", { name: "Identity", exact: true }).click();
  await page.waitForURL("**/identities/**");
  const desk = new Desk(page);
  await expect(desk.main.getByRole("region", { name: "Sessions" }).or(desk.main)).toContainText(ref);
  await expect(desk.main.getByRole("link", { name: new RegExp(id) })).toBeVisible();
  const since = desk.main.getByRole("heading", { name: "Since the verification" }).locator("../..");
  await expect(since).toContainText(/Nothing monitors this person|The source monitors this person/);
  await expect(since).toContainText("Hits after the decision");
  await expectAccessible(page, "an identity");

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  const saved = JSON.parse(await readFile(await (await saving).path(), "utf8"));
  expect(saved.identity.external_ref).toBe(ref);
  expect(saved.sessions.map((each: { session: { id: string } }) => each.session.id)).toContain(id);
  const identityId: string = saved.identity.id;
  expect((await eventsOf(identityId, "api.identity.export"))[0]).toMatchObject({
    actor: accountOf("compliance").email,
  });

  await placeHold(page);
  await expect(page.getByRole("button", { name: "Release hold" })).toBeVisible();
  const refused = await callApi(`/api/v1/sessions/${id}/data`, { method: "DELETE" });
  expect(refused.status).toBe(409);
  await session.openSession(id, "privacy");
  await expect(session.main.getByRole("link", { name: "placed on the identity" })).toBeVisible();
  await session.main.getByRole("link", { name: "placed on the identity" }).click();
  await page.getByRole("button", { name: "Release hold" }).click();
  await expect(page.getByRole("button", { name: "Place hold…" })).toBeVisible();

  await page.getByRole("link", { name: "View audit log" }).click();
  await page.waitForURL("**/audit?about=*");
  for (const what of ["Legal hold placed", "Legal hold released", "Identity exported", "Session exported"])
    await expect(desk.main.getByRole("cell", { name: what }).first()).toBeVisible();
});

test("a person is found by keyboard, in the list and by their document number", async ({ signInAs }) => {
  const { id, external_ref: ref } = await person();
  const { extracted_data } = await readApi<{ extracted_data: Record<string, string> }>(
    `/api/v1/sessions/${id}/result`,
  );
  const desk = new Desk(await signInAs("reviewer"));
  await desk.open("/live/identities");
  await desk.ready();
  // On a slow machine what is typed right after a change of the address is kept.
  const devtools = await desk.page.context().newCDPSession(desk.page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 8 });
  await desk.press("f");
  await desk.page.keyboard.type(`${ref}x`);
  await desk.press("Enter");
  await expect(desk.main).toContainText("No matching identities");
  await desk.main.getByRole("button", { name: "Show all identities" }).press("Enter");
  await desk.press("f");
  await desk.page.keyboard.type(ref);
  await desk.press("Enter");
  await expect(desk.page).toHaveURL(/q=/);
  await expect(desk.main.getByRole("row").filter({ hasText: ref })).toBeVisible();
  await devtools.detach();

  await desk.main.focus();
  await desk.press("p");
  await expect(desk.dialog.getByLabel("First name")).toBeFocused();
  await desk.press("Enter");
  await expect(desk.dialog).toContainText("Enter a name with a date of birth");
  await desk.dialog.getByLabel("Document number").fill(extracted_data.document_number ?? "");
  await desk.press("Enter");
  const found = desk.dialog.getByRole("region", { name: "Identities found" });
  await expect(found).toContainText("same document number");
  await expectAccessible(desk.page, "a person found", "dialog:modal");
  expect(desk.page.url()).not.toContain(extracted_data.document_number);
  await found.getByRole("link").first().press("Enter");
  await desk.page.waitForURL("**/identities/**");
  await expect(desk.main).toContainText(ref);

  const auditor = new Desk(await signInAs("auditor"));
  await auditor.open("/live/identities");
  await expect(auditor.main.getByRole("row").nth(1)).toBeVisible();
  await expect(auditor.main.getByRole("button", { name: "Find a person" })).toHaveCount(0);
});

test("a reviewer flags an identity with a reason by keyboard, and removes the flag", async ({ signInAs }) => {
  const { external_ref: ref } = await person();
  const at = `/live/identities/${encodeURIComponent(ref)}`;
  const desk = new Desk(await signInAs("reviewer"));
  await desk.open(at);
  await desk.main.getByRole("button", { name: "Flag…" }).press("Enter");
  const dialog = desk.page.getByRole("dialog", { name: "Flag this identity" });
  await dialog.getByRole("button", { name: "Flag identity" }).press("Enter");
  await expect(dialog).toContainText("Choose a reason.");
  await expectAccessible(desk.page, "the flag of an identity", "dialog:modal");
  await dialog.getByLabel("Reason").selectOption("Duplicate identity");
  await dialog.getByRole("button", { name: "Flag identity" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(desk.main).toContainText("Duplicate identity");
  await expect(desk.main).toContainText("by Demo Reviewer");
  await expectAccessible(desk.page, "a flagged identity");
  const { id } = await readApi<{ id: string }>(`/api/v1/identities/${encodeURIComponent(ref)}`);
  expect(await eventsOf(id, "identity.flagged")).toHaveLength(1);
  await desk.open(`/live/identities?q=${encodeURIComponent(ref)}`);
  await expect(desk.main.getByRole("row").filter({ hasText: ref })).toContainText("flagged");

  const auditor = new Desk(await signInAs("auditor"));
  await auditor.open(at);
  await expect(auditor.main).toContainText("Duplicate identity");
  await expect(auditor.main.getByRole("button", { name: "Remove flag" })).toHaveCount(0);

  await desk.open(at);
  await desk.main.getByRole("button", { name: "Remove flag" }).press("Enter");
  await expect(desk.main.getByRole("button", { name: "Flag…" })).toBeVisible();
  await expect(desk.main).not.toContainText("Duplicate identity");
  expect(await eventsOf(id, "identity.flag-removed")).toHaveLength(1);
});

test("the desk marks a case of a flagged identity", async ({ signInAs }) => {
  const admin = await signInAs("admin");
  const externalRef = "flagged-person";
  await importAs(admin, { id: "ses_flagged_before", externalRef, age: 2, isDecided: true });
  const caseId = await importAs(admin, { id: "ses_flagged_now", externalRef, age: 1, isDecided: false });
  const desk = new DeskPage(await signInAs("reviewer"));
  await desk.openCase(caseId);
  await expect(desk.main.getByText("flagged", { exact: true })).toHaveCount(0);
  await asPerson(desk.page, "POST", `/identities/${externalRef}/flag`, { reason: "impersonation" });
  await desk.openCase(caseId);
  await expect(desk.main.getByText("flagged", { exact: true })).toBeVisible();
  await expectAccessible(desk.page, "the desk of a flagged identity");
});

/** Finds an identity of the demo that shares a value with another one. */
async function linked(page: Page): Promise<{ id: string; other: string }> {
  const { data } = await readApi<{ data: { id: string }[] }>("/api/v1/identities?limit=100");
  for (const { id } of data) {
    const answer = await page.request.get(`/api/v1/identities/${id}/links`, {
      headers: { "X-Environment": "live" },
    });
    const [first] = (await answer.json()).data;
    if (first) return { id, other: first.identity.id };
  }
  throw new Error("No two identities of the demo share a value.");
}

test("the page of an identity lists others that share a value, and an auditor does not see it", async ({
  signInAs,
}) => {
  const desk = new Desk(await signInAs("reviewer"));
  const { id, other } = await linked(desk.page);
  await desk.open(`/live/identities/${id}`);
  const table = desk.main.getByRole("table", { name: "Identities that share a value with this one" });
  await expect(table.getByRole("row").filter({ hasText: other })).toBeVisible();
  await expect(desk.main).toContainText("Restricted and redacted sessions are not compared.");
  await expectAccessible(desk.page, "an identity with links");
  await desk.page.setViewportSize({ width: 1024, height: 768 });
  for (const row of [table.getByRole("row").last(), desk.main.getByRole("row").nth(1)]) {
    await row.scrollIntoViewIfNeeded();
    await expect(row).toBeInViewport();
  }
  expect((await eventsOf(id, "pii.read")).length).toBeGreaterThan(0);
  await table.getByRole("link", { name: new RegExp(other) }).press("Enter");
  await desk.page.waitForURL(`**/identities/${other}`);

  const auditor = new Desk(await signInAs("auditor"));
  await auditor.open(`/live/identities/${id}`);
  await expect(auditor.main).toContainText("Sessions");
  await expect(auditor.main).not.toContainText("Linked identities");
});

test("links that cannot be loaded say so, and are loaded again", async ({ signInAs, watch }) => {
  watch.allow(/status of 500/);
  const desk = new Desk(await signInAs("reviewer"));
  const { external_ref: ref } = await person();
  await desk.page.route("**/links", (route) =>
    route.fulfill({ status: 500, json: { error: "x", detail: "Down." } }),
  );
  await desk.open(`/live/identities/${encodeURIComponent(ref)}`);
  await expect(desk.main).toContainText("The linked identities could not be loaded");
  await desk.page.unroute("**/links");
  await desk.main.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(desk.main.getByRole("heading", { name: "Linked identities" })).toBeVisible();
});

test("a legal hold is reviewed and released in the list of holds", async ({ signInAs, watch }) => {
  watch.allow(/status of 422 .*\/api\/v1\/holds/);
  const { external_ref: ref } = await person();
  const desk = new Desk(await signInAs("compliance"));
  await desk.open(`/live/identities/${encodeURIComponent(ref)}`);
  await placeHold(desk.page);
  await desk.open("/live/requests");
  await desk.main.getByRole("link", { name: "Legal holds" }).click();
  await desk.page.waitForURL("**/live/holds");
  const row = desk.main.getByRole("row").filter({ hasText: "Case 2026-118" });
  await expect(row).toContainText("later");
  await expectAccessible(desk.page, "the legal holds");
  await row.getByRole("button", { name: "Review Case 2026-118" }).press("Enter");
  await desk.dialog.getByLabel("Next review date").fill("2020-01-01");
  await desk.dialog.getByRole("button", { name: "Set date" }).click();
  await expect(desk.dialog).toContainText("must be after today");
  await expectAccessible(desk.page, "the review of a hold", "dialog:modal");
  await desk.dialog.getByLabel("Next review date").fill("2099-05-01");
  await desk.press("Enter");
  await expect(row).toContainText("2099");
  await row.getByRole("button", { name: "Release Case 2026-118" }).click();
  await expectAccessible(desk.page, "the release of a hold", "dialog:modal");
  await desk.dialog.getByRole("button", { name: "Release hold" }).click();
  await expect(row).toHaveCount(0);
  await desk.main.getByLabel("State", { exact: true }).selectOption("released");
  await expect(row.first()).toContainText("by");

  const auditor = new Desk(await signInAs("auditor"));
  await auditor.open("/live/holds");
  await expect(auditor.main).toContainText("active in live");
  await expect(auditor.main.getByRole("button", { name: /^Release/ })).toHaveCount(0);
  const reviewer = new Desk(await signInAs("reviewer"));
  await reviewer.open("/live/holds");
  await expect(reviewer.main).toContainText("You don't have access to this page");
});

test("an identity is redacted after its id is typed, and a reviewer may not redact it", async ({
  signInAs,
}) => {
  const { external_ref: ref } = await person();
  const page = await signInAs("compliance");
  const desk = new Desk(page);
  await desk.open(`/live/identities/${encodeURIComponent(ref)}`);
  const { id } = await readApi<{ id: string }>(`/api/v1/identities/${encodeURIComponent(ref)}`);
  await page.getByRole("button", { name: "Redact…" }).click();
  const dialog = new ConfirmDialog(page, "Redact this identity?");
  await dialog.input.fill("yes");
  await expect(dialog.confirm).toBeDisabled();
  await dialog.input.fill(id);
  await dialog.confirm.click();
  await expect(desk.main).toContainText("Redacted");
  expect(await eventsOf(id, "identity.redacted")).toHaveLength(1);

  const reviewer = await signInAs("reviewer");
  await new Desk(reviewer).open(`/live/identities/${encodeURIComponent(ref)}`);
  await expect(reviewer.getByRole("button", { name: "Export" })).toHaveCount(0);
  await expect(reviewer.getByRole("button", { name: "Redact…" })).toHaveCount(0);
  const forbidden = await reviewer.request.get(`/api/v1/identities/${id}/export`, {
    headers: { "X-Environment": "live" },
  });
  expect(forbidden.status()).toBe(403);
});

test("everything that a filter finds is redacted, except sessions under a legal hold, and the report says so", async ({
  signInAs,
}) => {
  const byCountry = new Map<string, Listed[]>();
  for (const each of await sessions("")) {
    if (each.retention_status !== "active" || !each.country) continue;
    byCountry.set(each.country, [...(byCountry.get(each.country) ?? []), each]);
  }
  let country = "";
  for (const [name, found] of byCountry)
    if (found.length >= 2 && (await sessions(`country=${name}`)).length <= 8) country = name;
  expect(country).not.toBe("");
  await underNoDuty(await signInAs("admin"));
  const all = await sessions(`country=${country}`);
  const held = all.find(({ retention_status }) => retention_status === "active");
  const page = await signInAs("compliance");
  const session = new SessionPage(page);
  await session.openSession(held?.id ?? "", "privacy");
  await placeHold(page);

  const list = new SessionsPage(page);
  await list.openList(`country=${country}`);
  await list.checkbox(held?.id ?? "").check();
  await list.main.getByRole("button", { name: `Select all ${all.length} matching` }).click();
  await list.main.getByRole("button", { name: `Redact ${all.length}…` }).click();
  const dialog = new ConfirmDialog(page, `Redact ${all.length} sessions?`);
  await expect(dialog.root).toContainText("on legal hold");
  await expectAccessible(page, "the forecast of a bulk redaction");
  await dialog.input.fill(`redact ${all.length}`);
  await dialog.confirm.click();
  const report = page.getByRole("dialog", { name: `Redaction result: ${all.length} sessions` });
  await expect(report.locator("p[role=status]")).toContainText("1 session on legal hold");
  await report.getByRole("link", { name: "Open report" }).click();
  await page.waitForURL("**/redactions/red_*");
  await expect(list.main.getByRole("row").filter({ hasText: held?.id ?? "" })).toContainText("on legal hold");
  await expect(list.main).toContainText("finished");
  await expectAccessible(page, "the report of a bulk redaction");
  const states = await sessions(`country=${country}`);
  expect(
    states.filter(({ retention_status }) => retention_status !== "redacted").map(({ id }) => id),
  ).toEqual([held?.id]);
  await list.open("/live/redactions");
  await expect(list.rows).toHaveCount(1);
  await expectAccessible(page, "bulk redactions");
});

test("several sessions are redacted at once, each with its own outcome", async ({ signInAs }) => {
  await underNoDuty(await signInAs("admin"));
  const chosen = (await sessionsToRedact(3)).map(({ id }) => id);
  const [gone = "", ...others] = chosen;
  await callApi(`/api/v1/sessions/${gone}/data`, { method: "DELETE" });
  const list = new SessionsPage(await signInAs("compliance"));
  await list.openList("status=completed&result=approved");
  for (const id of chosen) await list.checkbox(id).check();
  await expect(list.main).toContainText("3 selected");

  await list.main.getByRole("button", { name: /^Redact \d+…$/ }).click();
  const dialog = new ConfirmDialog(list.page, "Redact 3 sessions?");
  for (const wrong of ["", "redact 2", "redact", "REDACT 3"]) {
    await dialog.input.fill(wrong);
    await expect(dialog.confirm).toBeDisabled();
  }
  await dialog.input.fill("redact 3");
  await dialog.confirm.dblclick();

  const report = list.page.getByRole("dialog", { name: "Redaction result: 3 sessions" });
  await expect(report.locator("p[role=status]")).toHaveText("The redaction finished without errors.");
  await expect(report.getByRole("row").filter({ hasText: gone })).toContainText("already redacted");
  for (const id of others)
    await expect(report.getByRole("row").filter({ hasText: id }).getByRole("cell").nth(1)).toHaveText(
      "redacted",
    );
  await report.getByRole("button", { name: "Done" }).click();
  await expect(list.main).not.toContainText("selected");
  for (const id of chosen) await expect(list.row(id)).toContainText("redacted");
  for (const id of chosen) expect(await eventsOf(id, "session.redacted")).toHaveLength(1);
  for (const id of others) {
    const [event] = await eventsOf(id, "session.redacted");
    expect(event).toMatchObject({ actor: "redactions.run", metadata: { bulk: true } });
    const [requested] = await eventsOf(String(event?.metadata.redactionId), "redaction.requested");
    expect(requested).toMatchObject({ actor: accountOf("compliance").email, metadata: { total: 3 } });
  }
});
