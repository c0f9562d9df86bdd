import type { Page } from "@playwright/test";
import { verifyCertificate } from "@/lib/certificates/verify";
import { readPdf } from "@/test/pdf";
import { expect } from "./fixtures";
import { RequestPage } from "./pages/request-page";
import { expectAccessible } from "./support/axe";
import { asPerson, decideAs } from "./support/cases";
import { facts } from "./support/facts";
import { test } from "./support/mailbox";
import { RequestFlow } from "./support/request-flow";
import { listSessions, type SessionFacts } from "./support/sessions";

// Data is erased and restricted here, and mails are sent.
test.use({ installation: "kinds" });

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

let known: ReturnType<typeof persons> | undefined;

/**
 * The person of a kind: one whose data is erased, restricted or corrected is nobody else's. They are listed once, before
 * any of them leaves the lists.
 */
async function personFor(at: number): Promise<string> {
  known ??= persons();
  const found = (await known).at(at);
  if (!found) throw new Error("The demo has too few persons.");
  return found.externalRef;
}

const taken = new Set<string>();

/** Finds a person of no other kind, and a session of theirs in which this value is still stored. */
async function personWith(
  field: "last_name" | "document_number",
  officer: Page,
): Promise<{ externalRef: string; sessionId: string }> {
  type Exported = { result: { extracted_data?: Record<string, string> } | null };
  await personFor(0);
  const others = ((await known) ?? []).slice(5, -1).filter(({ externalRef }) => !taken.has(externalRef));
  for (const { externalRef, sessions } of others)
    for (const { id } of sessions) {
      const { result } = await asPerson<Exported>(officer, "GET", `/sessions/${id}/export`);
      if (!result?.extracted_data?.[field]) continue;
      taken.add(externalRef);
      return { externalRef, sessionId: id };
    }
  throw new Error(`Nobody in the demo has a ${field} that is stored.`);
}

const mailOf = (kind: string) => `${kind}@mail.example`;

test("an access request is answered in two parts, with packages that verify from the disk", async ({
  signInAs,
  mailbox,
}) => {
  // The person with the most sessions, so that the answer has parts.
  const request = await RequestFlow.receive(await signInAs("compliance"), "access", await personFor(-1));
  const { attachments } = await request.tell(mailbox, "received", mailOf("access"));
  const letter = await readPdf(attachments[0]?.content ?? Buffer.of());
  expect(letter.told.map(({ text }) => text).join(" ")).toContain(request.id);
  const sessions = (await request.review()).matches.map(({ session_id }) => session_id);
  const { page } = request;
  const shown = new RequestPage(page);
  await page.goto(`/live/requests/${request.id}`);
  await shown.press("Answer in parts…");
  const later = sessions[0] ?? "";
  await shown.dialog.getByRole("checkbox", { name: later }).check();
  await shown.dialog.getByRole("button", { name: "Answer these later" }).click();
  await expect(shown.dialog).toContainText("Enter a reason.");
  await expectAccessible(page, "the dialog of a part");
  await shown.dialog.getByLabel("Reason").fill("The images are in an archive.");
  await shown.dialog.getByRole("button", { name: "Answer these later" }).click();
  await expect(shown.dialog).toBeHidden();
  await expect(shown.main).toContainText("Answered later because: The images are in an archive.");
  const exported = (files: readonly string[]) =>
    sessions.filter((id) => files.includes(`sessions/${id}/export.json`));
  expect(exported(await request.verifiedPackage())).toEqual(sessions.filter((id) => id !== later));
  const delivery = { via: "letter", to: "1 Example Street" };
  expect(await request.act("deliver", delivery)).toMatchObject({ status: "open", step: "packaged" });
  await page.reload();
  await expect(shown.main).toContainText("The clock runs on for the rest.");
  await expectAccessible(page, "a request that is answered in parts");
  expect(exported(await request.verifiedPackage())).toEqual(sessions);
  await request.act("deliver", delivery);
  await request.close();
  await request.tell(mailbox, "done", mailOf("access"));
});

test("portability is answered with data for programs that verifies from the disk", async ({
  signInAs,
  mailbox,
}) => {
  const request = await RequestFlow.receive(await signInAs("compliance"), "portability", await personFor(0));
  await request.tell(mailbox, "received", mailOf("portability"));
  const { matches } = await request.review();
  const files = await request.verifiedPackage();
  for (const { session_id } of matches)
    for (const name of ["data.json", "data.csv"]) expect(files).toContain(`sessions/${session_id}/${name}`);
  await request.act("deliver", { via: "letter", to: "1 Example Street" });
  await request.close();
  await request.tell(mailbox, "done", mailOf("portability"));
});

test("an erasure ends with a certificate that verifies", async ({ signInAs, mailbox }) => {
  const request = await RequestFlow.receive(await signInAs("compliance"), "erasure", await personFor(2));
  await request.tell(mailbox, "received", mailOf("erasure"));
  await request.review();
  await request.act("erase", { confirm: request.id });
  await request.close();
  const url = `${facts().baseUrl}/api/v1/requests/${request.id}/certificate`;
  const certificate = await request.page.request.get(url, { headers: { "X-Environment": "live" } });
  expect(verifyCertificate(await certificate.text())).toMatchObject({ faults: [], pages: 1 });
  await request.tell(mailbox, "done", mailOf("erasure"));
});

