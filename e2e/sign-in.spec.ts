import { accountOf, expect, test } from "./fixtures";
import { Desk } from "./pages/desk";
import { SignInPage } from "./pages/sign-in-page";
import { statusWithCookie } from "./support/api";
import { facts } from "./support/facts";

const { email } = accountOf("auditor");
const { password } = facts();

test("a wrong password says so, the right one lands where the visit was meant to go", async ({
  page,
  watch,
}) => {
  watch.allow(/status of 401 .*\/api\/auth\/callback\/credentials/);
  const form = new SignInPage(page);
  await form.open("/sandbox/sessions?status=under_review");
  await form.fill(email, "not the password");
  await expect(form.error).toHaveText("The e-mail address or the password is wrong.");
  await form.fill("nobody@demo.example", password);
  await expect(form.error).toHaveText("The e-mail address or the password is wrong.");
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
    // Whoever is signed in already is passed on without a form.
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.waitForURL(`${baseURL}/live/overview`);
  });
}

test("a visit without a sign-in is asked to sign in, and goes on from there", async ({ page }) => {
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
