import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { expectAccessible } from "./support/axe";
import { caseOf, fillQueue, firstWaiting } from "./support/cases";
import { test } from "./support/own";

test.describe.configure({ mode: "serial" });

test("the desk says where a case came from and why it is here, and masks it until it is claimed", async ({
  signInAs,
}) => {
  const page = await signInAs("lead");
  await fillQueue(page, 3);
  const id = await firstWaiting();
  const { session_id: sessionId } = await caseOf(id);
  const desk = new DeskPage(page);
  await desk.openCase(id);
  const facts = desk.main.getByLabel("Origin of the case");
  await expect(facts.getByRole("link", { name: "Open session" })).toHaveAttribute(
    "href",
    `/live/sessions/${sessionId}`,
  );
  await expect(facts.getByText("IP address").locator("..")).toContainText("•••");
  await expect(desk.main).toContainText(/In the .+ queue/);
  await desk.claim();
  const address = facts.getByRole("button", { name: /^IP address .+, copy$/ });
  await expect(address).toBeVisible();
  await expect(address).not.toContainText("•••");
  await expect(facts.getByText("Attempt").locator("..")).toContainText(/unknown|\d/);
  await desk.expectNoSidewaysScroll();
  await expectAccessible(page);
  await page.setViewportSize({ width: 1024, height: 768 });
  await desk.expectNoSidewaysScroll();
});

test("the timeline of the desk follows the acts on the case", async ({ signInAs }) => {
  const page = await signInAs("reviewer");
  const id = await firstWaiting();
  const desk = new DeskPage(page);
  const painted = desk.main.locator("canvas[data-painted]").first();
  await desk.openCase(id);
  await desk.claim();
  await expect(painted).toBeVisible();
  const timeline = desk.main.getByRole("region", { name: "Timeline", exact: true });
  // An earlier spec may have claimed and released the case.
  const claims = timeline.getByRole("listitem").filter({ hasText: "Claimed by Demo Reviewer" });
  await expect(claims.last()).toBeVisible();
  await expect(timeline).not.toContainText(/viewed|opened/i);

  await desk.press("m");
  await page.keyboard.type("Seen twice.");
  await desk.press("Control+Enter");
  await expect(timeline.getByRole("listitem").last()).toContainText("Note added by Demo Reviewer");
  await expect(timeline).not.toContainText("Seen twice.");
});
