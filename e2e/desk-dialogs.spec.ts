import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { ReviewSettingsPage } from "./pages/review-settings-page";
import { asPerson, type CaseFacts, caseOf, casesOf, fillQueue } from "./support/cases";
import { test } from "./support/own";

// One queue and one row of settings, changed by one test after the other.
test.describe.configure({ mode: "serial" });

const firstUnassigned = async () => {
  const [found] = await casesOf("tab=unassigned");
  if (!found) throw new Error("Nothing waits.");
  return found.id;
};

test("a lead assigns a case, changes how urgent it is, and takes it back", async ({ signInAs }) => {
  const page = await signInAs("lead");
  await fillQueue(page, 4);
  const desk = new DeskPage(page);
  const id = await firstUnassigned();
  await desk.openCase(id);
  await desk.press("p");
  await expect(desk.dialog).toHaveAccessibleName("Assign this case");
  await expect(desk.dialog.getByLabel("Assigned to")).toBeFocused();
  await expect(desk.dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await desk.dialog.getByLabel("Assigned to").selectOption({ label: "Demo Reviewer" });
  await desk.dialog.getByLabel("Priority").selectOption("urgent");
  await desk.press("Enter");
  await expect(desk.dialog).toBeHidden();
  await expect(desk.messages).toContainText("With Demo Reviewer, urgent priority");
  await expect(desk.bar).toContainText("Demo Reviewer works on it");
  await expect(desk.main).toContainText("urgent priority");
  expect(await caseOf(id)).toMatchObject({ assignee_name: "Demo Reviewer", status: "in_review" });

  // It waits for them, and opens for them alone.
  const reviewer = new DeskPage(await signInAs("reviewer"));
  const mine = new QueuePage(reviewer.page);
  await mine.openQueue("tab=mine");
  await expect(mine.row(id)).toBeVisible();
  await reviewer.openCase(id);
  await expect(reviewer.bar).toContainText("yours for");
  await expect(reviewer.main.getByRole("button", { name: "Assign" })).toHaveCount(0);

  await desk.press("p");
  await desk.dialog.getByLabel("Assigned to").selectOption({ label: "Nobody: back to the queue" });
  await desk.dialog.getByRole("button", { name: "Save" }).click();
  await expect(desk.messages).toContainText("With nobody, urgent priority");
  await expect(desk.bar).toContainText("nobody holds it");
  // Whoever had it sees at once that it is no longer theirs.
  await expect(reviewer.take).toBeVisible({ timeout: 5_000 });
  expect(await caseOf(id)).toMatchObject({ assignee_name: null, status: "open" });
});

test("a lead corrects what was misread; both readings stay on the desk", async ({ signInAs, watch }) => {
  watch.allow(/status of 409 .*\/result\/pii/);
  watch.allow(/ERR_FAILED/);
  const desk = new DeskPage(await signInAs("lead"));
  await fillQueue(desk.page, 4);
  await new QueuePage(desk.page).openQueue();
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  const field = (label: string) => desk.fields.locator("dl > div").filter({ hasText: label }).first();
  await desk.fields.getByRole("button", { name: "Correct Last name" }).click();
  await expect(desk.dialog).toHaveAccessibleName("Correct: Last name");
  const input = desk.dialog.getByRole("textbox", { name: "Last name" });
  const before = await input.inputValue();
  expect(before).not.toBe("");
  await expect(input).toBeFocused();
  await input.fill("");
  await desk.press("Enter");
  await expect(desk.dialog).toContainText("Say how it should read.");
  await input.fill("Ødegård-Łuczak 田");
  await desk.press("Enter");
  await expect(desk.dialog).toBeHidden();
  await expect(field("Last name")).toContainText("Ødegård-Łuczak 田");
  await expect(field("Last name")).toContainText(before);
  await desk.expectFocus();

  await desk.fields.getByRole("button", { name: "Correct Address" }).click();
  await desk.dialog.getByLabel("Line 1").fill("2 Example Street");
  await desk.dialog.getByLabel("City").fill("Springfield");
  await desk.press("Escape");
  await expect(desk.dialog).toBeHidden();

  // A correction of what has changed meanwhile is refused, in the dialog and without closing it.
  const id = desk.caseId;
  await desk.page.route(`**/cases/${id}/desk`, (route) => route.abort());
  await asPerson(desk.page, "PUT", `/cases/${id}/result/pii`, { extracted_data: { gender: "X" } });
  await field("Expires")
    .getByRole("button", { name: /^Correct/ })
    .click();
  await desk.dialog.getByLabel("Expires").fill("2031-02-03");
  await desk.press("Enter");
  await expect(desk.dialog).toContainText("This case has changed since you opened it");
  await desk.page.unroute(`**/cases/${id}/desk`);
  await desk.dialog.getByRole("button", { name: "Cancel" }).click();
});

test("a lead overrides a check, and has to say why", async ({ signInAs }) => {
  const desk = new DeskPage(await signInAs("lead"));
  await fillQueue(desk.page, 4);
  await new QueuePage(desk.page).openQueue();
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  const id = desk.caseId;
  const checks = desk.main.getByRole("region", { name: "Checks" });
  const line = checks
    .getByRole("listitem")
    .filter({ hasText: "Document ocr" })
    .or(checks.getByRole("listitem").filter({ hasText: "Liveness" }))
    .first();
  const button = line.getByRole("button", { name: /^Override/ });
  await button.click();
  const outcome = desk.dialog.getByLabel("Outcome");
  await expect(outcome).toBeFocused();
  const chosen = await outcome.inputValue();
  await desk.press("Enter");
  await expect(desk.dialog.getByText("Say why, for whoever audits this.")).toBeVisible();
  await desk.dialog.getByLabel("Reason").fill("Seen in person; the glare fooled it.");
  await desk.press("Control+Enter");
  await expect(desk.dialog).toBeHidden();
  await expect(desk.messages).toContainText(`overridden: ${chosen}`);
  await expect(line).toContainText(chosen);
  expect(["in_review", "approved"]).toContain((await caseOf(id)).status);
});

test("a reviewer who is away or holds enough is handed nothing", async ({ signInAs, watch }) => {
  watch.allow(/status of 409 .*\/cases\/next/);
  const settings = new ReviewSettingsPage(await signInAs("lead"));
  await fillQueue(settings.page, 4);
  await settings.openSettings();
  await settings.openWorkload("Demo Reviewer");
  await settings.dialog.getByLabel("Cases at a time, at most").fill("1");
  await settings.dialog.getByLabel("Away until (UTC)").fill("2999-01-02T03:04");
  await settings.press("Enter");
  await expect(settings.dialog).toBeHidden();
  await expect(settings.reviewer("Demo Reviewer")).toContainText("away");

  const queue = new QueuePage(await signInAs("reviewer"));
  await queue.openQueue();
  await queue.takeNext.click();
  await expect(queue.messages).toContainText("You are away until 2 Jan 2999 03:04:00 UTC");

  // Whoever is back says so where they are told, and has the case.
  const desk = new DeskPage(queue.page);
  await queue.messages.getByRole("button", { name: "I am back" }).click();
  await desk.expectAnotherCase("nothing");
  await settings.page.reload();
  await expect(settings.reviewer("Demo Reviewer")).not.toContainText("away");
  await desk.press("n");
  await expect(queue.messages).toContainText("You hold 1 case");

  await settings.openWorkload("Demo Reviewer");
  await settings.dialog.getByLabel("Cases at a time, at most").fill("0");
  await settings.press("Enter");
  await expect(settings.dialog).toContainText("A whole number from 1 to 1000, or nothing.");
  await settings.dialog.getByLabel("Cases at a time, at most").fill("");
  await settings.press("Enter");
  await expect(settings.dialog).toBeHidden();
  await expect(settings.reviewer("Demo Reviewer")).toContainText("no limit");
});

test("review settings are saved, and whoever saves from an older page is told", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 409 .*\/settings\/review/);
  const settings = new ReviewSettingsPage(await signInAs("admin"));
  const faster = new ReviewSettingsPage(await signInAs("admin"));
  await settings.openSettings();
  await faster.openSettings();
  await settings.approaching.fill("99999999");
  await expect(settings.save).toBeDisabled();
  await settings.approaching.fill("120");
  await expect(settings.changes).toHaveText([/^Approaching\s*4 h\s*2 h$/]);

  await faster.overdue.fill("2880");
  await faster.saveChanges();
  await settings.save.click();
  await expect(settings.conflict).toContainText("Somebody else changed these settings meanwhile");
  await expect(settings.overdue).toHaveValue("2880");
  await expect(settings.approaching).toHaveValue("120");
  await settings.press("Control+s");
  await expect(settings.messages).toContainText("Review changed");
  await expect(settings.save).toBeHidden();

  await faster.page.reload();
  await expect(faster.approaching).toHaveValue("120");
  await expect(faster.overdue).toHaveValue("2880");
  await faster.overdue.fill("60");
  await expect(faster.main.getByRole("alert")).toContainText("Later than the warning.");
  await faster.discard.click();
  await expect(faster.overdue).toHaveValue("2880");
});

