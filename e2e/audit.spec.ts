import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { accountOf, expect, test } from "./fixtures";
import { Desk } from "./pages/desk";

test("an auditor sees how far the log is sealed, verifies it and downloads it", async ({
  signInAs,
}, testInfo) => {
  const desk = new Desk(await signInAs("auditor"));
  const { page } = desk;
  await desk.open("/live/audit");
  const seals = page.getByRole("region", { name: "Seals of the log" });
  // The sign-in is an event, which is sealed within seconds.
  await expect(async () => {
    await page.reload();
    await expect(seals).toContainText(/Sealed to event [\d\s,.]+/, { timeout: 5_000 });
  }).toPass();
  await desk.ready();
  await seals.getByRole("button", { name: "Verify log" }).click();
  await expect(seals).toContainText("Verified: unchanged");

  await seals.getByRole("button", { name: "Integrity details" }).click();
  await expect(page.getByText("Public key (Ed25519)")).toBeVisible();
  await expect(page.getByText("No witness: nobody outside has signed that the log only grew.")).toBeVisible();
  await page.keyboard.press("Escape");

  const downloading = page.waitForEvent("download");
  await seals.getByRole("button", { name: "Export log" }).click();
  const file = await (await downloading).path();
  expect(execFileSync(process.execPath, ["docs/verify-audit-log.mjs", file], { encoding: "utf8" })).toContain(
    "events as sealed",
  );
  const forged = testInfo.outputPath("forged.jsonl");
  writeFileSync(forged, readFileSync(file, "utf8").replace("sign-in.succeeded", "sign-in.refused"));
  expect(() =>
    execFileSync(process.execPath, ["docs/verify-audit-log.mjs", forged], { stdio: "pipe" }),
  ).toThrow(/NOT AS SEALED/);
});

test("a search by words finds events, and an admin reads the log without verifying it", async ({
  signInAs,
}) => {
  const desk = new Desk(await signInAs("admin"));
  const { page } = desk;
  await desk.open("/live/audit");
  await expect(page.getByRole("button", { name: "Verify log" })).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Words" }).fill("admin@demo succeeded");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL("**/live/audit?*q=admin*");
  const rows = page.getByRole("table", { name: /^Audit events/ }).locator("tbody tr");
  await expect(rows.first()).toContainText("Signed in");
  await page.getByRole("searchbox", { name: "Words" }).fill("nobodyhasthisname");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("No matching events")).toBeVisible();
});

test("an auditor filters the log by actor and time, opens an event, and finds it again by its id", async ({
  signInAs,
}) => {
  const desk = new Desk(await signInAs("auditor"));
  const { page } = desk;
  await desk.open("/live/audit");
  const rows = page.getByRole("table", { name: /^Audit events/ }).locator("tbody tr");
  await page.getByRole("combobox", { name: "Event" }).selectOption("sign-in.succeeded");
  await page.getByRole("combobox", { name: "Who acted" }).selectOption({ label: accountOf("auditor").email });
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel("From day").fill(today);
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(`**/live/audit?*from=${today}*`);
  await expect(rows.first()).toContainText(accountOf("auditor").email);
  await rows
    .first()
    .getByRole("link", { name: /^Signed in/ })
    .click();
  await page.waitForURL("**/live/audit/aud_*");
  await expect(desk.main).toContainText("sign-in.succeeded");
  const address = page.url();

  await desk.open("/live/audit?from=2001-01-01&to=2001-01-02");
  await expect(page.getByText("No matching events")).toBeVisible();
  await desk.press("/");
  await page.getByRole("combobox", { name: "Search or run a command" }).fill(address.split("/").at(-1) ?? "");
  await desk.press("Enter");
  await page.waitForURL(address);
});
