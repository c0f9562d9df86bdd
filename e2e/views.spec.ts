import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { expectAccessible } from "./support/axe";
import { test } from "./support/own";

test.use({ installation: "screening" });

test("a view is saved, shared, opened, renamed and deleted by keyboard", async ({ signInAs }) => {
  const lead = new Desk(await signInAs("lead"));
  const { page, main } = lead;
  await lead.open("/live/sessions?status=under_review&q=ses_nobody");
  await main.getByRole("button", { name: "Columns" }).press("Enter");
  const columns = page.getByRole("dialog", { name: "Columns" });
  await columns.getByRole("checkbox", { name: "Country" }).press("Space");
  await columns.getByRole("checkbox", { name: "Case" }).press("Space");
  await expectAccessible(page, "columns", "[popover]:popover-open");
  await lead.press("Escape");
  await expect(page).toHaveURL(/cols=/);

  await main.getByRole("button", { name: "Views" }).press("Enter");
  await page.getByRole("button", { name: "Save this view…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await expect(dialog).toContainText("The search text is not saved");
  await expectAccessible(page, "save a view", "dialog:modal");
  await dialog.getByLabel("Name").fill("Waiting");
  await dialog.getByLabel("Share with the organization").press("Space");
  await dialog.getByRole("button", { name: "Save view" }).press("Enter");
  await expect(dialog).toBeHidden();

  const reviewer = new Desk(await signInAs("reviewer"));
  await reviewer.open("/live/sessions");
  await expect(reviewer.main.getByRole("columnheader", { name: "Country" })).toBeVisible();
  await reviewer.main.getByRole("button", { name: "Views" }).press("Enter");
  const menu = reviewer.page.getByRole("dialog", { name: "Views" });
  await expect(menu).toContainText("shared by Demo Lead");
  await expect(menu.getByRole("button", { name: /^Delete/ })).toHaveCount(0);
  await expectAccessible(reviewer.page, "views", "[popover]:popover-open");
  await menu.getByRole("link", { name: /Waiting/ }).press("Enter");
  await expect(reviewer.page).toHaveURL(/status=under_review&cols=/);
  expect(reviewer.page.url()).not.toContain("ses_nobody");
  await expect(reviewer.main.getByRole("columnheader", { name: "Country" })).toHaveCount(0);
  await expect(reviewer.main.getByRole("columnheader", { name: "Risk" })).toBeVisible();

  await main.getByRole("button", { name: "Views" }).press("Enter");
  await page.getByRole("button", { name: "Change the view Waiting" }).press("Enter");
  const change = page.getByRole("dialog", { name: /^Change the view/ });
  await change.getByLabel("Name").fill("Waiting longest");
  await lead.press("Enter");
  await expect(change).toBeHidden();
  await main.getByRole("button", { name: "Views" }).press("Enter");
  await page.getByRole("button", { name: "Delete the view Waiting longest" }).press("Enter");
  await expectAccessible(page, "delete a view", "dialog:modal");
  const remove = page.getByRole("dialog", { name: /^Delete the view/ });
  await remove.getByRole("button", { name: "Delete view" }).press("Enter");
  await expect(remove).toBeHidden();
  await main.getByRole("button", { name: "Views" }).press("Enter");
  await expect(page.getByRole("dialog", { name: "Views" })).toContainText("No saved views.");
});
