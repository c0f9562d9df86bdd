import type { Page } from "@playwright/test";
import { accountOf, expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { SignInPage } from "./pages/sign-in-page";
import { asPerson, type CaseFacts, caseEvents, caseOf, casesOf, fillQueue, openHits } from "./support/cases";
import { facts } from "./support/facts";
import { test } from "./support/own";

// One queue, emptied by one test after the other.
test.describe.configure({ mode: "serial" });

type Routing = { members: { name: string; can_take: boolean }[] };

type Choice = "approve" | "reject" | "escalate";
const choices: Choice[] = [
  ...(["approve", "reject", "approve", "escalate", "approve"] as const),
  ...(["reject", "approve", "approve", "escalate", "reject"] as const),
];
const outcomes = { approve: "approved", reject: "rejected", escalate: "escalated" } as const;
const heard = { approve: "Approved", reject: "Rejected", escalate: "Escalated" } as const;

async function decide(desk: DeskPage, choice: Choice): Promise<void> {
  if (choice === "approve") return desk.press("a");
  await desk.press(choice === "reject" ? "j" : "e");
  await expect(desk.dialog).toBeVisible();
  await desk.expectFocus();
  if (choice === "reject") await desk.press("4");
  await desk.press("Enter");
  await expect(desk.dialog).toBeHidden();
}

test("ten cases by keyboard alone", async ({ signInAs }) => {
  test.setTimeout(180_000);
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
  // Ten, and on until one of them had a hit to dismiss: the order of the queue follows the time of day.
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
    if ((await openHits(session)) > 0) {
      const before = await openHits(session);
      await desk.press("d");
      await expect.poll(() => openHits(session)).toBe(before - 1);
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
    await decide(desk, choice);
    await desk.expectAnotherCase(id);
    if (at === 2) {
      const after = desk.caseId;
      await desk.press("u");
      await expect(page).toHaveURL(new RegExp(id));
      await expect(desk.approve).toBeVisible();
      expect((await caseOf(id)).status).toBe("in_review");
      await decide(desk, choice);
      // The case that was on the desk for a moment is the next one again.
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

  // Two are still held: the one on the desk and the one after it, which leaving the desk gives back.
  await new QueuePage(page).openQueue("tab=mine");
  await expect.poll(async () => (await casesOf("tab=all&status=in_review")).length).toBeGreaterThan(0);
  const mine = new QueuePage(page);
  await expect(mine.row(taken[0]?.id ?? "")).toHaveCount(0);
});

test("what one takes, another sees at once and cannot decide", async ({ signInAs }) => {
  const leadPage = await signInAs("lead");
  await fillQueue(leadPage, 4);
  const watching = new QueuePage(leadPage);
  await watching.openQueue("tab=all");
  const unassigned = await watching.count("Unassigned");
  const reviewer = await signInAs("reviewer");
  const taken = await asPerson<CaseFacts>(reviewer, "POST", "/cases/next", {});
  await expect(watching.row(taken.id)).toContainText("Demo Reviewer", { timeout: 2_500 });
  await watching.expectCount("Unassigned", unassigned - 1, 2_500);

  const held = new DeskPage(leadPage);
  await held.openCase(taken.id);
  await expect(held.bar).toContainText("Demo Reviewer works on it");
  await expect(held.fields).toContainText("Masked");
  await expect(held.fields.locator("dd").first()).toHaveText(/•••/);
  for (const button of [held.approve, held.reject, held.escalate, held.take])
    await expect(button).toHaveCount(0);
  await held.press("a");
  expect((await caseOf(taken.id)).status).toBe("in_review");

  // Given back, it opens itself to others without a reload.
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
      await expect(desk.main).toContainText("Your role does not see images");
      await expect(desk.images).toHaveCount(0);
    }
    const before = await caseOf(id);
    await desk.press("a", "t", "n", "j", "Enter");
    await expect(desk.dialog).toHaveCount(0);
    expect(await caseOf(id)).toEqual(before);
  });

test("a decision about what has changed meanwhile says so and leads back", async ({ signInAs, watch }) => {
  watch.allow(/status of 409 .*\/approve/);
  watch.allow(/ERR_FAILED/);
  const page = await signInAs("reviewer");
  await fillQueue(await signInAs("lead"), 4);
  const desk = new DeskPage(page);
  await new QueuePage(page).openQueue();
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  const id = desk.caseId;
  // Another tab changes it, and this one does not hear of it.
  await page.route(`**/cases/${id}/desk`, (route) => route.abort());
  const { version } = await caseOf(id);
  await asPerson(page, "PATCH", `/cases/${id}`, { priority: "urgent", version });
  await desk.press("a");
  await desk.expectAnotherCase(id);
  await page.unroute(`**/cases/${id}/desk`);
  const message = desk.messages.getByRole("alert").filter({ hasText: "Not approved" });
  await expect(message).toBeVisible();
  await desk.messages.getByRole("button", { name: "Open the case" }).click();
  await expect(page).toHaveURL(new RegExp(id));
  await expect(desk.main).toContainText("urgent priority");
  expect((await caseOf(id)).status).toBe("in_review");
  await desk.press("a");
  await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
});

type ReviewSettings = { dual_review: boolean; version: number };

async function switchDualReview(admin: Page, dualReview: boolean): Promise<void> {
  const { version } = await asPerson<ReviewSettings>(admin, "GET", "/settings/review");
  await asPerson(admin, "PATCH", "/settings/review", { dual_review: dualReview, version });
}

test.describe("dual review", () => {
  test.beforeAll(async ({ browser, own }) => {
    const page = await browser.newPage({ baseURL: own.baseUrl });
    await new SignInPage(page).signIn(accountOf("admin").email, own.password);
    await switchDualReview(page, true);
    await page.close();
  });

  test("one recommends, another finalizes; two who disagree are not the last", async ({
    signInAs,
    watch,
  }) => {
    watch.allow(/status of 409 .*\/approve/);
    // Nothing waits for the one who has decided all they may.
    watch.allow(/status of 404 .*\/cases\/next/);
    const [reviewerPage, leadPage] = [await signInAs("reviewer"), await signInAs("lead")];
    await fillQueue(leadPage, 9);
    const watching = new QueuePage(leadPage);
    await watching.openQueue("tab=pending_second_review");
    const waiting = await watching.count("Second review");

    // The first opinion appears in the other browser by itself.
    const first = new DeskPage(reviewerPage);
    await new QueuePage(reviewerPage).openQueue();
    await first.press("n");
    await first.expectAnotherCase("nothing");
    const id = first.caseId;
    await expect(first.bar).toContainText("your decision is a recommendation");
    await first.press("a");
    await first.expectAnotherCase(id);
    await watching.expectCount("Second review", waiting + 1, 2_500);
    await expect(watching.row(id)).toBeVisible();

    // Whoever gave it cannot give the second too, by key or by call.
    await first.openCase(id);
    await expect(first.bar).toContainText("You gave the first opinion; somebody else gives the second.");
    await expect(first.approve).toHaveCount(0);
    const headers = { origin: facts().baseUrl, "X-Environment": "live" };
    const refused = await reviewerPage.request.post(`/api/v1/cases/${id}/approve`, { headers, data: {} });
    expect(refused.status()).toBe(409);

    const second = new DeskPage(leadPage);
    await second.openCase(id);
    await expect(second.bar).toContainText("Demo Reviewer recommends: approved");
    await second.press("a");
    await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
    await expect(first.main.getByRole("region", { name: "Decisions" })).toContainText("Demo Lead");

    // The reviewer would approve, the lead rejects: neither of them is the last.
    await first.press("n");
    await first.expectAnotherCase(id);
    const disputed = first.caseId;
    await first.press("a");
    await first.expectAnotherCase(disputed);
    await expect.poll(async () => (await caseOf(disputed)).status).toBe("pending_second_review");
    await second.openCase(disputed);
    await decide(second, "reject");
    await expect.poll(async () => (await caseOf(disputed)).status).toBe("escalated");
    await second.openCase(disputed);
    await expect(second.bar).toContainText("Two reviewers disagreed on this case, and you are one of them.");
    await expect(second.approve).toHaveCount(0);
    await first.openCase(disputed);
    await expect(first.approve).toHaveCount(0);
    const { members } = await asPerson<Routing>(leadPage, "GET", `/cases/${disputed}/routing`);
    expect(members.filter((member) => member.can_take)).toEqual([]);
  });
});
