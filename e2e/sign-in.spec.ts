import { accountOf, expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { SignInPage } from "./pages/sign-in-page";
import { WelcomePage } from "./pages/welcome-page";
import { facts } from "./support/facts";
import { test } from "./support/fresh";

const { email } = accountOf("auditor");
const { password } = facts();

/** What the API says to whoever shows this cookie. */
async function statusWith(cookie: string, baseUrl = facts().baseUrl): Promise<number> {
  const answer = await fetch(`${baseUrl}/api/v1/sessions?limit=1`, { headers: { cookie } });
  return answer.status;
}

async function cookieOf(desk: Desk): Promise<string> {
  const cookies = await desk.page.context().cookies();
  const cookie = cookies.find(({ name }) => name === "countersign");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  return `countersign=${cookie?.value}`;
}

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
  expect(await statusWith("countersign=forged")).toBe(401);
});

test("signing out ends the sign-in, not only the page", async ({ page }) => {
  const form = new SignInPage(page);
  await form.signIn(email, password);
  const desk = new Desk(page);
  await desk.ready();
  const cookie = await cookieOf(desk);
  expect(await statusWith(cookie)).toBe(200);

  await desk.chooseFromAccount("Sign out");
  await form.expectShown();
  expect(await statusWith(cookie)).toBe(401);
  await page.goto("/live/sessions");
  await form.expectShown();
});

test("signing out everywhere ends the sign-ins of other browsers", async ({ fresh, openBrowser }) => {
  const account = { name: "Ada First", email: "ada@desk.example", password: "four words make it" };
  const openDesk = async () => new Desk(await (await openBrowser({ baseURL: fresh.baseUrl })).newPage());
  const [here, there] = [await openDesk(), await openDesk()];
  await here.page.goto(fresh.link);
  await new WelcomePage(here.page).fill(account);
  await here.ready();
  await new SignInPage(there.page).signIn(account.email, account.password);
  const cookies = [await cookieOf(here), await cookieOf(there)];

  await here.chooseFromAccount("Sign out everywhere");
  await new SignInPage(here.page).expectShown();
  for (const cookie of cookies) expect(await statusWith(cookie, fresh.baseUrl)).toBe(401);
  await there.page.goto("/live/sessions");
  await new SignInPage(there.page).expectShown();
});
