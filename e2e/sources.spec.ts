import { startVerifa } from "@/test/vendors/verifa-server";
import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { expectAccessible } from "./support/axe";
import { test } from "./support/own";

test.use({ installation: "sources" });

test("an admin connects a vendor by keyboard, watches its sessions come, and removes it", async ({
  signInAs,
}) => {
  const vendor = await startVerifa({ sessions: 12 });
  try {
    const desk = new Desk(await signInAs("admin"));
    const { page, main, dialog } = desk;
    await desk.open("/sandbox/settings/sources");
    await expect(main.getByText("No source in sandbox")).toBeVisible();
    await expectAccessible(page, "no source");
    await main.getByRole("button", { name: "Connect a vendor" }).press("Enter");
    await expect(dialog.getByLabel("Vendor")).toBeFocused();
    await dialog.getByLabel("Vendor").selectOption("verifa");
    await dialog.getByLabel(/^Name/).fill("hosted");
    await dialog.getByLabel(/^Address/).fill(vendor.url);
    await dialog.getByLabel(/^API key/).fill("wrong");
    await dialog.getByRole("button", { name: "Test the connection" }).press("Enter");
    await expect(dialog.getByRole("status")).toContainText("Invalid API key");
    await dialog.getByLabel(/^API key/).fill(vendor.key);
    await dialog.getByRole("button", { name: "Test the connection" }).press("Enter");
    await expect(dialog.getByRole("status")).not.toContainText("Invalid");
    await expectAccessible(page, "a connection is tested", "dialog:modal");
    await dialog.getByLabel(/^API key/).press("Enter");
    await expect(dialog).toBeHidden();

    const row = main.getByRole("row").filter({ hasText: "hosted" });
    await row.getByRole("link", { name: "hosted" }).click();
    const runs = main.getByRole("table", { name: /^Runs of this source/ });
    await expect(runs.getByRole("row").nth(1).getByRole("cell").nth(4)).toHaveText("12");
    await expectAccessible(page, "a source");
    await runs.getByRole("row").nth(1).getByRole("link").press("Enter");
    await page.waitForURL(/\/runs\/srn_/);
    await expect(main.getByRole("heading", { name: "From the vendor" })).toBeVisible();
    await expectAccessible(page, "a run");
    await page.goBack();
    const [id = ""] = vendor.ids;
    await expect(main.getByRole("link", { name: id })).toBeVisible();

    await main.getByRole("button", { name: "Pause" }).press("Enter");
    await expect(main.getByText("paused")).toBeVisible();
    await main.getByRole("button", { name: "Resume" }).press("Enter");
    await expect(main.getByText("connected")).toBeVisible();

    await main.getByRole("link", { name: id }).click();
    await expect(page).toHaveURL(new RegExp(`/sandbox/sessions/${id}`));
    await page.goBack();

    const auditor = new Desk(await signInAs("auditor"));
    await auditor.open(new URL(page.url()).pathname);
    await expect(auditor.main.getByRole("button", { name: "Pause" })).toHaveCount(0);
    await expect(auditor.main.getByRole("link", { name: id })).toBeVisible();

    await auditor.page.close();

    await main.getByRole("button", { name: "Remove" }).press("Enter");
    await dialog.getByLabel(/^Type hosted/).fill("another");
    await desk.press("Enter");
    await expect(dialog.getByLabel(/^Type hosted/)).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel(/^Type hosted/).fill("hosted");
    await desk.press("Enter");
    await expect(main.getByText("No source in sandbox")).toBeVisible();
  } finally {
    await vendor.stop();
  }
});
