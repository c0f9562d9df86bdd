import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { ReviewSettingsPage } from "./pages/review-settings-page";
import { casesOf, decideAs, fillQueue, firstWaiting } from "./support/cases";
import { test } from "./support/own";

// The tests change one row of settings, so they run one after another.
test.describe.configure({ mode: "serial" });

test("a reviewer who is away or at their limit gets no case", async ({ signInAs, watch }) => {
  watch.allow(/status of 409 .*\/cases\/next/);
  const settings = new ReviewSettingsPage(await signInAs("lead"));
  await fillQueue(settings.page, 4);
  await settings.openSettings();
  await settings.openWorkload("Demo Reviewer");
  await settings.dialog.getByLabel("Limit of claimed cases").fill("1");
  await settings.dialog.getByLabel("Away until (UTC)").fill("2999-01-02T03:04");
  await settings.press("Enter");
  await expect(settings.dialog).toBeHidden();
  await expect(settings.reviewer("Demo Reviewer")).toContainText("away");

  const queue = new QueuePage(await signInAs("reviewer"));
  await queue.openQueue();
  await queue.takeNext.click();
  await expect(queue.messages).toContainText("You are away until 2 Jan 2999, 03:04:00 UTC");

  // A reviewer who is back clicks the button in the message, and gets the case.
  const desk = new DeskPage(queue.page);
  await queue.messages.getByRole("button", { name: "Mark me as back" }).click();
  await desk.expectAnotherCase("nothing");
  await settings.page.reload();
  await expect(settings.reviewer("Demo Reviewer")).not.toContainText("away");
  // With a limit of one case, an undecided case is unassigned before the next is claimed.
  const first = desk.caseId;
  await desk.press("n");
  await desk.expectAnotherCase(first);
  expect(await casesOf("tab=all&status=in_review")).toHaveLength(1);

  await settings.openWorkload("Demo Reviewer");
  await settings.dialog.getByLabel("Limit of claimed cases").fill("0");
  await settings.press("Enter");
  await expect(settings.dialog).toContainText("Enter a whole number from 1 to 1000.");
  await settings.dialog.getByLabel("Limit of claimed cases").fill("");
  await settings.press("Enter");
  await expect(settings.dialog).toBeHidden();
  await expect(settings.reviewer("Demo Reviewer")).toContainText("no limit");
});

test("review settings are saved, and a save from an older page is refused", async ({ signInAs, watch }) => {
  watch.allow(/status of 409 .*\/settings\/review/);
  const settings = new ReviewSettingsPage(await signInAs("admin"));
  const faster = new ReviewSettingsPage(await signInAs("admin"));
  await settings.openSettings();
  await faster.openSettings();
  await settings.approaching.fill("99999999");
  await expect(settings.save).toBeDisabled();
  await settings.approaching.fill("2");
  await expect(settings.changes).toHaveText([/^Warn after\s*4 h\s*2 h$/]);

  await faster.overdue.fill("48");
  await faster.saveChanges();
  await settings.save.click();
  await expect(settings.conflict).toContainText("Another member changed these settings");
  await expect(settings.overdue).toHaveValue("48");
  await expect(settings.approaching).toHaveValue("2");
  await settings.press("Control+s");
  await expect(settings.messages).toContainText("Review settings saved");
  await expect(settings.save).toBeHidden();

  await faster.page.reload();
  await expect(faster.approaching).toHaveValue("2");
  await expect(faster.overdue).toHaveValue("48");
  await faster.overdue.fill("1");
  await expect(faster.main.getByRole("alert")).toContainText("Enter a value greater than the warning.");
  await faster.discard.click();
  await expect(faster.overdue).toHaveValue("48");
});

test("routing rules are added, ordered and saved, and route new cases", async ({ signInAs }) => {
  const settings = new ReviewSettingsPage(await signInAs("admin"));
  await settings.openSettings();
  await expect.poll(() => settings.ruleNames()).not.toEqual([]);
  const before = await settings.ruleNames();
  await settings.addRule.click();
  await expect(settings.dialog.getByLabel("Name")).toBeFocused();
  await settings.press("Enter");
  await expect(
    settings.dialog.getByRole("alert").or(settings.dialog.locator("[aria-invalid=true]")).first(),
  ).toBeVisible();
  await settings.dialog.getByLabel("Name").fill(before[0] ?? "");
  await settings.dialog.getByLabel("Queue").fill("Not a queue");
  await settings.press("Enter");
  await expect(settings.dialog).toContainText("Another rule has this name.");
  await settings.dialog.getByLabel("Name").fill("Everything");
  await settings.dialog.getByLabel("Queue").fill("everything");
  await settings.dialog.getByLabel("Priority").selectOption("high");
  await settings.press("Enter");
  await expect(settings.dialog).toBeHidden();
  expect(await settings.ruleNames()).toEqual([...before, "Everything"]);
  for (let at = before.length; at > 0; at -= 1) {
    const up = settings.main.getByRole("button", { name: "Move Everything up" });
    await up.click();
    await expect(up).toBeFocused();
  }
  expect(await settings.ruleNames()).toEqual(["Everything", ...before]);
  await settings.saveChanges();
  await settings.page.reload();
  await expect.poll(() => settings.ruleNames()).toEqual(["Everything", ...before]);

  const lead = await signInAs("lead");
  await fillQueue(lead, 0);
  await fillQueue(lead, (await casesOf("tab=unassigned")).length + 1);
  const routed = await casesOf("tab=unassigned&queue=everything");
  expect(routed).toHaveLength(1);
  const desk = new DeskPage(lead);
  await desk.openCase(routed[0]?.id ?? "");
  await expect(desk.main).toContainText("high priority");

  await settings.main.getByRole("button", { name: "Remove Everything" }).click();
  await settings.saveChanges();
  await expect.poll(() => settings.ruleNames()).toEqual(before);
});

test("an entry is removed from the blocklist with a reason", async ({ signInAs }) => {
  const page = await signInAs("lead");
  const desk = new DeskPage(page);
  await fillQueue(page, 2);
  const id = await firstWaiting();
  await decideAs(page, id, "reject", {
    rejection_reason_code: "fraud_suspected",
    add_to_blocklist: ["document_number"],
  });
  await desk.open("/live/settings/blocklist");
  const rows = desk.main.locator("tbody tr");
  const remove = rows.getByRole("button", { name: /^Remove Document number/ });
  await expect(remove.first()).toBeVisible();
  const count = await rows.count();
  await remove.first().click();
  await expect(desk.dialog).toHaveAccessibleName("Remove entry from the blocklist?");
  await desk.dialog.getByLabel("Reason").selectOption({ label: "Appeal upheld" });
  await desk.dialog.getByRole("button", { name: "Remove" }).click();
  await expect(desk.dialog).toBeHidden();
  await expect(rows).toHaveCount(count - 1);
  await expect(desk.messages).toContainText("Removed from the blocklist");
});
