import { generate } from "otplib";
import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { SignInPage } from "./pages/sign-in-page";
import { WelcomePage } from "./pages/welcome-page";
import { expectAccessible } from "./support/axe";
import { test } from "./support/fresh";

// Each test goes on from the account as the previous one left it.
test.describe.configure({ mode: "serial" });

const ada = { name: "Ada First", email: "ada@desk.example", password: "four words make it" };
const later = "a tin roof in June";
let secret = "";
let recoveryCodes: string[] = [];

const codeAt = (steps: number) => generate({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });

test("a member changes name and password, and other browsers are signed out", async ({
  fresh,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 422 .*\/(invitations\/accept|me\/password)/);
  const open = async () => (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  const here = new Desk(await open());
  await here.page.goto(fresh.link);
  await new WelcomePage(here.page).fill({ ...ada, password: "password123456" });
  await expect(here.page.locator("form").getByRole("alert")).toContainText("easily guessed");
  await new WelcomePage(here.page).fill(ada);
  await expect(here.rail).toBeVisible();
  const there = await open();
  await new SignInPage(there).signIn(ada.email, ada.password);

  await here.ready();
  await here.chooseFromAccount("My account");
  await expect(here.page).toHaveURL(/\/live\/account$/);
  await expect(here.main.getByRole("row", { name: /this browser/ })).toBeVisible();
  await expect(here.main.getByRole("table").getByRole("row")).toHaveCount(3);
  await here.main.getByRole("textbox", { name: "Name" }).fill("Ada Lovely");
  await here.main.getByRole("button", { name: "Save name" }).click();
  await expect(here.page.getByRole("button", { name: "Ada Lovely, your account" })).toBeVisible();

  const joined = here.main.locator("dd time").first();
  await expect(joined).toHaveAttribute("title", / UTC$/);
  await here.main.getByRole("combobox", { name: "Time zone" }).selectOption("Australia/Adelaide");
  await expect(joined).toHaveAttribute("title", /:\d\d UTC\+(09:30|10:30)$/);
  await here.page.reload();
  await here.ready();
  await expect(joined).toHaveAttribute("title", /:\d\d UTC\+(09:30|10:30)$/);

  const language = here.main.getByRole("combobox", { name: "Language" });
  await language.selectOption("Deutsch");
  await expect(here.page.getByRole("link", { name: "Identitätsprüfungen" })).toBeVisible();
  await language.selectOption("English");
  await expect(here.page.getByRole("link", { name: "Sessions" })).toBeVisible();

  await here.main.getByRole("button", { name: "Change password" }).click();
  const dialog = here.page.getByRole("dialog");
  await dialog.getByLabel("Your current password").fill("not the password");
  await dialog.getByLabel("New password").fill(later);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog).toContainText("This value is wrong.");
  await dialog.getByLabel("Your current password").fill(ada.password);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(here.main.getByRole("table").getByRole("row")).toHaveCount(2);
  await there.goto("/live/sessions");
  await new SignInPage(there).expectShown();
});

