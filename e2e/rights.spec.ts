import { expect } from "./fixtures";
import { RequestPage } from "./pages/request-page";
import { SessionPage } from "./pages/session-page";
import { callApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { test } from "./support/own";
import { eventsOf, listSessions, type SessionFacts } from "./support/sessions";

/** Finds the sessions of a demo person, all finished and none redacted. */
async function sessionsOfSomebody(at: number): Promise<{ externalRef: string; sessions: SessionFacts[] }> {
  const byRef = new Map<string, SessionFacts[]>();
  for (const session of await listSessions("status=completed"))
    if (session.external_ref && session.retention_status === "active")
      byRef.set(session.external_ref, [...(byRef.get(session.external_ref) ?? []), session]);
  const found = [...byRef].sort(([, one], [, other]) => other.length - one.length)[at];
  if (!found) throw new Error("Nobody in the demo has a finished session.");
  return { externalRef: found[0], sessions: found[1] };
}

test("a rectification corrects a session with evidence before it can be completed", async ({ signInAs }) => {
  const page = await signInAs("compliance");
  const request = new RequestPage(page);
  // The newest, whose values are still shown.
  const { externalRef, sessions } = await sessionsOfSomebody(0);
  const sessionId = sessions[0]?.id ?? "";
  await request.receive("live", "Rectification", externalRef);
  await request.verify();
  expect(await request.acceptAll()).toBeGreaterThan(0);
  await request.review();
  await expect(request.actions).toContainText("Correct every accepted session");
  const correct = request.main.getByRole("button", { name: /^Correct ses_/ });
  const others = (await correct.count()) - 1;
  await request.main.getByRole("button", { name: `Correct ${sessionId}` }).click();
  await expectAccessible(page, "the dialog of a correction");
  await request.dialog.getByRole("button", { name: "Save correction" }).click();
  await expect(request.dialog).toContainText("Enter at least one value.");
  await expect(request.dialog).toContainText("Enter the evidence.");
  await request.dialog.getByLabel("Last name").fill("Testperson-Renamed");
  await request.dialog.getByLabel("Evidence").fill("Certificate of marriage 12/2026");
  await request.dialog.getByLabel("Reason").fill("The name has changed.");
  await request.dialog.getByRole("button", { name: "Save correction" }).click();
  await expect(request.dialog).toBeHidden();
  for (let left = others; left > 0; left--) {
    await request.main
      .getByRole("button", { name: /^Keep ses_/ })
      .first()
      .click();
    await request.dialog.getByLabel("Reason").fill("It says the right name already.");
    await request.dialog.getByRole("button", { name: "Keep unchanged" }).click();
    await expect(request.dialog).toBeHidden();
  }
  await request.expectDone("Sessions corrected");
  await expectAccessible(page, "a rectification");
  await request.press("Complete request");
  await request.expectDone("Closed with evidence");
  expect(await eventsOf(sessionId, "result.pii-corrected")).toHaveLength(1);
  const session = new SessionPage(page);
  await session.openSession(sessionId);
  await page.getByRole("button", { name: "Reveal all" }).click();
  await expect(session.field("Last name")).toContainText("Testperson-Renamed");
});

test("a restriction takes sessions out of the lists until it is lifted, after its requester was informed", async ({
  signInAs,
}) => {
  const page = await signInAs("compliance");
  const request = new RequestPage(page);
  const { externalRef, sessions } = await sessionsOfSomebody(1);
  const [{ id } = { id: "" }] = sessions;
  await request.receive("live", "Restriction", externalRef);
  await request.verify();
  await request.acceptAll();
  await request.review();
  await request.press("Restrict sessions…");
  await request.dialog.getByLabel("Reason").fill("The address is contested.");
  await request.dialog.getByRole("button", { name: "Restrict sessions" }).click();
  await request.expectDone("Sessions restricted");
  expect((await callApi(`/api/v1/sessions/${id}`)).status).toBe(404);
  await request.press("Complete request");
  await request.expectDone("Closed with evidence");
  await expect(request.main).toContainText("Restricted because: The address is contested.");
  await expectAccessible(page, "a restriction");
  await request.main.getByRole("button", { name: "Lift restriction…" }).click();
  await request.dialog.getByRole("button", { name: "Lift restriction" }).click();
  await expect(request.dialog).toContainText("Enter when you informed the requester.");
  await request.dialog.getByLabel("Requester informed at").fill("2026-01-02T10:00");
  await request.dialog.getByLabel("Reason").fill("The address was checked.");
  await request.dialog.getByRole("button", { name: "Lift restriction" }).click();
  await expect(request.dialog).toBeHidden();
  await expect(request.main).toContainText("Lifted because: The address was checked.");
  expect((await callApi(`/api/v1/sessions/${id}`)).status).toBe(200);
});

test("portability is answered with a package for programs", async ({ signInAs }) => {
  const page = await signInAs("compliance");
  const request = new RequestPage(page);
  const { externalRef, sessions } = await sessionsOfSomebody(2);
  await request.receive("live", "Portability", externalRef);
  await request.verify();
  await request.acceptAll();
  await request.press("Review answer…");
  await expect(request.dialog).toContainText("by consent or contract");
  await expect(request.dialog).toContainText(`sessions/${sessions[0]?.id}/data.csv`);
  await expectAccessible(page, "the review of a request for portability");
  await request.dialog.getByRole("button", { name: "Mark as reviewed" }).click();
  await request.press("Build package");
  await request.expectDone("Package built");
  await request.deliver("Testperson, Example Street 1");
  await request.press("Complete request");
  await request.expectDone("Closed with evidence");
});