test("a rectification is completed before its recipients are told, and they are recorded afterwards", async ({
  signInAs,
  mailbox,
}) => {
  const officer = await signInAs("compliance");
  const { externalRef, sessionId } = await personWith("last_name", officer);
  const request = await RequestFlow.receive(officer, "rectification", externalRef);
  await request.tell(mailbox, "received", mailOf("rectification"));
  const correction = {
    ...{ extracted_data: { last_name: "Testperson-Renamed" }, evidence: "Certificate of marriage 12/2026" },
    reason: "The name has changed.",
  };
  for (const { session_id } of (await request.review()).matches)
    await request.act("rectify", {
      session_id,
      ...(session_id === sessionId ? correction : { reason: "It says the right name already." }),
    });
  await request.close();
  const { page } = request;
  const shown = new RequestPage(page);
  await page.goto(`/live/requests/${request.id}`);
  await shown.main.getByRole("button", { name: "Add recipient…" }).click();
  await shown.dialog.getByLabel("Recipient").fill("Example CRM Ltd");
  await shown.dialog.getByRole("button", { name: "Save" }).click();
  await expect(shown.dialog).toContainText("Enter the day.");
  await expectAccessible(page, "the dialog of a recipient");
  await shown.dialog.getByLabel("Outcome").selectOption({ label: "Telling it is impossible" });
  await shown.dialog.getByLabel("Reason").fill("It was dissolved.");
  await shown.dialog.getByRole("button", { name: "Save" }).click();
  await expect(shown.dialog).toBeHidden();
  const recipients = shown.main.getByRole("list", { name: "Recipients of the data" });
  const added = recipients.getByRole("listitem").filter({ hasText: "Example CRM Ltd" });
  await expect(added).toContainText("It was dissolved.");
  await added.getByRole("button", { name: "Record for Example CRM Ltd" }).click();
  await shown.dialog.getByLabel("Told on").fill(new Date().toISOString().slice(0, 10));
  await shown.dialog.getByLabel("Told by").fill("Mail to its liquidator");
  await shown.dialog.getByRole("button", { name: "Save" }).click();
  await expect(added).toContainText("Told on");
  for (const name of (await request.shown()).recipients.filter((each) => each !== "Example CRM Ltd"))
    await request.act("recipients", { name, outcome: "disproportionate", reason: "It keeps no copy." });
  await page.reload();
  await shown.expectDone("Recipients told");
  await expectAccessible(page, "recipients");
  await request.tell(mailbox, "done", mailOf("rectification"));
});

test("a restriction is applied, told and lifted", async ({ signInAs, mailbox }) => {
  const request = await RequestFlow.receive(await signInAs("compliance"), "restriction", await personFor(3));
  await request.tell(mailbox, "received", mailOf("restriction"));
  await request.review();
  const { matches } = await request.act("restrict", { reason: "The address is contested." });
  expect(matches.map(({ act }) => act)).toEqual(matches.map(() => "restricted"));
  await request.close();
  await request.tell(mailbox, "done", mailOf("restriction"));
  await request.act("lift", { reason: "It was checked.", told_at: new Date().toISOString() });
});

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
  mailbox,
}) => {
  const request = new RequestPage(await signInAs("compliance"));
  const { externalRef, sessionId } = await personWith("document_number", request.page);
  await request.receive("live", "Objection", externalRef);
  const flow = new RequestFlow(request.page, request.id);
  await flow.tell(mailbox, "received", mailOf("objection"));
  await request.verify();
  await request.acceptAll();
  await request.press("Compare value…");
  await request.dialog.getByLabel("Session").selectOption(sessionId);
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
  await flow.tell(mailbox, "done", mailOf("objection"));
});

test("a review of automated decisions is completed after a person has decided again", async ({
  signInAs,
  mailbox,
  watch,
}) => {
  watch.allow(/status of 409/);
  const request = new RequestPage(await signInAs("compliance"));
  const reviewer = await signInAs("lead");
  await request.receive("live", "Review of a decision", await personFor(1));
  const flow = new RequestFlow(request.page, request.id);
  await flow.tell(mailbox, "received", mailOf("review"));
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
  await flow.tell(mailbox, "done", mailOf("review"));
});

test("a complaint under British law is acknowledged, concluded and answered", async ({
  signInAs,
  mailbox,
}) => {
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
  const flow = new RequestFlow(page, request.id);
  await flow.tell(mailbox, "received", "complaint@mail.example");
  await page.reload();
  await expect(request.clock).toContainText("Confirm receipt to the requester by");
  await expect(request.actions.getByRole("button", { name: "Extend deadline…" })).toHaveCount(0);
  await request.press("Mark as acknowledged…");
  await expectAccessible(page, "the dialog of an acknowledgement");
  await dialog.getByRole("button", { name: "Mark as acknowledged" }).click();
  await request.expectDone("Complaint acknowledged");
  await conclude(request, "Partly upheld", "One letter was late.");
  await request.deliver("complaint@mail.example");
  await complete(request);
  await flow.tell(mailbox, "done", "complaint@mail.example");
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
