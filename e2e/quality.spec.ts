import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { expectAccessible } from "./support/axe";
import { caseEvents, decideAs, firstWaiting } from "./support/cases";
import { test } from "./support/own";

test.use({ installation: "quality" });

test("a decided case is looked at again, blind, by keyboard", async ({ signInAs, watch }) => {
  watch.allow(/status of 404/);
  const admin = new Desk(await signInAs("admin"));
  await admin.open("/live/settings/review");
  await admin.main.getByLabel("Decisions sampled (%)").fill("101");
  await expect(admin.main.getByText("Enter a whole number from 0 to 100.")).toBeVisible();
  await admin.main.getByLabel("Decisions sampled (%)").fill("100");
  await admin.main.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(admin.messages).toContainText("Review settings saved");

  const reviewer = await signInAs("reviewer");
  const lead = new Desk(await signInAs("lead"));
  const { page, main } = lead;
  const caseId = await firstWaiting();
  await decideAs(reviewer, caseId, "reject", { rejection_reason_code: "underage" });

  // A decision can be undone for ten seconds; then it is listed.
  const look = main.getByRole("button", { name: /^Look at case/ });
  await expect(async () => {
    await lead.open("/live/quality");
    await expect(look.first()).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expectAccessible(page, "quality");
  await expect(main.getByRole("link", { name: "Open the review settings" })).toHaveAttribute(
    "href",
    "/live/settings/review",
  );
  await look.first().press("Enter");
  await page.waitForURL(/\/live\/quality\/slk_/);
  await lead.ready("Second look");
  await expect(main.getByText("The decision is not shown.")).toBeVisible();
  await expectAccessible(page, "a second look");
  for (const told of ["Demo Reviewer", "Underage", caseId]) await expect(main).not.toContainText(told);
  const address = page.url();
  await lead.press("j");
  await expectAccessible(page, "reject in a second look", "dialog:modal");
  await lead.dialog.getByRole("button", { name: "Record rejection" }).press("Enter");
  await expect(lead.dialog).toContainText("Choose a reason.");
  await lead.press("Escape");

  await main.getByRole("button", { name: "Release" }).press("Enter");
  await expect(lead.messages).toContainText("Second look released");
  await look.first().press("Enter");
  await page.waitForURL(/\/live\/quality\/slk_/);
  await lead.ready("Second look");
  await lead.press("a");
  await lead.dialog.getByLabel("Note (optional)").fill("Born in 1999");
  await expectAccessible(page, "approve in a second look", "dialog:modal");
  await lead.press("Control+Enter");
  await page.waitForURL(/\/live\/quality$/);
  await expect(lead.messages).toContainText("The decision has the other outcome.");
  await expect(main.getByRole("table", { name: /another outcome/ }).getByTitle(caseId)).toBeVisible();
  await expect(main.getByRole("table", { name: /^Agreement/ })).toContainText("Demo Reviewer");
  await main.getByRole("button", { name: "Note 1 of 1" }).press("Enter");
  await expect(lead.dialog).toContainText("Born in 1999");
  await expectAccessible(page, "the note of a second look", "dialog:modal");
  await lead.press("Escape");
  await expectAccessible(page, "figures");

  await main.getByLabel(/^First day/).fill("2020-01-01");
  await main.getByLabel(/^Last day/).fill("2020-12-31");
  await main.getByRole("button", { name: "Show" }).press("Enter");
  await page.waitForURL(/from=2020-01-01&to=2020-12-31/);
  await expect(main.getByText("No disagreements about decisions of these days.")).toBeVisible();
  expect(await caseEvents(caseId, "second-look.recorded")).toHaveLength(1);
  await page.goto(address);
  await expect(page.getByText("not found", { exact: false }).first()).toBeVisible();
});

test("an officer reads what part a person had in a decision", async ({ signInAs }) => {
  const reviewer = await signInAs("reviewer");
  const caseId = await firstWaiting();
  await decideAs(reviewer, caseId, "reject", { rejection_reason_code: "underage" });
  const officer = new Desk(await signInAs("compliance"));
  const { page, main } = officer;
  await officer.open("/live/quality");
  await page.waitForURL(/\/live\/quality\/involvement$/);
  await expect(main.getByText("Counted from the audit log")).toBeVisible();
  const people = main.getByRole("table", { name: "Human involvement by person" });
  await expect(people.getByRole("row", { name: /^Demo Reviewer/ })).toBeVisible();
  await expectAccessible(page, "human involvement");
  const unseen = main.getByRole("table", { name: "Decisions before which no image was on the screen" });
  await unseen.getByRole("link", { name: "Rejected" }).first().press("Enter");
  await page.waitForURL(/\/decisions\/dec_/);
  const part = main.getByRole("region", { name: "Human involvement" });
  await expect(part).toContainText("Demo Reviewer made the decision at the desk.");
  await expect(part).toContainText(/None of the \d stored images was on this person's screen before\./);
  await expectAccessible(page, "a decision with its human involvement");
  const lead = new Desk(await signInAs("lead"));
  await lead.open("/live/quality");
  await lead.main.getByRole("link", { name: "Human involvement" }).press("Enter");
  await lead.page.waitForURL(/involvement$/);
});
