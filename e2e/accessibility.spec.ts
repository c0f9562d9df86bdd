import type { Page } from "@playwright/test";
import { sessionTabs } from "@/components/sessions/session-tabs";
import { expect, test } from "./fixtures";
import { DataAccessPage } from "./pages/data-access-page";
import { Desk } from "./pages/desk";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { RequestPage } from "./pages/request-page";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";
import { expectAccessible } from "./support/axe";
import { redactedSession, sessionUnderReview, sessionWithHits } from "./support/sessions";

// Axe looks at every element of every page twice.
test.describe.configure({ mode: "parallel" });

const narrow = { width: 1024, height: 768 };

/** Checks the page as it is, and that it fits a small window. */
async function expectGoodPage(page: Page): Promise<void> {
  const size = page.viewportSize();
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  await expectAccessible(page);
  await page.setViewportSize(narrow);
  await new Desk(page).expectNoSidewaysScroll();
  if (size) await page.setViewportSize(size);
}

const options = { reducedMotion: "reduce" } as const;

test("the pages outside the dashboard", async ({ page, watch }) => {
  watch.allow(/status of 40[14]/);
  for (const path of [
    "/sign-in",
    "/sign-in?sso=1",
    "/welcome?token=nothing",
    "/delivery/nothing",
    "/verify/nothing",
    "/ask/nobody/live",
    "/docs/api",
    "/docs/api/rate-limits",
    "/docs/api/nothing",
  ]) {
    await page.goto(path);
    await expectGoodPage(page);
  }
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("nobody@demo.example");
  await page.getByLabel("Password").fill("nothing");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.locator("form").getByRole("alert")).toBeVisible();
  await expectGoodPage(page);
});

test("overview, lists, log and settings", async ({ signInAs }) => {
  const admin = new Desk(await signInAs("admin", options));
  const compliance = new Desk(await signInAs("compliance", options));
  await compliance.open("/live/overview");
  await expectGoodPage(compliance.page);
  for (const path of [
    "/live/sessions?status=under_review&risk=high",
    "/sandbox/sessions?status=under_review",
    "/live/sessions?q=nothing",
    "/live/identities",
    "/live/identities?q=nothing",
    "/live/holds",
    "/live/screening",
    "/live/screening?state=all&q=nothing",
  ]) {
    await compliance.open(path);
    await expectGoodPage(compliance.page);
  }
  for (const path of [
    "/live/audit",
    "/live/audit?resource=nothing",
    "/live/settings/retention",
    "/live/settings/organization",
    "/live/settings/requests",
    "/live/settings/letters",
    "/live/settings/documents",
    "/live/settings/security",
    "/sandbox/settings/data-access",
  ]) {
    await admin.open(path);
    await expectGoodPage(admin.page);
  }
  const settings = new DataAccessPage(admin.page);
  await settings.field("Address").uncheck();
  await expect(settings.save).toBeVisible();
  await expect(settings.preview).not.toContainText("Maple Street");
  await expectGoodPage(admin.page);
});

test("queue, desk and the settings of review", async ({ signInAs }) => {
  const reviewer = new QueuePage(await signInAs("reviewer", options));
  for (const query of ["tab=all", "tab=all&sla=overdue&queue=nothing"]) {
    await reviewer.openQueue(query);
    await expectGoodPage(reviewer.page);
  }
  await reviewer.openQueue("tab=all", "sandbox");
  const id = (await reviewer.rows.first().getAttribute("data-row")) ?? "";
  const desk = new DeskPage(reviewer.page);
  await desk.openCase(id, "sandbox");
  await expectGoodPage(desk.page);

  const lead = new DeskPage(await signInAs("lead", options));
  await lead.openCase(id, "sandbox");
  await lead.press("p");
  await expect(lead.dialog.getByLabel("Assigned to")).toBeFocused();
  await expectAccessible(lead.page, "assign", "dialog:modal");
  await lead.press("Escape");
  for (const path of [
    "/live/overview",
    "/live/quality",
    "/sandbox/settings/blocklist",
    "/sandbox/settings/watchlists",
    "/sandbox/settings/review",
    "/sandbox/settings/workflow",
  ]) {
    await lead.open(path);
    await expectGoodPage(lead.page);
  }
  const admin = new Desk(await signInAs("admin", options));
  await admin.open("/live/settings/members");
  await expectGoodPage(admin.page);
  await admin.ready();
  await admin.main.getByRole("button", { name: "Invite a colleague" }).click();
  await expectAccessible(admin.page, "invite", "dialog:modal");
  await admin.press("Escape");
  await admin.open("/live/settings/api-keys");
  await expectGoodPage(admin.page);
  await admin.main.getByRole("button", { name: "Create key" }).click();
  await expectAccessible(admin.page, "a new key", "dialog:modal");
  await admin.press("Escape");
  await admin.main.getByRole("button", { name: "Show the use of full access" }).click();
  await expect(admin.dialog.getByRole("table")).toBeAttached();
  await expectAccessible(admin.page, "the use of a key", "dialog:modal");
  await admin.open("/live/settings/single-sign-on");
  await expectGoodPage(admin.page);
  await admin.main.getByRole("button", { name: "Create OIDC connection" }).click();
  await admin.dialog.getByRole("button", { name: "Add group" }).click();
  await expectAccessible(admin.page, "a new connection", "dialog:modal");
  await admin.press("Escape");
  await admin.open("/live/settings/webhooks");
  await expect(admin.main.getByRole("heading", { name: "Deliveries" })).toBeVisible();
  await expectGoodPage(admin.page);
  await admin.main.getByRole("button", { name: "Create endpoint" }).click();
  await expectAccessible(admin.page, "a new endpoint", "dialog:modal");
  await admin.press("Escape");
  await admin.open("/sandbox/settings/review");
  await admin.main.getByRole("button", { name: "Add rule" }).click();
  await expect(admin.dialog.getByLabel("Name")).toBeFocused();
  await expectAccessible(admin.page, "a rule", "dialog:modal");
});

