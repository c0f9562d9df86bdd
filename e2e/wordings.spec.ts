import { readFileSync } from "node:fs";
import { readPdf } from "@/test/pdf";
import { expect } from "./fixtures";
import { SettingsPage } from "./pages/settings-page";
import { expectAccessible } from "./support/axe";
import { test } from "./support/own";

const saidIn = async (path: string) =>
  (await readPdf(readFileSync(path))).told.map(({ text }) => text).join(" ");

test("an admin words a paragraph, is told what it lacks, and goes back to the standard text by keyboard", async ({
  signInAs,
}) => {
  const settings = new SettingsPage(await signInAs("admin"), "Letter");
  const { page, main } = settings;
  await settings.open("/live/settings/letters");
  await expect(main.getByRole("list", { name: "Versions" })).toContainText("Nothing was changed");
  await main.getByLabel("Language").focus();
  await main.getByLabel("Language").selectOption({ label: "Deutsch" });
  const text = main.getByLabel("The identity is not verified yet");
  await expect(text).toHaveValue(/^Wir prüfen zuerst/);
  await expectAccessible(page, "texts of a letter");

  const receipt = main.getByLabel("Receipt", { exact: true });
  await receipt.fill("Wir haben Ihren Antrag.");
  await expect(receipt).toHaveAccessibleDescription(/must contain \{received\}, \{kind\}, \{law\}, \{id\}/);
  await expect(settings.save).toBeDisabled();
  const back = main.getByRole("button", { name: "Use standard text: Receipt" });
  await back.focus();
  await page.keyboard.press("Enter");
  await expect(receipt).toHaveValue(/^Ihr Antrag ist am/);
});

test("others who read settings read the texts and see the preview", async ({ signInAs }) => {
  const settings = new SettingsPage(await signInAs("auditor"), "Letter");
  await settings.open("/live/settings/letters");
  await expect(settings.main.getByLabel("Title")).toHaveAttribute("readonly");
  await expect(settings.main.getByRole("button", { name: "Use standard texts" })).toHaveCount(0);
  const previewing = settings.page.waitForEvent("download");
  await settings.main.getByRole("button", { name: "Download preview" }).click();
  expect(await saidIn(await (await previewing).path())).toContain("Preview.");
});
