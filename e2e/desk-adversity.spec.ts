import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { asPerson, type CaseFacts, caseEvents, caseOf, fillQueue, firstWaiting } from "./support/cases";
import { facts } from "./support/facts";
import { test } from "./support/own";

// The tests empty one queue, so they run one after another.
test.describe.configure({ mode: "serial" });

test.beforeEach(async ({ signInAs, watch }) => {
  // The case that was claimed ahead may have been the last one.
  watch.allow(/status of 404 .*\/cases\/next/);
  await fillQueue(await signInAs("lead"), 5);
});

/** Opens a reviewer's desk with the next case. */
async function atWork(page: Page): Promise<DeskPage> {
  const desk = new DeskPage(page);
  await new QueuePage(page).openQueue();
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  return desk;
}

const call = (page: Page, path: string, data: object, environment = "live") =>
  page.request.post(`${facts().baseUrl}/api/v1${path}`, {
    headers: { origin: facts().baseUrl, "X-Environment": environment },
    data,
  });

test("a key pressed twice decides one case, once", async ({ signInAs }) => {
  const desk = await atWork(await signInAs("reviewer"));
  const id = desk.caseId;
  await desk.dismissHits();
  await desk.page.evaluate(() => {
    for (let times = 0; times < 4; times++)
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
  });
  await desk.expectAnotherCase(id);
  await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
  const after = desk.caseId;
  await expect(desk.messages.getByText("Approved", { exact: true })).toHaveCount(1);
  await expect(desk.messages.getByRole("alert")).toHaveCount(0);
  expect(await caseEvents(id, "case.approved")).toHaveLength(1);
  expect((await caseOf(after)).status).toBe("in_review");
});

test("two tabs of one reviewer: a case decided in one cannot be decided again in the other", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 409 .*\/(reject|claim)/);
  watch.allow(/ERR_FAILED/);
  const page = await signInAs("reviewer");
  const one = await atWork(page);
  const id = one.caseId;
  const other = new DeskPage(await page.context().newPage());
  // The other tab receives no events, as after a lost connection.
  await other.page.addInitScript(() => Reflect.deleteProperty(window, "SharedWorker"));
  await other.page.route("**/api/v1/cases/stream*", (route) => route.abort());
  await other.openCase(id);
  await other.page.route(`**/cases/${id}/desk`, (route) => route.abort());
  await one.decide("approve");
  await one.expectAnotherCase(id);
  await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
  await other.press("j");
  await expect(other.dialog).toBeVisible();
  await other.press("1", "Enter");
  const refusal = other.messages.getByRole("alert").filter({ hasText: "Not rejected" });
  await expect(refusal).toBeVisible();
  await other.page.unroute(`**/cases/${id}/desk`);
  await other.messages.getByRole("button", { name: "Open case" }).click();
  await expect(other.page).toHaveURL(new RegExp(id));
  await expect(other.approve).toHaveCount(0);
  expect((await caseOf(id)).status).toBe("approved");
  await other.page.close();
});

test("a decision lost by the network is reported, and can be made again", async ({ signInAs, watch }) => {
  watch.allow(/ERR_(FAILED|INTERNET_DISCONNECTED|CONNECTION)/);
  const desk = await atWork(await signInAs("reviewer"));
  const id = desk.caseId;
  await desk.page.route(`**/cases/${id}/approve`, (route) => route.abort());
  await desk.decide("approve");
  await desk.expectAnotherCase(id);
  const message = desk.messages.getByRole("alert").filter({ hasText: "Not approved" });
  await expect(message).toContainText("could not be reached");
  expect((await caseOf(id)).status).toBe("in_review");
  await desk.page.unroute(`**/cases/${id}/approve`);
  await desk.messages.getByRole("button", { name: "Open case" }).click();
  await expect(desk.page).toHaveURL(new RegExp(id));
  await desk.expectStanding();
  await desk.decide("approve");
  await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
});

test("a signed-out member decides nothing, and sees why", async ({ signInAs, watch }) => {
  watch.allow(/status of 401/);
  watch.allow(/ERR_/);
  const page = await signInAs("reviewer");
  const desk = await atWork(page);
  const id = desk.caseId;
  const cookies = await page.context().cookies();
  await page.route("**/cases/*/approve", async (route) => {
    await page.context().clearCookies();
    await route.continue();
  });
  await desk.decide("approve");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("main")).toContainText("your last change was not saved");
  expect((await caseOf(id)).status).toBe("in_review");
  await page.context().addCookies(cookies);
  await page.unroute("**/cases/*/approve");
  await desk.openCase(id);
  await desk.decide("approve");
  await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
});

