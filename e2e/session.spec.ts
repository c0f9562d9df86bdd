import { accountOf, expect, test } from "./fixtures";
import { AuditPage } from "./pages/audit-page";
import { SessionPage } from "./pages/session-page";
import { readApi } from "./support/api";
import { eventsOf, listSessions, sessionUnderReview } from "./support/sessions";

type Result = { extracted_data: { first_name: string; last_name: string; document_number: string } };
type Check = { policy: string; attempt: number };

test("a reviewer sees everything about a session under review", async ({ signInAs }) => {
  const { id } = await sessionUnderReview();
  const session = new SessionPage(await signInAs("reviewer"));
  await session.openSession(id);
  await expect(session.main.getByRole("heading", { level: 1 })).toContainText(id);
  await expect(session.main).toContainText("under review");
  for (const title of ["Extracted data", "Checks", "Result", "Review case", "Session"])
    await expect(session.card(title)).toBeVisible();

  await session.openTab("documents");
  await session.showImages();
  await expect(session.images.first()).toBeVisible();
  await session.openTab("risk");
  const risk = await readApi<{ risk_score: number; signals: { category: string }[] }>(
    `/api/v1/sessions/${id}/risk`,
  );
  await expect(session.card("Risk")).toContainText(`${risk.risk_score}of 100`);
  await session.openTab("screening");
  await expect(session.main.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await session.openTab("timeline");
  await expect(session.card("Timeline").getByRole("listitem").first()).toContainText("Session created");
  await expect(session.card("Webhook deliveries").getByRole("row").nth(1)).toBeVisible();
  await session.openTab("privacy");
  await expect(session.card("Retention")).toContainText("all data retained");
  await expect(session.card("What a redaction erases and keeps")).toContainText("Document images");

  await session.page.reload();
  await session.expectTab("privacy");
  await session.page.goBack();
  await session.expectTab("timeline");
});

test("its images are loaded from signed URLs, and react to keys", async ({ signInAs }) => {
  const { id } = await sessionUnderReview();
  const session = new SessionPage(await signInAs("reviewer"));
  await session.openSession(id, "documents");
  const sources = await session.loadedImages();
  expect(sources.length).toBeGreaterThan(2);
  for (const source of sources)
    expect(source).toMatch(
      new RegExp(`/api/v1/sessions/${id}/documents/\\w+\\?expires=\\d+&.*issuer=mem_.*sig=[0-9a-f]{64}$`),
    );

  await expect(session.picture("Front")).toBeVisible();
  const whole = (await session.zoom.textContent()) ?? "";
  await session.press("2");
  await expect(session.page).toHaveURL(/[?&]doc=/);
  await expect(session.picture("Front")).toHaveCount(0);
  await session.page.reload();
  await session.ready();
  await session.showImages();
  await expect(session.picture(/./)).toBeVisible();
  await expect(session.picture("Front")).toHaveCount(0);
  await session.press("1");
  await expect(session.zoom).toHaveText(whole);
  await session.press("+");
  await expect(session.zoom).not.toHaveText(whole);
  await session.press("r");
  await expect(session.picture("Front, turned 90°")).toBeVisible();
  await session.press("r", "r", "r", "+", "0");
  await expect(session.picture("Front")).toBeVisible();
  await expect(session.zoom).toHaveText(whole);
});

test("a value is masked until it is revealed, and the reveal is recorded", async ({ signInAs }) => {
  // The newest session is not used, because other tests open and reveal it.
  const id = (await listSessions("status=under_review")).at(-1)?.id ?? "";
  const { extracted_data: data } = await readApi<Result>(`/api/v1/sessions/${id}/result`);
  const before = await eventsOf(id, "pii.revealed");
  const session = new SessionPage(await signInAs("reviewer"));
  const response = await session.page.goto(`/live/sessions/${id}`);
  const html = (await response?.text()) ?? "";
  for (const value of [data.first_name, data.last_name]) expect(html).not.toContain(value);
  await session.ready();
  await expect(session.field("First name")).toContainText("•");
  await expect(session.field("Document number")).toContainText("•");
  await expect(session.card("Extracted data")).not.toContainText(data.document_number);

  await session.field("First name").getByRole("button", { name: "Reveal First name" }).click();
  await expect(session.field("First name").locator("dd").first()).toHaveText(data.first_name);
  await expect(session.field("First name").getByRole("button")).toHaveCount(0);
  await expect(session.field("Last name")).toContainText("•");
  await session.page.getByRole("button", { name: "Reveal all" }).click();
  await expect(session.field("Document number").locator("dd").first()).toHaveText(data.document_number);

  const audit = new AuditPage(await signInAs("auditor"));
  await audit.openFor(id, "Personal data revealed");
  const reveals = audit.event("Personal data revealed");
  await expect(reveals).toHaveCount(before.length + 2);
  await expect(reveals.nth(1)).toContainText(accountOf("reviewer").email);
  await expect(reveals.nth(1)).toContainText("first name");
  await expect(audit.main).not.toContainText(data.first_name);
});

test("every attempt of a check can be shown", async ({ signInAs }) => {
  const { id } = await sessionUnderReview();
  const { data: checks } = await readApi<{ data: Check[] }>(`/api/v1/sessions/${id}/verifications`);
  const [most] = checks.toSorted((left, right) => right.attempt - left.attempt);
  const session = new SessionPage(await signInAs("reviewer"));
  await session.openSession(id);
  const rows = session.card("Checks").getByRole("button", { expanded: false });
  await expect(rows).toHaveCount(checks.length);
  const attempts = most?.attempt ?? 0;
  const row = rows.filter({ hasText: `${attempts} attempt` }).first();
  await row.click();
  for (let attempt = 1; attempt <= attempts; attempt += 1)
    await expect(session.card("Checks").getByText(`Attempt ${attempt}`, { exact: true })).toBeVisible();
});

test("the timeline lists steps, deliveries and people's actions, oldest first", async ({ signInAs }) => {
  const { id } = await sessionUnderReview();
  const { data: told } = await readApi<{ data: { at: string; title: string }[] }>(
    `/api/v1/sessions/${id}/timeline`,
  );
  const times = told.map(({ at }) => Date.parse(at));
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  const session = new SessionPage(await signInAs("reviewer"));
  await session.openSession(id, "timeline");
  const happened = session.card("Timeline");
  for (const words of ["Session created", "Entered review", "Webhook session.created", "Session imported"])
    await expect(happened).toContainText(words);
});

test("an unknown session is not found", async ({ signInAs, watch }) => {
  watch.allow(/status of 404/);
  const live = await sessionUnderReview("live");
  const sandbox = await sessionUnderReview("sandbox");
  const session = new SessionPage(await signInAs("reviewer"));
  const nowhere = [
    "/live/sessions/ses_00000000000000000000000000",
    `/sandbox/sessions/${live.id}`,
    `/live/sessions/${sandbox.id}`,
    "/live/nothing",
    "/production/sessions",
  ];
  for (const path of nowhere) {
    await session.page.goto(path);
    await expect(session.page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    await expect(session.page.locator("meta[name=robots]").first()).toHaveAttribute("content", /noindex/);
  }
  for (const [environment, id] of [
    ["sandbox", live.id],
    ["live", sandbox.id],
    ["live", "ses_00000000000000000000000000"],
  ] as const) {
    const headers = { "X-Environment": environment };
    const answer = await session.page.request.get(`/api/v1/sessions/${id}`, { headers });
    expect(answer.status()).toBe(404);
    expect(await answer.json()).toMatchObject({ error: "not_found" });
  }
});
