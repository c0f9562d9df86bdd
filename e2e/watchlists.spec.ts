import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { expectAccessible } from "./support/axe";
import { importAs } from "./support/imports";
import { test } from "./support/own";

test.use({ installation: "screening" });

const csv = (text: string) => ({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

test("compliance makes a watchlist by keyboard, loads it, looks into it, and deletes it", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 422 .*\/watchlists\//);
  const desk = new Desk(await signInAs("compliance"));
  const { page, main, dialog } = desk;
  await desk.open("/live/settings/watchlists");
  await main.getByRole("button", { name: "Create watchlist" }).first().press("Enter");
  await expect(dialog.getByLabel(/^Name/)).toBeFocused();
  await page.keyboard.type("Fictional sanctions");
  await expectAccessible(page, "create a watchlist", "dialog:modal");
  await desk.press("Control+Enter");
  await expect(dialog).toBeHidden();
  const row = main.getByRole("row").filter({ hasText: "Fictional sanctions" });
  await expect(row).toContainText("no file yet: not compared");
  await expectAccessible(page, "a watchlist without a file");

  const file = row.getByLabel("File for Fictional sanctions", { exact: true });
  await file.setInputFiles(csv("name,birthdate\nNemo Nobody,1980-02-30\n,1990-01-01\n"));
  await expect(main.getByRole("alert")).toContainText("was not changed");
  await expect(main.getByRole("alert")).toContainText("line 3");
  await expect(row).toContainText("no file yet: not compared");
  await expectAccessible(page, "a file that is refused");
  await file.setInputFiles(csv("name,birthdate,countries\nNemo Nobody,1980-02-28,at\nPerdita Unreal,,de\n"));
  await expect(row).toContainText("version 1");
  await expect(main.getByRole("alert")).toBeHidden();

  await row.getByRole("button", { name: "Show the entries of Fictional sanctions" }).press("Enter");
  await expect(dialog.getByLabel("Part of a name")).toBeFocused();
  await expect(dialog.getByRole("table").getByRole("row")).toHaveCount(3);
  await page.keyboard.type("perdita");
  await desk.press("Enter");
  await expect(dialog.getByRole("table").getByRole("row")).toHaveCount(2);
  await expectAccessible(page, "entries of a watchlist", "dialog:modal");
  await dialog.getByRole("button", { name: "Close" }).last().press("Enter");
  await expect(dialog).toBeHidden();

  await row.getByRole("button", { name: "Change Fictional sanctions" }).press("Enter");
  await dialog.getByLabel("Least similarity").fill("2");
  await desk.press("Control+Enter");
  await expect(dialog.getByLabel("Least similarity")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Least similarity").fill("0,8");
  await desk.press("Control+Enter");
  await expect(dialog).toBeHidden();
  await expect(row).toContainText("0.8");

  const auditor = new Desk(await signInAs("auditor"));
  await auditor.open("/live/settings/watchlists");
  await expect(auditor.main.getByText("Fictional sanctions")).toBeVisible();
  await expect(auditor.main.getByRole("button", { name: /Delete|Change|Create/ })).toHaveCount(0);

  await row.getByRole("button", { name: "Delete Fictional sanctions" }).press("Enter");
  await expect(dialog).toContainText("Checks that have run keep their hits");
  await expectAccessible(page, "delete a watchlist", "dialog:modal");
  await dialog.getByRole("button", { name: "Delete watchlist" }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toHaveCount(0);
});

test("compliance merges two identities by keyboard: sees what changes, confirms by the id, and it is final", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 404 .*\/identities\/merge\/preview/);
  const admin = await signInAs("admin");
  for (const [id, externalRef] of [
    ["ses_mergedremainsxxxxxxxxxxxx", "cust_remains"],
    ["ses_mergedgoneawayxxxxxxxxxxx", "cust_goes_away"],
  ] as const)
    await importAs(admin, { id, externalRef, age: 1, isDecided: true });
  const desk = new Desk(await signInAs("compliance"));
  const { page, main, dialog } = desk;
  await desk.open("/live/identities/cust_remains");
  await main.getByRole("button", { name: "Merge…" }).press("Enter");
  const other = dialog.getByLabel("Other identity");
  await expect(other).toBeFocused();
  await page.keyboard.type("cust_nobody");
  await desk.press("Enter");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await other.fill("cust_goes_away");
  await desk.press("Enter");
  await expect(dialog).toContainText("A merge cannot be undone");
  await expect(dialog).toContainText("1 session");
  await expectAccessible(page, "what a merge changes", "dialog:modal");
  const confirm = dialog.getByLabel(/Type .* to confirm/);
  await expect(confirm).toBeFocused();
  await page.keyboard.type("cust_remains");
  await expect(dialog.getByRole("button", { name: "Merge identities" })).toBeDisabled();
  await confirm.fill((await dialog.locator("code").first().textContent()) ?? "");
  await desk.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(main).toContainText("2 sessions");
  await desk.open("/live/identities/cust_goes_away");
  await expect(main).toContainText("Its sessions have moved to the identity that remains.");
  await expect(main.getByRole("button", { name: "Merge…" })).toHaveCount(0);
});
