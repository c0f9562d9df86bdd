import { expect, test } from "./fixtures";
import { Desk } from "./pages/desk";
import { expectAccessible } from "./support/axe";
import { asPerson } from "./support/cases";

const email = "registered.person@example.test";

test("compliance takes a request, finds it by its person, and reads the figures, by keyboard", async ({
  signInAs,
}) => {
  const page = await signInAs("compliance");
  const { id } = await asPerson<{ id: string }>(page, "POST", "/requests", {
    kind: "access",
    channel: "letter",
    requester: { first_name: "Registered", last_name: "Person", email },
  });
  const desk = new Desk(page);
  await desk.open(`/live/requests/${id}`);
  await page.getByRole("button", { name: "Assign to me" }).press("Enter");
  const assignee = page.getByLabel("Assigned to");
  await expect(assignee.locator("option:checked")).not.toHaveText("Nobody");
  await expect(page.getByRole("button", { name: "Assign to me" })).toHaveCount(0);
  const name = (await assignee.locator("option:checked").textContent()) ?? "";
  await expectAccessible(page, "an assigned request");

  await desk.open("/live/requests", "Requests");
  await page.keyboard.press("f");
  await expect(page.getByRole("searchbox", { name: /Find a request/ })).toBeFocused();
  await page.keyboard.type(id.slice(0, 20));
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=dsr_/);
  await expect(desk.main.getByRole("row").filter({ hasText: name })).toHaveCount(1);
  await desk.main.getByRole("combobox", { name: "Type" }).selectOption("erasure");
  await page.waitForURL(/kind=erasure/);
  await expect(desk.main).toContainText("No requests match");
  await expectAccessible(page, "a narrowed list of requests");
  await desk.main.getByRole("link", { name: "Clear" }).press("Enter");
  await page.waitForURL(/requests$/);

  await page.getByRole("button", { name: "Find a person…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Find a person's requests" });
  await dialog.getByLabel("E-mail address").fill(email.toUpperCase());
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("link", { name: id })).toBeVisible();
  await expectAccessible(page, "requests of a person");
  expect(page.url()).not.toContain("registered");
  await dialog.getByRole("link", { name: id }).press("Enter");
  await page.waitForURL(`**/requests/${id}`);

  await desk.open("/live/requests/figures");
  await expect(desk.main.getByRole("row").filter({ hasText: "All types" })).toBeVisible();
  await expectAccessible(page, "the figures of requests");
  await desk.main.getByLabel(/^Last day of receipt/).fill("2001-01-31");
  await desk.main.getByLabel(/^First day of receipt/).fill("2001-01-01");
  await page.keyboard.press("Enter");
  await page.waitForURL(/from=2001-01-01/);
  await expect(desk.main.getByRole("row").filter({ hasText: "All types" })).toContainText("0");
});

test("an auditor reads the register without a person's search, and others do not see it", async ({
  signInAs,
}) => {
  const page = await signInAs("auditor");
  const desk = new Desk(page);
  await desk.open("/live/requests/figures");
  await expect(desk.main.getByRole("row").filter({ hasText: "All types" })).toBeVisible();
  await desk.open("/live/requests");
  await expect(page.getByRole("button", { name: "Find a person…" })).toHaveCount(0);
  const reviewer = new Desk(await signInAs("reviewer"));
  await reviewer.open("/live/requests/figures");
  await expect(reviewer.main).toContainText("You don't have access to this page");
});
