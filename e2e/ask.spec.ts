import { expect } from "./fixtures";
import { RequestPage } from "./pages/request-page";
import { RequestSettingsPage } from "./pages/request-settings-page";
import { expectAccessible } from "./support/axe";
import { test } from "./support/own";

test("settings open the public page; a request made there is created unverified", async ({
  signInAs,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 404/);
  const settings = new RequestSettingsPage(await signInAs("admin"));
  await settings.openSettings();
  const before = await settings.preview.textContent();
  await settings.main.getByLabel("Default law").selectOption({ label: "CCPA (California)" });
  await expect(settings.preview).toContainText("Confirm receipt by");
  expect(await settings.preview.textContent()).not.toBe(before);
  await settings.main.getByLabel("Default law").selectOption({ label: "GDPR (European Union)" });
  await settings.main.getByLabel("Public holidays").fill("Germany");
  await settings.askSwitch.check();
  await expect(settings.save).toBeDisabled();
  await settings.main.getByLabel("Public holidays").fill("DE-BE");
  await settings.main.getByLabel("Introduction").fill("We answer within a month.");
  await settings.main.getByLabel("Answer within, days").first().fill("20");
  await expect(settings.changes).toHaveCount(4);
  await settings.saveChanges();
  const url = await settings.main.getByLabel("Page address", { exact: true }).inputValue();

  const reader = new RequestSettingsPage(await signInAs("compliance"));
  await reader.openSettings();
  await expect(reader.askSwitch).toBeDisabled();
  await expect(reader.main.getByLabel("Introduction")).not.toBeEditable();

  const stranger = await (await openBrowser()).newPage();
  await stranger.goto(new URL(url).pathname);
  await expect(stranger.getByText("We answer within a month.")).toBeVisible();
  await expect(stranger.getByRole("navigation")).toHaveCount(0);
  await expectAccessible(stranger);
  const send = stranger.getByRole("button", { name: "Send request" });
  await expect(async () => {
    await send.click();
    await expect(stranger.locator("form").getByRole("alert")).toContainText(
      "e-mail address or a phone number",
      { timeout: 5_000 },
    );
  }).toPass();
  await expect(stranger.getByLabel("E-mail address")).toBeFocused();
  // Who asks for somebody else gives their own name too.
  await stranger.getByLabel("Who asks").selectOption({ label: "I ask for my child or ward" });
  await stranger.getByLabel("Your e-mail address").fill("paula@mail.example");
  await send.click();
  await expect(stranger.getByLabel("Your name")).toBeFocused();
  await expect(stranger.getByLabel("Your name")).toHaveAccessibleDescription(/Enter your name\./);
  await expectAccessible(stranger, "a request for somebody else");
  await stranger.getByLabel("Your name").fill("Paula Parent");
  await stranger.getByLabel("First name").fill("Nobody");
  await stranger.getByLabel("Last name").fill("Known");
  await stranger.getByLabel("E-mail address", { exact: true }).fill("nobody@mail.example");
  await send.click();
  const received = stranger.getByRole("region", { name: "Received" });
  await expect(received).toContainText("We have received your request.");
  await expect(received).toBeFocused();
  const receipt = await received.getByLabel("Receipt number", { exact: true }).inputValue();
  expect(await stranger.context().cookies()).toEqual([]);

  await expectAccessible(stranger, "a receipt");

  const officer = new RequestPage(reader.page);
  await officer.page.goto(`/live/requests/${receipt}`);
  await expect(officer.main).toContainText("received via public form");
  await expect(officer.main).toContainText("nobody@mail.example");
  await expect(officer.main).toContainText("Paula Parent");
  await expect(officer.step("Verify requester")).toContainText("next");

  // A request close to its deadline is a task, and the number beside the list includes it.
  await officer.page.goto("/live/requests?status=tasks");
  const tasks = officer.main.getByRole("table", { name: /^Open tasks/ });
  const dismiss = tasks.getByRole("button", { name: /^Dismiss: Answer the request/ });
  await expect(dismiss.first()).toBeVisible();
  const open = await dismiss.count();
  await expect(officer.page.getByRole("link", { name: /^Requests.* task/ })).toBeVisible();
  await expect(async () => {
    await dismiss.first().click({ timeout: 5_000 });
    await expect(dismiss).toHaveCount(open - 1, { timeout: 5_000 });
  }).toPass();
  await expectAccessible(officer.page, "tasks");
  await expect(tasks).toContainText("dismissed by Demo Compliance");

  await settings.askSwitch.uncheck();
  await settings.saveChanges();
  const off = await stranger.goto(new URL(url).pathname);
  expect(off?.status()).toBe(404);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Page not found");
});
