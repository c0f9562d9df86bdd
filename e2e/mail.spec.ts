import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { SignInPage } from "./pages/sign-in-page";
import { WelcomePage } from "./pages/welcome-page";
import { expectAccessible } from "./support/axe";
import { test } from "./support/mailbox";

test.use({ installation: "mail" });
test.describe.configure({ mode: "serial" });

const linkIn = (text: string | undefined) => /https?:\/\/\S+/.exec(text ?? "")?.[0] ?? "";
const [first, later] = ["four words make it", "a tin roof in June"];
const mia = "mia@desk.example";

test("an invitation arrives by mail, and its link makes the account", async ({
  mailbox,
  openBrowser,
  own,
  signInAs,
}) => {
  const admin = new Desk(await signInAs("admin"));
  await admin.open("/live/settings/organization");
  await admin.ready();
  await admin.main.getByRole("button", { name: "Send a test mail" }).click();
  await expect(admin.main).toContainText("The test mail was sent to");
  await expectAccessible(admin.page, "the test of mail");
  await admin.open("/live/settings/members");
  await admin.ready();
  await admin.main.getByRole("button", { name: "Invite a colleague" }).click();
  await admin.dialog.getByLabel("E-mail address").fill(mia);
  await expectAccessible(admin.page, "an invitation by mail", "dialog:modal");
  await admin.dialog.getByRole("button", { name: "Create link" }).click();
  await expect(admin.dialog).toContainText("Mail sent");

  const { subject, text } = await mailbox.latestTo(mia);
  expect(subject).toBeTruthy();
  const page = await (await openBrowser({ baseURL: own.baseUrl })).newPage();
  await page.goto(linkIn(text));
  await new WelcomePage(page).fill({ name: "Mia", email: mia, password: first });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("a forgotten password is replaced by a mail, with the keyboard alone, and the link works once", async ({
  mailbox,
  openBrowser,
  own,
}) => {
  const page = await (await openBrowser({ baseURL: own.baseUrl })).newPage();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgotten your password?" }).press("Enter");
  await expect(page).toHaveURL(/\/password\/forgotten/);
  await expectAccessible(page, "a forgotten password");
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.keyboard.type(mia);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("If this address has an account");
  await expectAccessible(page, "after asking");
  await expect.poll(async () => linkIn((await mailbox.latestTo(mia)).text)).toContain("/password");
  const link = linkIn((await mailbox.latestTo(mia)).text);
  await page.goto(link);
  await page.getByLabel("New password").fill(later);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Your password is set. Sign in with it.")).toBeVisible();
  await new SignInPage(page).fill(mia, later);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.goto(link);
  await expect(page.getByText("This link is not valid")).toBeVisible();
});

test("the form says the same of an address without an account, and sends nothing", async ({
  openBrowser,
  own,
}) => {
  const page = await (await openBrowser({ baseURL: own.baseUrl })).newPage();
  await page.goto("/password/forgotten");
  await page.getByLabel("E-mail address").fill("nobody@desk.example");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status")).toContainText("If this address has an account");
});

test("a lead switches the daily mail off", async ({ signInAs }) => {
  const desk = new Desk(await signInAs("lead"));
  await desk.open("/live/account");
  await desk.ready();
  const daily = desk.main.getByRole("switch", { name: "Daily mail" });
  await expect(daily).toBeChecked();
  await daily.press("Space");
  await expect(daily).not.toBeChecked();
  await expectAccessible(desk.page, "the preferences");
  await desk.page.reload();
  await expect(daily).not.toBeChecked();
});