test("routing rules are added, ordered, saved, and route what comes in", async ({ signInAs }) => {
  const settings = new ReviewSettingsPage(await signInAs("admin"));
  await settings.openSettings();
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
  expect(await settings.ruleNames()).toEqual(["Everything", ...before]);

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
  expect(await settings.ruleNames()).toEqual(before);
});

test("an entry leaves the blocklist with a reason", async ({ signInAs }) => {
  const page = await signInAs("lead");
  const desk = new DeskPage(page);
  await fillQueue(page, 2);
  const id = await firstUnassigned();
  await asPerson<CaseFacts>(page, "POST", `/cases/${id}/reject`, {
    rejection_reason_code: "fraud_suspected",
    add_to_blocklist: ["document_number"],
  });
  await desk.open("/live/settings/blocklist");
  const rows = desk.main.locator("tbody tr");
  const count = await rows.count();
  await rows
    .first()
    .getByRole("button", { name: /^Remove Document number/ })
    .click();
  await expect(desk.dialog).toHaveAccessibleName("Remove from the blocklist?");
  await desk.dialog.getByLabel("Why").selectOption({ label: "Appeal upheld" });
  await desk.dialog.getByRole("button", { name: "Remove" }).click();
  await expect(desk.dialog).toBeHidden();
  await expect(rows).toHaveCount(count - 1);
  await expect(desk.messages).toContainText("Removed from the blocklist");
});

test("the sandbox makes cases to practise on", async ({ signInAs, watch }) => {
  watch.allow(/status of 404 .*\/cases\/next/);
  const page = await signInAs("reviewer");
  const queue = new QueuePage(page);
  const desk = new DeskPage(page);
  await queue.openQueue("", "sandbox");
  const demo = queue.main.getByRole("button", { name: "Make a demo case" });
  // The button stands where nothing waits.
  for (;;) {
    const waiting = await asPerson<{ data: CaseFacts[] }>(
      page,
      "GET",
      "/cases?tab=unassigned",
      undefined,
      "sandbox",
    );
    const [next] = waiting.data;
    if (!next) break;
    await asPerson(page, "POST", `/cases/${next.id}/approve`, {}, "sandbox");
  }
  await queue.openQueue("", "sandbox");
  await demo.click();
  await expect(queue.rows).toHaveCount(1);
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  await desk.press("a");
  await expect(page).toHaveURL(/\/sandbox\/queue$/);
  await expect(demo).toBeVisible();
});
