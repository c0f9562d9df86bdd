import { expect } from "./fixtures";
import { RequestPage } from "./pages/request-page";
import { expectAccessible } from "./support/axe";
import { asPerson, decideAs } from "./support/cases";
import { test } from "./support/own";
import { listSessions, type SessionFacts } from "./support/sessions";

/** Finds finished sessions of demo persons, by their reference, those with the fewest first. */
async function persons(): Promise<{ externalRef: string; sessions: SessionFacts[] }[]> {
  const byRef = new Map<string, SessionFacts[]>();
  for (const session of await listSessions("status=completed"))
    if (session.external_ref && session.retention_status === "active")
      byRef.set(session.external_ref, [...(byRef.get(session.external_ref) ?? []), session]);
  return [...byRef]
    .map(([externalRef, sessions]) => ({ externalRef, sessions }))
    .sort((one, other) => one.sessions.length - other.sessions.length);
}

async function conclude(request: RequestPage, outcome: string, reason: string): Promise<void> {
  await request.press("Record conclusion…");
  await request.dialog.getByLabel("Outcome").selectOption({ label: outcome });
  await request.dialog.getByRole("button", { name: "Record conclusion" }).click();
  await expect(request.dialog).toContainText("Enter a reason.");
  await expectAccessible(request.page, "the dialog of a conclusion");
  await request.dialog.getByLabel("Reason").fill(reason);
  await request.dialog.getByRole("button", { name: "Record conclusion" }).click();
  await expect(request.dialog).toBeHidden();
  await request.expectDone("Conclusion recorded");
}

async function complete(request: RequestPage): Promise<void> {
  await request.press("Complete request");
  await request.expectDone("Closed with evidence");
}

test("an objection restricts the sessions until it is not upheld and the requester was told", async ({
  signInAs,
}) => {
  const request = new RequestPage(await signInAs("compliance"));
  const [person] = await persons();
  await request.receive("live", "Objection", person?.externalRef ?? "");
  await request.verify();
  await request.acceptAll();
  await request.press("Compare value…");
  await request.dialog.getByLabel("Value").fill("not-the-number");
  await request.dialog.getByRole("button", { name: "Compare value" }).click();
  await expect(request.dialog).toContainText("This is not the stored value.");
  await expectAccessible(request.page, "the dialog of a comparison");
  await request.page.keyboard.press("Escape");
  await expect(request.dialog).toBeHidden();
  await request.review();
  await request.press("Restrict sessions…");
  await request.dialog.getByLabel("Reason").fill("The person objects.");
  await request.dialog.getByRole("button", { name: "Restrict sessions" }).click();
  await request.expectDone("Sessions restricted");
  await expect(request.main.getByRole("button", { name: "Lift restriction…" })).toHaveCount(0);
  await conclude(request, "Not upheld", "A legal claim is pending.");
  await expect(request.main).toContainText("A legal claim is pending.");
  await request.deliver("Testperson, Example Street 1");
  await request.press("Lift restriction…");
  await request.dialog.getByLabel("Requester informed at").fill("2026-01-02T10:00");
  await request.dialog.getByLabel("Reason").fill("Not upheld.");
  await request.dialog.getByRole("button", { name: "Lift restriction" }).click();
  await request.expectDone("Restriction lifted");
  await complete(request);
});

test("a review of automated decisions is completed after a person has decided again", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 409/);
  const request = new RequestPage(await signInAs("compliance"));
  const reviewer = await signInAs("lead");
  const person = (await persons())[1];
  await request.receive("live", "Review of a decision", person?.externalRef ?? "");
  await request.verify();
  await request.acceptAll();
  await request.review();
  await request.press("Open reviews");
  await request.expectDone("Reviews opened");
  await expectAccessible(request.page, "a review of automated decisions");
  const { matches } = await asPerson<{ matches: { case_id: string | null }[] }>(
    request.page,
    "GET",
    `/requests/${request.id}`,
  );
  const cases = matches.flatMap(({ case_id }) => case_id ?? []);
  if (cases.length > 0) {
    await request.press("Record outcomes");
    await expect(request.page.getByText(/A reviewer must first decide/).first()).toBeVisible();
    for (const id of cases) await decideAs(reviewer, id, "approve");
    await request.press("Record outcomes");
    await expect(request.main).toContainText(/confirmed|changed/);
  }
  await request.expectDone("Outcomes recorded");
  await request.deliver("Testperson, Example Street 1");
  await complete(request);
});

