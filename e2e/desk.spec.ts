import { expect } from "./fixtures";
import { type Choice, DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { asPerson, type CaseFacts, caseEvents, caseOf, casesOf, fillQueue, openHits } from "./support/cases";
import { test } from "./support/own";

// The tests need an untouched queue of ten cases, which they empty one after another.
test.use({ installation: "ten cases" });
test.describe.configure({ mode: "serial" });

const choices: Choice[] = [
  ...(["approve", "reject", "approve", "escalate", "approve"] as const),
  ...(["reject", "approve", "approve", "escalate", "reject"] as const),
];
const outcomes = { approve: "approved", reject: "rejected", escalate: "escalated" } as const;
const heard = { approve: "Approved", reject: "Rejected", escalate: "Escalated" } as const;

test("ten cases by keyboard alone", async ({ signInAs }) => {
  await fillQueue(await signInAs("lead"), 24);
  const page = await signInAs("reviewer");
  const desk = new DeskPage(page);
  await desk.listen();
  await new QueuePage(page).openQueue();
  await desk.press("n");
  await desk.expectAnotherCase("nothing");

  const taken: { id: string; choice: Choice }[] = [];
  const dismissed: string[] = [];
  let noted = "";
  // The order of the queue depends on the time of day, so the test continues until an approved case had a hit to dismiss.
  for (let at = 0; at < choices.length || dismissed.length === 0; at++) {
    const choice = choices[at] ?? "approve";
    const id = desk.caseId;
    expect(taken.map((each) => each.id)).not.toContain(id);
    if (at === 0) {
      await desk.press("c");
      await expect(desk.main.locator("canvas[data-painted]")).toHaveCount(2);
      await desk.press("c");
    }
    const zoom = desk.main.getByLabel("Zoom", { exact: true });
    const whole = (await zoom.textContent()) ?? "";
    await desk.press("+");
    await expect(zoom).not.toHaveText(whole);
    const { session_id: session } = await caseOf(id);
    expect(await desk.openHits.count()).toBe(await openHits(session));
    if (choice === "approve" && (await openHits(session)) > 0) {
      // An approval is refused until the hits are marked.
      await desk.press("a");
      await expect(desk.messages).toContainText("to resolve first");
      await desk.dismissHits();
      await expect.poll(() => openHits(session)).toBe(0);
      dismissed.push(session);
    }
    if (at === 1) {
      await desk.press("m");
      await expect(desk.note).toBeFocused();
      await page.keyboard.type("Looked at twice, j and a and all.");
      await desk.press("Control+Enter");
      await expect(desk.note).toHaveValue("");
      await expect(desk.main).toContainText("Looked at twice, j and a and all.");
      await desk.press("m", "Escape");
      await expect(desk.note).not.toBeFocused();
      noted = session;
    }
    await desk.expectFocus();
    await desk.decide(choice);
    await desk.expectAnotherCase(id);
    if (at === 2) {
      const after = desk.caseId;
      await desk.press("u");
      await expect(page).toHaveURL(new RegExp(id));
      await expect(desk.approve).toBeVisible();
      expect((await caseOf(id)).status).toBe("in_review");
      await desk.decide(choice);
      // The case that appeared for a moment is the next one again.
      await expect(page).toHaveURL(new RegExp(after));
      await desk.expectStanding();
    }
    taken.push({ id, choice });
  }

  for (const { id, choice } of taken)
    await expect.poll(async () => (await caseOf(id)).status, id).toBe(outcomes[choice]);
  expect(await caseEvents(taken[2]?.id ?? "", "case.decision-undone")).toHaveLength(1);
  expect(await caseEvents(taken[2]?.id ?? "", "case.approved")).toHaveLength(2);
  const { notes } = await asPerson<{ notes: { content: string }[] }>(page, "GET", `/sessions/${noted}/case`);
  expect(notes.map(({ content }) => content)).toContain("Looked at twice, j and a and all.");
  const said = await desk.said();
  for (const choice of ["approve", "reject", "escalate"] as const)
    expect(said.filter((each) => each.startsWith(heard[choice])).length, said.join("\n")).toBeGreaterThan(0);
  expect(said).toContain("Note added");
  expect(said).toContain("Decision undone");

  // Two cases are still claimed: this one and the next, which is unassigned when the reviewer leaves the desk.
  await new QueuePage(page).openQueue("tab=mine");
  await expect.poll(async () => (await casesOf("tab=all&status=in_review")).length).toBeGreaterThan(0);
  const mine = new QueuePage(page);
  await expect(mine.row(taken[0]?.id ?? "")).toHaveCount(0);
});

test("a case claimed by one reviewer is shown as claimed to another at once, who cannot decide it", async ({
  signInAs,
}) => {
  const leadPage = await signInAs("lead");
  await fillQueue(leadPage, 4);
  const watching = new QueuePage(leadPage);
  await watching.openQueue("tab=all");
  const unassigned = await watching.count("Unassigned");
  const reviewer = await signInAs("reviewer");
  const taken = await asPerson<CaseFacts>(reviewer, "POST", "/cases/next", {});
  await expect(watching.row(taken.id)).toContainText("Demo Reviewer");
  await watching.expectCount("Unassigned", unassigned - 1);

  const held = new DeskPage(leadPage);
  await held.openCase(taken.id);
  await expect(held.bar).toContainText("Claimed by Demo Reviewer");
  await expect(held.fields).toContainText("Masked");
  await expect(held.fields.locator("dd").first()).toHaveText(/•••/);
  for (const button of [held.approve, held.reject, held.escalate, held.take])
    await expect(button).toHaveCount(0);
  await held.press("a");
  expect((await caseOf(taken.id)).status).toBe("in_review");

  // After the claim ends, others see the case without a reload.
  await asPerson(reviewer, "POST", `/cases/${taken.id}/release`, {});
  await expect(held.take).toBeVisible();
});

for (const role of ["auditor", "admin", "compliance"] as const)
  test(`${role} sees the queue and decides nothing`, async ({ signInAs }) => {
    const page = await signInAs(role);
    const queue = new QueuePage(page);
    await queue.openQueue("tab=all");
    await expect(queue.takeNext).toHaveCount(0);
    await expect(queue.rows.first()).toBeVisible();
    const id = (await queue.rows.first().getAttribute("data-row")) ?? "";
    const desk = new DeskPage(page);
    await desk.openCase(id);
    await expect(desk.bar.getByRole("button")).toHaveCount(0);
    await expect(desk.note).toHaveCount(0);
    await expect(desk.fields).toContainText(
      role === "compliance" ? "Masked" : /Masked|Nothing was extracted/,
    );
    if (role !== "compliance") {
      await expect(desk.main).toContainText("Your role cannot view images");
      await expect(desk.images).toHaveCount(0);
    }
    const before: Record<string, unknown> = { ...(await caseOf(id)) };
    delete before.age_minutes;
    await desk.press("a", "t", "n", "j", "Enter");
    await expect(desk.dialog).toHaveCount(0);
    expect(await caseOf(id)).toMatchObject(before);
  });

test("a decision on an outdated case is refused and leads back to it", async ({ signInAs, watch }) => {
  watch.allow(/status of 409 .*\/approve/);
  watch.allow(/ERR_FAILED/);
  const page = await signInAs("reviewer");
  await fillQueue(await signInAs("lead"), 4);
  const desk = new DeskPage(page);
  await new QueuePage(page).openQueue();
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  const id = desk.caseId;
  // Another tab changes the case, and this one receives no event.
  await page.route(`**/cases/${id}/desk`, (route) => route.abort());
  const { version } = await caseOf(id);
  await asPerson(page, "PATCH", `/cases/${id}`, { priority: "urgent", version });
  await desk.decide("approve");
  await desk.expectAnotherCase(id);
  await page.unroute(`**/cases/${id}/desk`);
  const message = desk.messages.getByRole("alert").filter({ hasText: "Not approved" });
  await expect(message).toBeVisible();
  await desk.messages.getByRole("button", { name: "Open case" }).click();
  await expect(page).toHaveURL(new RegExp(id));
  await expect(desk.main).toContainText("urgent priority");
  expect((await caseOf(id)).status).toBe("in_review");
  await desk.decide("approve");
  await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
});