test("the list of requests, a request, and its dialogs", async ({ signInAs }) => {
  const desk = new Desk(await signInAs("compliance", options));
  const { page } = desk;
  for (const path of ["/live/requests", "/live/requests?status=refused", "/live/requests?status=tasks"]) {
    await desk.open(path);
    await expectGoodPage(page);
  }
  await desk.open("/live/requests");
  await new RequestPage(page).openNew();
  await expectAccessible(page, "a new request", "dialog:modal");
  await page.keyboard.press("Escape");
  await page.getByRole("row").filter({ hasText: "Access and erasure" }).getByRole("link").first().click();
  await expect(page.getByRole("table", { name: "Sessions that may be about the requester" })).toBeVisible();
  await expectGoodPage(page);
});

for (const tab of sessionTabs) {
  test(`the ${tab} of a session`, async ({ signInAs }) => {
    const { id } = await sessionUnderReview();
    const session = new SessionPage(await signInAs("compliance", options));
    await session.openSession(id, tab);
    if (tab === "documents") await session.loadedImages();
    if (tab === "overview") await session.card("Checks").getByRole("button").first().click();
    await expectGoodPage(session.page);
  });
}

test("a redacted session, and one with screening hits", async ({ signInAs }) => {
  const old = await redactedSession();
  const hit = await sessionWithHits();
  const session = new SessionPage(await signInAs("reviewer", options));
  for (const tab of ["overview", "documents", "privacy"] as const) {
    await session.openSession(old.id, tab);
    await expectGoodPage(session.page);
  }
  for (const tab of ["risk", "screening"] as const) {
    await session.openSession(hit.id, tab);
    await expectGoodPage(session.page);
  }
});

test("pages that are not found or not allowed", async ({ signInAs, watch }) => {
  watch.allow(/status of 404/);
  const desk = new Desk(await signInAs("auditor", options));
  const { id } = await sessionUnderReview();
  for (const path of ["/live/sessions/ses_nothing", "/nothing/here", `/live/sessions/${id}?tab=documents`]) {
    await desk.page.goto(path);
    await expectGoodPage(desk.page);
  }
  const reviewer = await signInAs("reviewer", options);
  await reviewer.goto("/live/audit");
  await expectGoodPage(reviewer);
});

test("dialogs, menus and filters", async ({ signInAs }) => {
  const { id } = await sessionUnderReview();
  const list = new SessionsPage(await signInAs("compliance", options));
  const { page } = list;
  const overlay = ":popover-open, dialog:modal";
  const expectGoodOverlay = async (name: string | RegExp, role: "dialog" | "menu" = "dialog") => {
    await expect(page.getByRole(role, { name })).toBeVisible();
    await expectAccessible(page, String(name), overlay);
  };
  await list.openList("status=under_review&risk=high");
  for (const label of ["Country", "Created"]) {
    await list.filter(label).click();
    await expectGoodOverlay(label);
    await page.keyboard.press("Escape");
  }
  await page.getByRole("button", { name: /your account/ }).click();
  await expectGoodOverlay(/your account/, "menu");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await expectGoodOverlay("Search or run a command");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expectGoodOverlay("Keyboard");
  await page.keyboard.press("Escape");

  await list.rows.first().getByRole("checkbox").check();
  await expectAccessible(page, "a selection");
  await list.main.getByRole("button", { name: /^Redact \d+…$/ }).click();
  await expectGoodOverlay("Redact 1 session?");
  const session = new SessionPage(page);
  await session.openSession(id);
  await session.redactButton.click();
  await expect(page.getByRole("dialog")).toContainText("Document images");
  await expectGoodOverlay("Redact this session?");
});
