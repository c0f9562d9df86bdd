import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { asPerson, caseOf, casesOf, decideAs, fillQueue } from "./support/cases";
import { test } from "./support/own";

// The tests empty one queue, so they run one after another.
test.describe.configure({ mode: "serial" });

test("Next stays with the tab it started from, and says when it is empty", async ({ signInAs, watch }) => {
  watch.allow(/status of 404 .*\/cases\/next/);
  const page = await signInAs("lead");
  await fillQueue(page, 5);
  for (const { id, is_disputed: isDisputed } of await casesOf("tab=escalated"))
    if (!isDisputed) await decideAs(page, id, "approve");
  const escalated = (await casesOf("tab=unassigned")).slice(0, 3).map(({ id }) => id);
  for (const id of escalated) await decideAs(page, id, "escalate");
  const waiting = (await casesOf("tab=unassigned")).map(({ id }) => id);
  expect(waiting).not.toEqual([]);

  const desk = new DeskPage(page);
  await desk.listen();
  await new QueuePage(page).openQueue("tab=escalated");
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  const taken: string[] = [];
  for (const last of [false, false, true]) {
    await expect(page).toHaveURL(/from=escalated/);
    taken.push(desk.caseId);
    await desk.decide("approve");
    if (!last) await desk.expectAnotherCase(taken.at(-1) ?? "");
  }
  expect(taken.toSorted()).toEqual(escalated.toSorted());
  await expect(page).toHaveURL(/\/live\/queue\?tab=escalated$/);
  await expect.poll(() => desk.said()).toContain("Approved. No other escalated cases. You are in the queue.");
  for (const id of taken) await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
  const untouched = async () => (await casesOf("tab=unassigned")).map(({ id }) => id);
  await expect.poll(untouched).toEqual(expect.arrayContaining(waiting));
});

test("the rail shows when a case is overdue", async ({ signInAs }) => {
  const page = await signInAs("admin");
  const queue = new QueuePage(page);
  type Review = { version: number; sla_breach_minutes: number; sla_warn_minutes: number };
  const limit = async (minutes: number, warn = 1) => {
    const { version } = await asPerson<Review>(page, "GET", "/settings/review");
    const limits = { sla_warn_minutes: warn, sla_breach_minutes: minutes };
    await asPerson(page, "PATCH", "/settings/review", { ...limits, version });
  };
  const link = queue.rail.getByRole("link", { name: /Queue/ });
  await limit(525_600);
  await queue.openQueue();
  await expect(link).toHaveAccessibleName(/waiting$/);
  await limit(2);
  await queue.page.reload();
  await expect(link).toHaveAccessibleName(/waiting, some cases are overdue$/);
  await limit(1_440, 240);
});

test("a case brought back by an undo stays claimed while the next one was on its way", async ({
  signInAs,
}) => {
  await fillQueue(await signInAs("lead"), 5);
  const page = await signInAs("reviewer");
  const desk = new DeskPage(page);
  await new QueuePage(page).openQueue();
  await desk.press("n");
  await desk.expectAnotherCase("nothing");
  const id = desk.caseId;
  await expect.poll(async () => (await casesOf("tab=all&status=in_review")).length).toBe(2);
  const released: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith(`/cases/${id}/release`)) released.push(request.url());
  });
  // The case after the next is requested before the undo, and its answer arrives before that of the undo.
  let tellUndone = () => {};
  const undone = new Promise<void>((resolve) => {
    tellUndone = resolve;
  });
  let asked = 0;
  await page.route("**/api/v1/cases/next", async (route) => {
    asked += 1;
    await undone;
    await route.continue();
  });
  await page.route(`**/cases/${id}/undo`, async (route) => {
    const response = await route.fetch();
    const next = page.waitForResponse("**/api/v1/cases/next");
    tellUndone();
    await next;
    await route.fulfill({ response });
  });
  await desk.decide("approve");
  await desk.expectAnotherCase(id);
  await expect.poll(() => asked).toBe(1);
  await desk.press("u");
  await expect(page).toHaveURL(new RegExp(id));
  await expect(desk.approve).toBeVisible();
  expect(released).toEqual([]);
  expect((await caseOf(id)).status).toBe("in_review");
});