test("a complaint under British law is acknowledged, concluded and answered", async ({ signInAs }) => {
  const request = new RequestPage(await signInAs("compliance"));
  const { page, dialog } = request;
  await page.goto("/live/requests");
  await request.openNew();
  const types = dialog.getByLabel("Request type");
  await expect(types.getByRole("option", { name: "Objection" })).toHaveCount(1);
  await expect(types.getByRole("option", { name: "Complaint" })).toHaveCount(0);
  await dialog.getByLabel("Law").selectOption({ label: "UK GDPR" });
  await types.selectOption({ label: "Complaint" });
  await dialog.getByLabel("E-mail").fill("complaint@mail.example");
  await dialog.getByRole("button", { name: "Create request" }).click();
  await expect(page).toHaveURL(/\/requests\/dsr_/);
  await expect(request.clock).toContainText("Confirm receipt to the requester by");
  await expect(request.actions.getByRole("button", { name: "Extend deadline…" })).toHaveCount(0);
  await request.press("Mark as acknowledged…");
  await expectAccessible(page, "the dialog of an acknowledgement");
  await dialog.getByRole("button", { name: "Mark as acknowledged" }).click();
  await request.expectDone("Complaint acknowledged");
  await conclude(request, "Partly upheld", "One letter was late.");
  await request.deliver("complaint@mail.example");
  await complete(request);
  await page.goto("/live/requests/laws");
  await expect(page.locator("#main")).toContainText("s. 164A");
  await expectAccessible(page, "the laws");
});

test("a pause can be recorded for an earlier day", async ({ signInAs }) => {
  const request = new RequestPage(await signInAs("compliance"));
  const { page, dialog } = request;
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  await page.goto("/live/requests");
  await request.openNew();
  await dialog.getByLabel("Received on").fill(daysAgo(9));
  await dialog.getByLabel("E-mail").fill("paused@mail.example");
  await dialog.getByRole("button", { name: "Create request" }).click();
  await expect(page).toHaveURL(/\/requests\/dsr_/);
  await request.press("Pause clock…");
  await dialog.getByLabel("Asked on").fill(daysAgo(7));
  await dialog.getByLabel("Reason").fill("Who is it?");
  await dialog.getByRole("button", { name: "Pause clock" }).click();
  await request.press("Resume clock: proof received…");
  await dialog.getByLabel("Answer received on").fill(daysAgo(5));
  await dialog.getByRole("button", { name: "Resume clock" }).click();
  await expect(request.clock).toContainText("2 days of waiting added: proof of identity");
});

test("a request on behalf of somebody needs the authority, and is closed as a duplicate and reopened", async ({
  signInAs,
}) => {
  const request = new RequestPage(await signInAs("compliance"));
  const { page, dialog } = request;
  const create = async (agent: string) => {
    await page.goto("/live/requests");
    await request.openNew();
    await dialog.getByLabel("E-mail", { exact: true }).fill("twice@mail.example");
    await dialog.getByLabel("Made by").selectOption({ label: "Agent with permission" });
    await dialog.getByLabel("Name of agent").fill(agent);
    await expectAccessible(page, "the dialog of a request on behalf of somebody");
    await dialog.getByRole("button", { name: "Create request" }).click();
    await expect(page).toHaveURL(/\/requests\/dsr_/);
    return request.id;
  };
  const first = await create("Agnes Agent");
  const second = await create("Agnes Agent");
  await expect(request.main).toContainText("Agnes Agent");
  await request.verify();
  await request.press("Verify authority…");
  await dialog.getByRole("button", { name: "Mark as verified" }).click();
  await expect(dialog).toContainText("Enter the proof.");
  await dialog.getByLabel("Proof").fill("Signed permission of 3 November.");
  await dialog.getByLabel("Seen on").fill("2026-11-04");
  await dialog.getByRole("button", { name: "Mark as verified" }).click();
  await request.expectDone("Authority verified");
  await expect(request.main).toContainText("Signed permission of 3 November.");
  await expect(request.main).toContainText("Open requests that ask for the same");
  await request.press("Merge into another request…");
  await dialog.getByLabel("Earlier request").selectOption({ label: first });
  await dialog.getByRole("button", { name: "Merge requests" }).click();
  await expect(request.main).toContainText("Merged into");
  await expectAccessible(page, "a merged request");
  await page.getByRole("button", { name: "Reopen request…" }).click();
  await dialog.getByLabel("Reason").fill("It is about another account.");
  await dialog.getByRole("button", { name: "Reopen request" }).click();
  await expect(request.main).toContainText("Reopened because: It is about another account.");
  await expect(request.step("Find data")).toContainText("next");
  expect(second).toBe(request.id);
});
