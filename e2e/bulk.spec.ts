import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { QueuePage } from "./pages/queue-page";
import { readApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { caseOf, casesOf, fillQueue } from "./support/cases";
import { test } from "./support/own";

test.use({ installation: "screening" });

test("sessions are tagged by keyboard", async ({ signInAs }) => {
  const desk = new Desk(await signInAs("compliance"));
  const { page, main } = desk;
  const { data } = await readApi<{ data: { id: string; tags: string[]; retention_status: string }[] }>(
    "/api/v1/sessions?limit=100",
  );
  const [one, two] = data.filter(({ retention_status }) => retention_status === "active");
  await desk.open("/live/sessions");
  for (const each of [one, two])
    await main.getByRole("checkbox", { name: `Select session ${each?.id}` }).press("Space");
  await main.getByRole("button", { name: "Tag 2…" }).press("Enter");
  await expect(desk.dialog.getByLabel("Add")).toBeFocused();
  await expectAccessible(page, "tag sessions", "dialog:modal");
  await desk.press("Enter");
  await expect(desk.dialog).toContainText("Fill in this field");
  await page.keyboard.type("second look, vip");
  await desk.press("Enter");
  await expect(desk.messages).toContainText("2 of 2 sessions tagged");
  await expect(main.getByRole("button", { name: /^Tag \d/ })).toHaveCount(0);
  const { tags } = await readApi<{ tags: string[] }>(`/api/v1/sessions/${one?.id}`);
  expect(tags).toEqual(expect.arrayContaining(["second look", "vip"]));
});

test("a lead assigns cases by keyboard and is told which were not", async ({ signInAs }) => {
  const lead = await signInAs("lead");
  await fillQueue(lead, 3);
  const queue = new QueuePage(lead);
  const [one, two] = await casesOf("tab=unassigned");
  const [decided] = await casesOf("status=approved,rejected");
  await queue.openQueue();
  for (const each of [one, two])
    await queue.main.getByRole("checkbox", { name: `Select case ${each?.id}` }).press("Space");
  await queue.main.getByRole("link", { name: "All open" }).press("Enter");
  await queue.open(`/live/queue?status=approved,rejected`);
  await expect(queue.main.getByRole("button", { name: /^Assign/ })).toHaveCount(0);
  for (const each of [decided])
    await queue.main.getByRole("checkbox", { name: `Select case ${each?.id}` }).press("Space");
  await queue.main.getByRole("link", { name: /^Unassigned/ }).press("Enter");
  for (const each of [one, two])
    await queue.main.getByRole("checkbox", { name: `Select case ${each?.id}` }).press("Space");
  await queue.main.getByRole("button", { name: "Assign 3…" }).press("Enter");
  await expect(queue.dialog.getByRole("option", { name: "Demo Reviewer" })).toBeAttached();
  await queue.dialog.getByLabel("Assigned to").selectOption({ label: "Demo Reviewer" });
  await expectAccessible(lead, "assign cases", "dialog:modal");
  await queue.dialog.getByRole("button", { name: "Save assignment" }).press("Enter");
  await expect(queue.dialog).toContainText("2 of 3 cases assigned");
  await expect(queue.dialog).toContainText(decided?.id ?? "");
  await expectAccessible(lead, "cases that were refused", "dialog:modal");
  await queue.dialog.getByRole("button", { name: "Close" }).last().press("Enter");
  expect((await caseOf(one?.id ?? "")).assignee_name).toBe("Demo Reviewer");
});
