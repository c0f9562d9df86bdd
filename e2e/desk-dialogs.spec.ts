import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { asPerson, type CaseFacts, caseOf, decideAs, fillQueue, firstWaiting } from "./support/cases";
import { test } from "./support/own";

// The tests empty one queue, so they run one after another.
test.describe.configure({ mode: "serial" });

test("a lead assigns a case, changes its priority, and unassigns it", async ({ signInAs }) => {
  const page = await signInAs("lead");
  await fillQueue(page, 4);
  const desk = new DeskPage(page);
  const id = await firstWaiting();
  await desk.openCase(id);
  await desk.press("p");
  await expect(desk.dialog).toHaveAccessibleName("Assign this case");
  await expect(desk.dialog.getByLabel("Assigned to")).toBeFocused();
  await expect(desk.dialog.getByRole("button", { name: "Save assignment" })).toBeDisabled();
  await desk.dialog.getByLabel("Assigned to").selectOption({ label: "Demo Reviewer" });
  await desk.dialog.getByLabel("Priority").selectOption("urgent");
  await desk.press("Enter");
  await expect(desk.dialog).toBeHidden();
  await expect(desk.messages).toContainText("Assigned to Demo Reviewer, urgent priority");
  await expect(desk.bar).toContainText("Claimed by Demo Reviewer");
  await expect(desk.main).toContainText("urgent priority");
  expect(await caseOf(id)).toMatchObject({ assignee_name: "Demo Reviewer", status: "in_review" });

  // The case waits for its assignee, and only the assignee can open it.
  const reviewer = new DeskPage(await signInAs("reviewer"));
  const mine = new QueuePage(reviewer.page);
  await mine.openQueue("tab=mine");
  await expect(mine.row(id)).toBeVisible();
  await reviewer.openCase(id);
  await expect(reviewer.bar).toContainText("Claimed —");
  await expect(reviewer.main.getByRole("button", { name: "Assign" })).toHaveCount(0);

  await desk.press("p");
  await desk.dialog.getByLabel("Assigned to").selectOption({ label: "Unassigned (back to the queue)" });
  await desk.dialog.getByRole("button", { name: "Save assignment" }).click();
  await expect(desk.messages).toContainText("Unassigned, urgent priority");
  await expect(desk.bar).toContainText("Unassigned");
  // The former assignee sees at once that the case is assigned to another.
  await expect(reviewer.take).toBeVisible();
  expect(await caseOf(id)).toMatchObject({ assignee_name: null, status: "open" });
});

test("a lead corrects a misread value; both readings stay on the desk", async ({ signInAs, watch }) => {
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
  await expect(desk.dialog).toContainText("Enter the correct value.");
  await input.fill("Ødegård-Łuczak 田");
  await desk.press("Enter");
  await expect(desk.dialog).toContainText("Enter a reason.");
  await desk.dialog.getByLabel("Reason").fill("As it is printed.");
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

  // If the value has changed meanwhile, the open dialog shows the refusal.
  const id = desk.caseId;
  await desk.page.route(`**/cases/${id}/desk`, (route) => route.abort());
  await asPerson(desk.page, "PUT", `/cases/${id}/result/pii`, { extracted_data: { gender: "X" } });
  await field("Expires")
    .getByRole("button", { name: /^Correct/ })
    .click();
  await desk.dialog.getByLabel("Expires").fill("2031-02-03");
  await desk.dialog.getByLabel("Reason").fill("As it is printed.");
  await desk.press("Enter");
  await expect(desk.dialog).toContainText("This case has changed since you opened it");
  await desk.page.unroute(`**/cases/${id}/desk`);
  await desk.dialog.getByRole("button", { name: "Cancel" }).click();
});

test("a lead overrides a check, and must give a reason", async ({ signInAs }) => {
  const desk = new DeskPage(await signInAs("lead"));
  await fillQueue(desk.page, 4);
  await new QueuePage(desk.page).openQueue();
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  const id = desk.caseId;
  const checks = desk.main.getByRole("region", { name: "Checks" });
  const passed = checks.getByRole("button", { name: /passed$/, expanded: false });
  if (await passed.isVisible()) await passed.click();
  const line = checks
    .getByRole("listitem")
    .filter({ hasText: "Text recognition" })
    .or(checks.getByRole("listitem").filter({ hasText: "Liveness" }))
    .first();
  const button = line.getByRole("button", { name: /^Override/ });
  await button.click();
  const outcome = desk.dialog.getByLabel("Outcome");
  await expect(outcome).toBeFocused();
  const chosen = await outcome.inputValue();
  await desk.press("Enter");
  await expect(desk.dialog.getByText("Enter a reason. Auditors will read it.")).toBeVisible();
  await desk.dialog.getByLabel("Reason").fill("Seen in person; the glare fooled it.");
  await desk.press("Control+Enter");
  await expect(desk.dialog).toBeHidden();
  await expect(desk.messages).toContainText(`overridden: ${chosen}`);
  await expect(line).toContainText(chosen);
  expect(["in_review", "approved"]).toContain((await caseOf(id)).status);
});

test("the sandbox creates practice cases", async ({ signInAs, watch }) => {
  watch.allow(/status of 404 .*\/cases\/next/);
  const page = await signInAs("reviewer");
  const queue = new QueuePage(page);
  const desk = new DeskPage(page);
  await queue.openQueue("", "sandbox");
  const demo = queue.main.getByRole("button", { name: "Create demo case" });
  // The button is shown in an empty queue, below the member's own cases.
  const listed = (tab: string) =>
    asPerson<{ data: CaseFacts[] }>(page, "GET", `/cases?tab=${tab}`, undefined, "sandbox");
  for (;;) {
    const [next] = [...(await listed("mine")).data, ...(await listed("unassigned")).data];
    if (!next) break;
    await decideAs(page, next.id, "approve", {}, "sandbox");
  }
  await queue.openQueue("", "sandbox");
  await demo.click();
  await expect(queue.rows).toHaveCount(1);
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  await desk.decide("approve");
  await expect(page).toHaveURL(/\/sandbox\/queue$/);
  await expect(demo).toBeVisible();
});

test("the page of a session shows when a person decided, not when its source did", async ({ signInAs }) => {
  const page = await signInAs("lead");
  await fillQueue(page, 2);
  const id = await firstWaiting();
  const { session_id: session } = await decideAs(page, id, "approve");
  const desk = new DeskPage(page);
  await desk.open(`/live/sessions/${session}`);
  const when = desk.main.locator("dl > div").filter({ has: page.getByText("Decided", { exact: true }) });
  await expect(when).toHaveCount(2);
  for (const each of await when.all()) await expect(each).toContainText("just now");
  await asPerson(page, "POST", `/cases/${id}/undo`, {});
  await page.reload();
  await expect(desk.main).toContainText("Assigned to");
  await expect(when.filter({ hasText: "just now" })).toHaveCount(0);
});
