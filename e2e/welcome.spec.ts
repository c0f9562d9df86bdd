import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { SignInPage } from "./pages/sign-in-page";
import { WelcomePage } from "./pages/welcome-page";
import { statusWithCookie } from "./support/api";
import { test } from "./support/fresh";

// Each test needs the previous one, because there is only one link.
test.describe.configure({ mode: "serial" });

const first = { name: "Ada First", email: "ada@desk.example", password: "four words make it" };

test("a fresh installation prints a one-time link for its first account", async ({ fresh }) => {
  expect(fresh.link).toMatch(new RegExp(`^${fresh.baseUrl}/welcome\\?token=[\\w-]{20,}$`));
});

test("the link refuses a short password and creates the first administrator", async ({
  fresh,
  openBrowser,
}) => {
  const page = await (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  const welcome = new WelcomePage(page);
  await page.goto(fresh.link);
  await welcome.fill({ ...first, password: "too short" });
  await expect(page).toHaveURL(/\/welcome/);

  await welcome.fill(first);
  const desk = new Desk(page);
  await expect(desk.rail).toBeVisible();
  expect(await desk.navItems()).toEqual([
    "Overview",
    "Queue",
    "Sessions",
    "Identities",
    "Screening",
    "Quality",
    "Audit log",
    "Settings",
  ]);
  await desk.open("/live/sessions");
  await expect(desk.main).toContainText("No sessions yet");
  await desk.open("/live/settings/data-access");
  await expect(desk.main.getByRole("switch").first()).toBeEnabled();
});

test("the link does not open a second time", async ({ fresh, openBrowser }) => {
  const page = await (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  await page.goto(fresh.link);
  await new WelcomePage(page).expectClosed();

  const token = new URL(fresh.link).searchParams.get("token");
  const data = { token, name: "Eve Second", email: "eve@desk.example", password: "four words make it" };
  const headers = { origin: fresh.baseUrl };
  const answer = await page.request.post("/api/v1/invitations/accept", { data, headers });
  expect(answer.status()).toBe(403);
  const form = new SignInPage(page);
  await form.open();
  await form.signIn(first.email, first.password);
});

test("an invented link opens nothing", async ({ fresh, openBrowser }) => {
  const page = await (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  await page.goto("/welcome?token=abcdefghijklmnopqrstuvwxyz0123456789");
  await new WelcomePage(page).expectClosed();
});

// The tests below are here because other tests use the accounts of the demo.
test("an admin invites a colleague, changes their roles, and removes them", async ({
  fresh,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 409 .*\/members\//);
  const open = async () => (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  const admin = new Desk(await open());
  await new SignInPage(admin.page).signIn(first.email, first.password);
  await admin.open("/live/settings/members");
  await admin.ready();
  await admin.main.getByRole("button", { name: "Invite a colleague" }).click();
  const dialog = admin.page.getByRole("dialog");
  await expect(dialog.getByRole("checkbox", { name: /^Reviewer/ })).toBeChecked();
  await dialog.getByRole("checkbox", { name: /^Reviewer/ }).uncheck();
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog).toContainText("Choose at least one role.");
  await dialog.getByRole("checkbox", { name: /^Auditor/ }).check();
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByRole("textbox", { name: "Invitation link" }).inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(admin.main.getByRole("table", { name: /Invitations/ })).toContainText("Auditor");

  const colleague = new Desk(await open());
  await colleague.page.goto(link);
  await new WelcomePage(colleague.page).fill({
    name: "Cleo Colleague",
    email: "cleo@desk.example",
    password: "four words make it",
  });
  await expect(colleague.rail).toBeVisible();
  await colleague.open("/live/settings/members");
  await expect(colleague.main.getByRole("table", { name: "Members" })).toContainText("cleo@desk.example");
  await expect(colleague.main.getByRole("button", { name: "Invite a colleague" })).toHaveCount(0);

  await admin.page.reload();
  await admin.ready();
  await admin.main.getByRole("button", { name: "Change the roles of Cleo Colleague" }).click();
  await dialog.getByRole("checkbox", { name: /^Lead/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(admin.main.getByRole("row", { name: /Cleo Colleague/ })).toContainText("Lead, Auditor");
  await colleague.page.reload();
  await expect(colleague.rail).toContainText("Queue");

  await admin.main.getByRole("button", { name: `Change the roles of ${first.name}` }).click();
  await dialog.getByRole("checkbox", { name: /^Admin/ }).uncheck();
  await dialog.getByRole("checkbox", { name: /^Lead/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toContainText("This member is the only admin.");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await admin.main.getByRole("button", { name: "Remove Cleo Colleague" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(admin.main.getByRole("row", { name: /Cleo Colleague/ })).toHaveCount(0);
  await colleague.page.goto("/live/sessions");
  await new SignInPage(colleague.page).expectShown();
});

test("signing out everywhere ends the sign-ins of other browsers", async ({ fresh, openBrowser }) => {
  const openDesk = async () => {
    const page = await (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
    await new SignInPage(page).signIn(first.email, first.password);
    return new Desk(page);
  };
  const [here, there] = [await openDesk(), await openDesk()];
  const cookies = [await here.signInCookie(), await there.signInCookie()];
  for (const cookie of cookies) expect(await statusWithCookie(cookie, fresh.baseUrl)).toBe(200);

  await here.ready();
  await here.chooseFromAccount("Sign out everywhere");
  await new SignInPage(here.page).expectShown();
  for (const cookie of cookies) expect(await statusWithCookie(cookie, fresh.baseUrl)).toBe(401);
  await there.page.goto("/live/sessions");
  await new SignInPage(there.page).expectShown();
});