test("Back and Forward move through the cases, and decide nothing", async ({ signInAs }) => {
  const desk = await atWork(await signInAs("reviewer"));
  const first = desk.caseId;
  await desk.decide("approve");
  await desk.expectAnotherCase(first);
  const second = desk.caseId;
  await expect.poll(async () => (await caseOf(first)).status).toBe("approved");
  await desk.page.goBack();
  await expect(desk.page).toHaveURL(new RegExp(first));
  await expect(desk.approve).toHaveCount(0);
  await expect(desk.main).toContainText("approved");
  await desk.press("a");
  await desk.page.goForward();
  await expect(desk.page).toHaveURL(new RegExp(second));
  await desk.expectStanding();
  expect((await caseOf(second)).status).toBe("in_review");
  await desk.page.goBack();
  await desk.page.goBack();
  await expect(desk.page).toHaveURL(/\/live\/queue$/);
  await expect(new QueuePage(desk.page).rows.first()).toBeVisible();
});

test("an invented address shows a page that says so", async ({ signInAs, watch }) => {
  watch.allow(/status of 404/);
  const page = await signInAs("reviewer");
  const desk = new DeskPage(page);
  const odd = ["%00", "%FF", "'--", "../..", "<img src=x onerror=alert(1)>", "💥".repeat(30)];
  for (const value of odd) {
    const text = value.startsWith("%") ? value : encodeURIComponent(value);
    await page.goto(
      `/live/queue?tab=${text}&sla=${text}&q=${text}&after=${text}&status=${text}&decided_from=${text}`,
    );
    await expect(desk.main.getByRole("heading").first()).toBeVisible();
    await expect(desk.main).not.toContainText("went wrong");
    await page.goto(`/live/queue/${text}`);
    await expect(page.getByText("Page not found").first()).toBeVisible();
  }
  const id = await firstWaiting();
  for (const value of odd) {
    const text = value.startsWith("%") ? value : encodeURIComponent(value);
    await page.goto(`/live/queue/${id}?doc=${text}&from=${text}`);
    await expect(desk.fields).toBeVisible();
    await expect(desk.main.getByRole("button", { name: "Show images" })).toBeVisible();
  }
  // A case of the other environment is not found here.
  await page.goto(`/sandbox/queue/${id}`);
  await expect(page.getByText("Page not found").first()).toBeVisible();
  for (const path of ["claim", "approve", "reject", "escalate", "snooze", "release", "undo", "notes"]) {
    const answer = await call(
      page,
      `/cases/${id}/${path}`,
      { content: "x", reason: "x", event: "document_added" },
      "sandbox",
    );
    expect([404, 422], path).toContain(answer.status());
  }
  expect((await caseOf(id)).status).toBe("open");
});

test("text that is too long or a day in the past is refused, and every script is stored", async ({
  signInAs,
}) => {
  const page = await signInAs("reviewer");
  const { id } = await asPerson<CaseFacts>(page, "POST", "/cases/next", {});
  const statusOf = async (path: string, data: object) =>
    (await call(page, `/cases/${id}/${path}`, data)).status();
  const long = "x".repeat(4_001);
  const reason = "waits";
  for (const [path, data] of [
    ["snooze", { reason, until: "2001-01-01T00:00:00Z" }],
    ["snooze", { reason, until: "2999-01-01T00:00:00Z" }],
    ["snooze", { reason: "  ", event: "document_added" }],
    ["snooze", { reason, event: "webhook_answered" }],
    ["snooze", { reason: long, event: "document_added" }],
    ["reject", { rejection_reason: long }],
    ["reject", { rejection_reason_code: "nonsense" }],
    ["reject", { rejection_reason: "a\u0000b" }],
    ["reject", { rejection_reason: "\ud800" }],
    ["approve", { notes: long }],
    ["approve", { version: 1.5 }],
    ["escalate", { escalated_to: "mem_nobody" }],
    ["notes", { content: "x".repeat(10_001) }],
  ] as const)
    expect([400, 422], `${path} ${JSON.stringify(data).slice(0, 60)}`).toContain(await statusOf(path, data));
  expect((await caseOf(id)).status).toBe("in_review");
  const words = "نص عربي, 漢字, 👩‍👩‍👧, ı İ ß, <script>alert(1)</script>\u202e";
  const desk = new DeskPage(page);
  await desk.openCase(id);
  await desk.note.fill(words);
  await desk.press("Control+Enter");
  await expect(desk.note).toHaveValue("");
  await expect(desk.main).toContainText("<script>alert(1)</script>");
  await desk.press("j");
  await desk.dialog.getByLabel("Comment (optional)").fill(`${"é".repeat(4_000)}more`);
  await expect(desk.dialog.getByLabel("Comment (optional)")).toHaveValue("é".repeat(4_000));
  await desk.dialog.getByRole("radio", { name: "Other" }).check();
  await desk.dialog.getByRole("button", { name: "Reject case" }).click();
  await expect.poll(async () => (await caseOf(id)).status).toBe("rejected");
});
