import type { Page } from "@playwright/test";
import { accountOf, expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { QueuePage } from "./pages/queue-page";
import { SignInPage } from "./pages/sign-in-page";
import { asPerson, caseOf, fillQueue } from "./support/cases";
import { facts } from "./support/facts";
import { test } from "./support/own";

// The tests change one queue and one setting, so they run one after another.
test.describe.configure({ mode: "serial" });

type Routing = { members: { name: string; can_take: boolean }[] };
type ReviewSettings = { dual_review: boolean; blind_second_review: boolean; version: number };

async function setReview(admin: Page, settings: Partial<ReviewSettings>): Promise<void> {
  const { version } = await asPerson<ReviewSettings>(admin, "GET", "/settings/review");
  await asPerson(admin, "PATCH", "/settings/review", { ...settings, version });
}

for (const [hook, dualReview] of [
  [test.beforeAll, true],
  [test.afterAll, false],
] as const)
  hook(async ({ browser, own }) => {
    const page = await browser.newPage({ baseURL: own.baseUrl });
    await new SignInPage(page).signIn(accountOf("admin").email, own.password);
    await setReview(page, { dual_review: dualReview });
    await page.close();
  });

test("one reviewer recommends, another makes it final; a third decides when two disagree", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 409 .*\/approve/);
  // The queue is empty for a reviewer who has decided everything they may decide.
  watch.allow(/status of 404 .*\/cases\/next/);
  const [reviewerPage, leadPage] = [await signInAs("reviewer"), await signInAs("lead")];
  await fillQueue(leadPage, 9);
  const watching = new QueuePage(leadPage);
  await watching.openQueue("tab=pending_second_review");
  const waiting = await watching.count("Second review");

  // The first decision appears in the other browser without a reload.
  const first = new DeskPage(reviewerPage);
  await new QueuePage(reviewerPage).openQueue();
  await first.press("n");
  await first.expectAnotherCase("nothing");
  const id = first.caseId;
  await first.dismissHits();
  await expect(first.bar).toContainText("your decision is a recommendation");
  await first.decide("approve");
  await first.expectAnotherCase(id);
  await watching.expectCount("Second review", waiting + 1);
  await expect(watching.row(id)).toBeVisible();

  // The first reviewer cannot make the second decision, by keyboard or by API.
  await first.openCase(id);
  await expect(first.bar).toContainText("You made the first decision. Another reviewer makes the second.");
  await expect(first.approve).toHaveCount(0);
  const headers = { origin: facts().baseUrl, "X-Environment": "live" };
  const refused = await reviewerPage.request.post(`/api/v1/cases/${id}/approve`, { headers, data: {} });
  expect(refused.status()).toBe(409);

  const second = new DeskPage(leadPage);
  await second.openCase(id);
  // The second reviewer decides without knowing the first decision.
  await second.claim();
  await expect(second.bar).toContainText("Second review. The first decision is shown after yours.");
  await expect(second.main).not.toContainText("recommends");
  await second.decide("approve");
  await expect.poll(async () => (await caseOf(id)).status).toBe("approved");
  await expect(first.main.getByRole("region", { name: "Decisions" })).toContainText("Demo Lead");

  // The reviewer recommends approval and the lead rejects: neither decision is final.
  await first.press("n");
  await first.expectAnotherCase(id);
  const disputed = first.caseId;
  await first.decide("approve");
  await first.expectAnotherCase(disputed);
  await expect.poll(async () => (await caseOf(disputed)).status).toBe("pending_second_review");
  await second.openCase(disputed);
  await second.decide("reject");
  await expect.poll(async () => (await caseOf(disputed)).status).toBe("escalated");
  await second.openCase(disputed);
  await expect(second.bar).toContainText(
    "Two reviewers disagreed on this case, and you are one of them. Another lead decides.",
  );
  await expect(second.approve).toHaveCount(0);
  await first.openCase(disputed);
  await expect(first.approve).toHaveCount(0);
  const { members } = await asPerson<Routing>(leadPage, "GET", `/cases/${disputed}/routing`);
  expect(members.filter((member) => member.can_take)).toEqual([]);
});

test("the second reviewer starts from the first reviewer's rejection", async ({ signInAs, watch }) => {
  // The case that was claimed ahead may have been the last one.
  watch.allow(/status of 404 .*\/cases\/next/);
  await setReview(await signInAs("admin"), { blind_second_review: false });
  const [reviewerPage, leadPage] = [await signInAs("reviewer"), await signInAs("lead")];
  await fillQueue(leadPage, 4);
  const first = new DeskPage(reviewerPage);
  await new QueuePage(reviewerPage).openQueue();
  await first.press("n");
  await first.expectAnotherCase("nothing");
  const id = first.caseId;
  await first.press("j");
  await expect(first.dialog).toBeVisible();
  await first.press("4");
  await first.dialog.getByLabel("Comment (optional)").fill("The photograph was replaced.");
  await first.dialog.getByRole("checkbox").check();
  await first.dialog.getByRole("button", { name: "Reject case" }).click();
  await expect.poll(async () => (await caseOf(id)).status).toBe("pending_second_review");

  const second = new DeskPage(leadPage);
  const queue = new QueuePage(leadPage);
  await queue.openQueue("tab=pending_second_review");
  await queue.row(id).getByRole("link").first().click();
  await expect(leadPage).toHaveURL(/from=pending_second_review/);
  await expect(second.bar).toContainText("rejected (document tampered, and add to the blocklist)");
  await second.claim();
  await second.press("j");
  await expect(second.dialog).toContainText("The recommendation of Demo Reviewer is filled in.");
  await expect(second.dialog.getByRole("radio", { name: "Document tampered" })).toBeChecked();
  await expect(second.dialog.getByRole("radio", { name: "Document tampered" })).toBeFocused();
  await expect(second.dialog.getByLabel("Comment (optional)")).toHaveValue("The photograph was replaced.");
  await expect(second.dialog.getByRole("checkbox")).toBeChecked();
  await second.press("Enter");
  await expect.poll(async () => (await caseOf(id)).status).toBe("rejected");
  const [entry] = (
    await asPerson<{ data: { reason_code: string }[] }>(leadPage, "GET", "/lists/blocklist/entries")
  ).data;
  expect(entry).toMatchObject({ reason_code: "document_tampered" });
});
