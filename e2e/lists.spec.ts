import { readFile } from "node:fs/promises";
import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { expectAccessible } from "./support/axe";
import { importAs } from "./support/imports";
import { test } from "./support/own";

test.use({ installation: "screening" });

const documentNumber = async () =>
  JSON.parse(await readFile("test/fixtures/verifa-session-export.json", "utf8")).result.extracted_data
    .document_number as string;
const csv = (text: string) => ({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

test("a lead makes a list by keyboard, fills it, and a match of a session is a false positive and counts again", async ({
  signInAs,
}) => {
  const session = "ses_onalistofthedeskxxxxxxxxxx";
  await importAs(await signInAs("admin"), {
    ...{ id: session, externalRef: "cust_on_a_list", age: 1, isDecided: false },
  });
  const desk = new Desk(await signInAs("lead"));
  const { page, main, dialog } = desk;
  await desk.open("/live/settings/blocklist");
  await main.getByRole("button", { name: "Create list" }).press("Enter");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Stolen documents");
  await desk.press("Tab");
  await page.keyboard.type("Government");
  await expect(dialog.getByLabel("Kind")).toHaveValue("government_id");
  await expectAccessible(page, "create a list", "dialog:modal");
  await desk.press("Control+Enter");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/list=list_/);
  await expect(main).toContainText("This list has no items");
  await expectAccessible(page, "an empty list");

  await main.getByRole("button", { name: "Add value" }).press("Enter");
  await expect(dialog.getByLabel("Government id")).toBeFocused();
  await page.keyboard.type(await documentNumber());
  await desk.press("Enter");
  await expect(dialog).toBeHidden();
  const rows = main.locator("tbody tr");
  await expect(rows).toHaveCount(1);
  expect(await main.textContent()).not.toContain(await documentNumber());
  await main.getByLabel("Items for Stolen documents").setInputFiles(csv("value\nAB123456\nAB123456\n---\n"));
  await expect(main.getByRole("alert")).toContainText("2 rows left out");
  await expect(rows).toHaveCount(2);
  await expectAccessible(page, "a list with items");
  const saved = page.waitForEvent("download");
  await main.getByRole("button", { name: "Export CSV" }).click();
  expect((await saved).suggestedFilename()).toBe("Stolen documents.csv");

  await desk.open(`/live/sessions/${session}?tab=screening`);
  const match = main.getByRole("row").filter({ hasText: "Government id" });
  await expect(match).toContainText("flagged");
  await match.getByRole("button", { name: "False positive" }).press("Enter");
  await expect(match).toContainText("false positive");
  await expectAccessible(page, "matches with lists");
  await match.getByRole("button", { name: "Count again" }).press("Enter");
  await expect(match).toContainText("flagged");
  const report = page.waitForEvent("download");
  await main.getByRole("button", { name: "Report (PDF)" }).click();
  expect((await report).suggestedFilename()).toBe(`${session}-report.pdf`);

  await match.getByRole("link", { name: "Government id" }).click();
  await main.getByRole("button", { name: "Archive…" }).click();
  await expect(dialog).toContainText("This is final");
  await dialog.getByRole("button", { name: "Archive list" }).click();
  await expect(page).toHaveURL(/settings\/blocklist$/);
  await expect(main.getByLabel("List", { exact: true }).locator("option")).not.toContainText([
    "Stolen documents",
  ]);
  await page.goBack();
  await expect(main).toContainText("This list is not here");
});

test("an auditor reads the lists and changes none", async ({ signInAs }) => {
  const desk = new Desk(await signInAs("auditor"));
  await desk.open("/live/settings/blocklist");
  await expect(desk.main.getByLabel("List", { exact: true })).toBeVisible();
  await expect(desk.main.getByRole("button", { name: "Create list" })).toHaveCount(0);
});