test("an authenticator app is set up, by keyboard, and sign-in asks for its code", async ({
  fresh,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 401 .*\/api\/auth\/callback/);
  const desk = new Desk(await (await openBrowser({ baseURL: fresh.baseUrl })).newPage());
  await new SignInPage(desk.page).signIn(ada.email, later);
  await desk.open("/live/account");
  await desk.ready();
  await desk.main.getByRole("button", { name: "Set up an authenticator app" }).press("Enter");
  const dialog = desk.page.getByRole("dialog");
  await expect(dialog.getByLabel("Your current password")).toBeFocused();
  await desk.page.keyboard.type(later);
  await desk.page.keyboard.press("Enter");
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  secret = await dialog.getByRole("textbox", { name: /Secret/ }).inputValue();
  await expect(dialog.getByLabel("Code of the app")).toBeFocused();
  await expectAccessible(desk.page);
  await desk.page.keyboard.type(await codeAt(-1));
  await desk.page.keyboard.press("Enter");
  await expect(dialog).toContainText("Store your recovery codes");
  await expectAccessible(desk.page);
  recoveryCodes = await dialog.getByRole("listitem").allTextContents();
  expect(recoveryCodes).toHaveLength(10);
  await expect(dialog.getByRole("button", { name: "Done" })).toBeDisabled();
  await dialog.getByRole("checkbox", { name: "I have stored the codes" }).press("Space");
  await dialog.getByRole("button", { name: "Done" }).press("Enter");
  await expect(desk.main).toContainText("10 of 10 recovery codes left.");
  await expectAccessible(desk.page);

  const page = await (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  const form = new SignInPage(page);
  await form.open();
  await form.fill(ada.email, later);
  await expect(page.getByText("Your password is right.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: /^Code/ }).fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.locator("form").getByRole("alert")).toContainText("This code is wrong or was used.");
  await page.getByRole("textbox", { name: /^Code/ }).fill(await codeAt(0));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("an admin gets a colleague back in by a link; a recovery code signs in without the app", async ({
  fresh,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 401 .*\/api\/auth\/callback/);
  const open = async () => (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  const admin = new Desk(await open());
  const form = new SignInPage(admin.page);
  await form.open();
  await form.fill(ada.email, later);
  await admin.page.getByRole("textbox", { name: /^Code/ }).fill(recoveryCodes[0] ?? "");
  await admin.page.keyboard.press("Enter");
  await expect(admin.rail).toBeVisible();
  await admin.open("/live/settings/members");
  await admin.ready();
  const dialog = admin.page.getByRole("dialog");
  await admin.main.getByRole("button", { name: "Invite a colleague" }).click();
  await dialog.getByRole("button", { name: "Create link" }).click();
  const invitation = await dialog.getByRole("textbox", { name: "Invitation link" }).inputValue();
  const colleague = await open();
  await colleague.goto(invitation);
  await new WelcomePage(colleague).fill({ name: "Cleo", email: "cleo@desk.example", password: ada.password });
  await expect(colleague.getByRole("navigation", { name: "Main" })).toBeVisible();

  await admin.page.reload();
  await admin.ready();
  await admin.main.getByRole("button", { name: "Make a password link for Cleo" }).click();
  await dialog.getByRole("button", { name: "Make link" }).click();
  const link = await dialog.getByRole("textbox", { name: "Password link" }).inputValue();
  await colleague.goto(link);
  await expectAccessible(colleague);
  await colleague.getByLabel("New password").fill(later);
  await colleague.getByRole("button", { name: "Set password" }).click();
  await expect(colleague.getByText("Your password is set. Sign in with it.")).toBeVisible();
  await new SignInPage(colleague).fill("cleo@desk.example", later);
  await expect(colleague.getByRole("navigation", { name: "Main" })).toBeVisible();
  await colleague.goto(link);
  await expect(colleague.getByText("This link is not valid")).toBeVisible();
});

test("a role that requires a second factor leads its members to set one up", async ({
  fresh,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 401 .*\/api\/(auth\/callback|v1\/)/);
  const open = async () => (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  const [admin, colleague] = [new Desk(await open()), await open()];
  const form = new SignInPage(admin.page);
  await form.open();
  await form.fill(ada.email, later);
  await admin.page.getByRole("textbox", { name: /^Code/ }).fill(recoveryCodes[1] ?? "");
  await admin.page.keyboard.press("Enter");
  await expect(admin.rail).toBeVisible();
  await admin.open("/live/settings/security");
  await admin.ready();
  const dialog = admin.page.getByRole("dialog");

  await admin.main.getByRole("button", { name: "Change", exact: true }).click();
  await dialog.getByRole("checkbox", { name: /^Reviewer/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(admin.main).toContainText("Required for: Reviewer.");
  await expect(admin.main).toContainText("Not set up yet by Cleo.");
  await expectAccessible(admin.page);
  await admin.open("/live/overview");
  await expect(admin.main).toContainText("2 of 6 done");
  await expect(admin.main.getByRole("link", { name: "Connect a vendor, or import sessions" })).toBeVisible();
  await expect(admin.main.getByRole("link", { name: "Invite colleagues" })).toHaveCount(0);
  await expectAccessible(admin.page);
  await admin.main.getByRole("button", { name: "Hide in this browser" }).click();
  await admin.page.reload();
  await expect(admin.main).toContainText("Sessions");
  await expect(admin.main).not.toContainText("Set up Countersign");
  await new SignInPage(colleague).signIn("cleo@desk.example", later);
  await colleague.goto("/live/queue");
  await expect(colleague).toHaveURL(/\/live\/account$/);
  await expect(colleague.getByText("Your organization requires a second factor")).toBeVisible();
  await expectAccessible(colleague);
  await colleague.getByRole("button", { name: "Set up an authenticator app" }).click();
  const own = colleague.getByRole("dialog");
  await own.getByLabel("Your current password").fill(later);
  await colleague.keyboard.press("Enter");
  secret = await own.getByRole("textbox", { name: /Secret/ }).inputValue();
  await own.getByLabel("Code of the app").fill(await codeAt(0));
  await colleague.keyboard.press("Enter");
  await own.getByRole("checkbox", { name: "I have stored the codes" }).check();
  await own.getByRole("button", { name: "Done" }).click();
  await colleague.getByRole("link", { name: /^Queue/ }).click();
  await expect(colleague).toHaveURL(/\/live\/queue/);

  await admin.open("/live/settings/security");
  await admin.ready();
  await expect(admin.main.getByRole("row", { name: /Ada Lovely this browser/ })).toBeVisible();
  await admin.main.getByRole("button", { name: "Sign out Cleo" }).first().click();
  await expect(dialog).toContainText("Sign out Cleo everywhere?");
  await expectAccessible(admin.page, "sign out", "dialog:modal");
  await admin.page.keyboard.press("Tab");
  await dialog.getByRole("button", { name: "Sign out" }).press("Enter");
  await expect(admin.messages).toContainText(/\d sign-ins? ended/);
  await expect(admin.main.getByRole("button", { name: "Sign out Cleo" })).toHaveCount(0);
  await expect(colleague).toHaveURL(/\/sign-in/);
});

test("a passkey is added and signs in, by keyboard; without it the password asks for a second factor", async ({
  fresh,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 401 .*\/api\/auth\/callback/);
  const own = { name: "Pia", email: "pia@desk.example", password: ada.password };
  const admin = new Desk(await (await openBrowser({ baseURL: fresh.baseUrl })).newPage());
  const adminForm = new SignInPage(admin.page);
  await adminForm.open();
  await adminForm.fill(ada.email, later);
  await admin.page.getByRole("textbox", { name: /^Code/ }).fill(recoveryCodes[2] ?? "");
  await admin.page.keyboard.press("Enter");
  await expect(admin.rail).toBeVisible();
  await admin.open("/live/settings/members");
  await admin.ready();
  await admin.main.getByRole("button", { name: "Invite a colleague" }).click();
  await admin.page.getByRole("dialog").getByRole("button", { name: "Create link" }).click();
  const link = await admin.page.getByRole("textbox", { name: "Invitation link" }).inputValue();

  const context = await openBrowser({ baseURL: fresh.baseUrl });
  const desk = new Desk(await context.newPage());
  const devtools = await context.newCDPSession(desk.page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
  await desk.page.goto(link);
  await new WelcomePage(desk.page).fill(own);
  await expect(desk.rail).toBeVisible();
  await desk.open("/live/account");
  await desk.ready();
  await desk.main.getByRole("button", { name: "Add a passkey" }).press("Enter");
  const dialog = desk.page.getByRole("dialog");
  await expect(dialog.getByLabel("Your current password")).toBeFocused();
  await expectAccessible(desk.page);
  await desk.page.keyboard.type(own.password);
  await desk.page.keyboard.press("Enter");
  await expect(dialog).toContainText("Store your recovery codes");
  await dialog.getByRole("checkbox", { name: "I have stored the codes" }).press("Space");
  await dialog.getByRole("button", { name: "Done" }).press("Enter");
  await expect(desk.main.getByRole("list", { name: "Passkeys" })).toContainText("Chrome on Windows");
  await expectAccessible(desk.page);

  await context.clearCookies();
  const form = new SignInPage(desk.page);
  await form.open();
  await desk.page.getByRole("button", { name: "Sign in with a passkey" }).press("Enter");
  await expect(desk.rail).toBeVisible();
  await desk.open("/live/account");
  await expect(desk.main.getByRole("list", { name: "Passkeys" })).toContainText("last used");

  await context.clearCookies();
  await form.open();
  await form.fill(own.email, own.password);
  await expect(desk.page.getByText("Your password is right.")).toBeVisible();
  await desk.page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(desk.rail).toBeVisible();
  await desk.open("/live/account");
  await desk.main.getByRole("button", { name: "Remove the passkey Chrome on Windows" }).click();
  await expect(dialog).toContainText("It is your last second factor");
  await dialog.getByLabel("Your current password").fill(own.password);
  await dialog.getByRole("button", { name: "Remove the passkey" }).click();
  await expect(desk.main).toContainText("Sign-in asks only for your password.");
  await context.clearCookies();
  await form.open();
  await desk.page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(desk.page.getByText("This passkey belongs to no account here, or was removed.")).toBeVisible();
  await expectAccessible(desk.page);
});
