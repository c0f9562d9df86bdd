import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { caseOf, fillQueue, firstWaiting } from "./support/cases";
import { test } from "./support/own";

// The tests empty one queue, so they run one after another.
test.describe.configure({ mode: "serial" });

test("eight tabs of a browser share one connection for events, and every tab gets them", async ({
  signInAs,
}) => {
  const desk = new DeskPage(await signInAs("lead"));
  await fillQueue(desk.page, 4);
  const page = await signInAs("reviewer");
  const queues: QueuePage[] = [];
  for (let tab = 0; tab < 8; tab++) {
    const queue = new QueuePage(tab === 0 ? page : await page.context().newPage());
    await queue.openQueue();
    queues.push(queue);
  }
  const id = await firstWaiting();
  for (const queue of queues) await expect(queue.row(id)).toBeVisible();
  await desk.openCase(id);
  await desk.claim();
  for (const queue of queues) await expect(queue.row(id)).toHaveCount(0);
});

test("a draft of a note survives a visit to another page, and the browser asks before it is lost", async ({
  signInAs,
}) => {
  const desk = new DeskPage(await signInAs("lead"));
  await fillQueue(desk.page, 4);
  const id = await firstWaiting();
  await desk.openCase(id);
  await desk.claim();
  await desk.note.fill("The portrait needs a second look.");
  await desk.rail.getByRole("link", { name: /^Sessions/ }).click();
  await expect(desk.page).toHaveURL(/\/sessions/);
  await desk.page.goBack();
  await expect(desk.note).toHaveValue("The portrait needs a second look.");

  const asked = desk.page.waitForEvent("dialog");
  const closing = desk.page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.dismiss();
  await closing;
  await expect(desk.note).toHaveValue("The portrait needs a second look.");

  await desk.note.press("Control+Enter");
  await expect(desk.main.getByText("The portrait needs a second look.").first()).toBeVisible();
  await expect(desk.note).toHaveValue("");
});

test("a dialog that disappeared with an update says so, and the draft is restored", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 404/);
  watch.allow(/load chunk|ChunkLoadError|MIME type/i);
  const desk = new DeskPage(await signInAs("lead"));
  await fillQueue(desk.page, 4);
  const id = await firstWaiting();
  // Files that are loaded late no longer exist, as after an update of the server.
  await desk.page.route("**/_next/static/chunks/**", async (route) => {
    const isLate = await desk.page.evaluate(() => "isLate" in window).catch(() => false);
    return isLate ? route.fulfill({ status: 404, body: "" }) : route.continue();
  });
  await desk.openCase(id);
  await desk.claim();
  await desk.note.fill("Half a thought");
  await desk.page.evaluate(() => Object.assign(window, { isLate: true }));
  await desk.fields.getByRole("button", { name: "Correct Last name" }).click();
  await expect(desk.dialog).toContainText("A part of this page did not load");
  await desk.dialog.getByRole("button", { name: "Load the page again" }).click();
  await desk.expectStanding();
  await expect(desk.note).toHaveValue("Half a thought");
  await desk.note.fill("");
  await desk.fields.getByRole("button", { name: "Correct Last name" }).click();
  await expect(desk.dialog).toHaveAccessibleName("Correct: Last name");
  await desk.press("Escape");
  expect((await caseOf(id)).status).toBe("in_review");
});
