import { accountOf, expect, test } from "./fixtures";
import { Desk } from "./pages/desk";
import { SignInPage } from "./pages/sign-in-page";
import { statusWithCookie } from "./support/api";
import { facts } from "./support/facts";

const { email } = accountOf("auditor");
const { password } = facts();

test("a wrong password is refused, the right one leads to the requested page", async ({ page, watch }) => {
  watch.allow(/status of 401 .*\/api\/auth\/callback\/credentials/);
  const form = new SignInPage(page);
  await form.open("/sandbox/sessions?status=under_review");
  await form.fill(email, "not the password");
  await expect(form.error).toHaveText("Wrong e-mail address or password.");
  await form.fill("nobody@demo.example", password);
  await expect(form.error).toHaveText("Wrong e-mail address or password.");
  await form.fill(email, password);
  await page.waitForURL("**/sandbox/sessions?status=under_review");
  await expect(new Desk(page).main).toContainText("in sandbox");
});

for (const next of [
  "//evil.example/live",
  "https://evil.example/",
  "/\\evil.example",
  "javascript:alert(1)",
]) {
  test(`${next} is no place to go after signing in`, async ({ page, baseURL }) => {
    await new SignInPage(page).signIn(email, password, next);
    await page.waitForURL(`${baseURL}/live/overview`);
    // A signed-in member is redirected without a form.
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.waitForURL(`${baseURL}/live/overview`);
  });
}

test("a visitor without a sign-in signs in, and continues to the requested page", async ({ page }) => {
  const form = new SignInPage(page);
  await page.goto("/live/sessions?result=rejected");
  await form.expectShown();
  await form.fill(email, password);
  await page.waitForURL("**/live/sessions?result=rejected");

  const stranger = await fetch(`${facts().baseUrl}/live/overview`, {
    headers: { cookie: "countersign=forged" },
    redirect: "manual",
  });
  expect(stranger.status).toBe(307);
  expect(stranger.headers.get("location")).toContain("/sign-in");
  expect(await statusWithCookie("countersign=forged")).toBe(401);
});

test("signing out ends the sign-in, not only the page", async ({ page }) => {
  const form = new SignInPage(page);
  await form.signIn(email, password);
  const desk = new Desk(page);
  await desk.ready();
  const cookie = await desk.signInCookie();
  expect(await statusWithCookie(cookie)).toBe(200);

  await desk.chooseFromAccount("Sign out");
  await form.expectShown();
  expect(await statusWithCookie(cookie)).toBe(401);
  await page.goto("/live/sessions");
  await form.expectShown();
});

test("signing out empties every other tab of the browser at once", async ({ openBrowser }) => {
  const context = await openBrowser();
  const first = await context.newPage();
  const form = new SignInPage(first);
  await form.signIn(email, password, "/sandbox/sessions");
  await expect(new Desk(first).main).toContainText("in sandbox");
  const second = await context.newPage();
  await second.goto("/sandbox/overview");
  await new Desk(second).ready();

  await new Desk(second).chooseFromAccount("Sign out");
  await form.expectShown();
  await expect(first).toHaveURL(/next=%2Fsandbox%2Fsessions/);
  await expect(first.getByText("in sandbox")).toHaveCount(0);
});

test("a page rendered for one member does not continue as another", async ({ openBrowser, watch }) => {
  watch.allow(/status of 401/);
  const context = await openBrowser();
  const page = await context.newPage();
  await new SignInPage(page).signIn(email, password, "/sandbox/sessions");
  await new Desk(page).ready();
  // Another member signs in with this browser, without the form.
  const token = await (await context.request.get("/api/auth/csrf")).json();
  const other = { csrfToken: token.csrfToken, email: accountOf("reviewer").email, password, json: "true" };
  expect((await context.request.post("/api/auth/callback/credentials", { form: other })).ok()).toBe(true);

  const answer = page.waitForResponse((response) => response.url().includes("/api/v1/"));
  await page.getByRole("button", { name: "Status" }).click();
  await page.getByRole("option").or(page.getByRole("checkbox")).first().click();
  expect((await answer).status()).toBe(401);
  await expect(page.getByRole("button", { name: "Demo Reviewer, your account" })).toBeVisible();
});

test("a page idle for as long as a sign-in lasts removes its content", async ({ openBrowser }) => {
  const page = await (await openBrowser()).newPage();
  await page.clock.install();
  await new SignInPage(page).signIn(email, password, "/sandbox/sessions");
  await new Desk(page).ready();
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const isSamePage = () => page.evaluate(() => "isSamePage" in window);
  await page.clock.fastForward("58:00");
  expect(await isSamePage()).toBe(true);
  await page.clock.fastForward("03:00");
  await expect.poll(() => isSamePage().catch(() => false)).toBe(false);
});
