import { expect } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { readApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { asPerson, casesOf, fillQueue } from "./support/cases";
import { test } from "./support/own";
import type { AuditFacts } from "./support/sessions";

test.use({ installation: "compare" });

type Links = { data: { session_id: string }[] };

test("a reviewer compares the images of a linked session by keyboard, and the log records it", async ({
  signInAs,
}) => {
  const page = await signInAs("lead");
  await fillQueue(page, 8);
  const linked: { caseId: string; sessionId: string }[] = [];
  for (const { id } of await casesOf("tab=unassigned")) {
    const { data } = await asPerson<Links>(page, "GET", `/cases/${id}/links`);
    linked.push(...data.slice(0, 1).map(({ session_id }) => ({ caseId: id, sessionId: session_id })));
  }
  const [first] = linked;
  if (!first) throw new Error("No unassigned case has a linked session.");
  const desk = new DeskPage(page);
  await desk.openCase(first.caseId);
  const compare = desk.main.getByRole("button", { name: `Compare with ${first.sessionId}` });
  await expect(desk.main.getByRole("heading", { name: /^Linked sessions/ })).toBeVisible();
  // Nobody compares images of a case that they do not hold.
  await expect(compare).toHaveCount(0);
  await desk.claim();
  await compare.focus();
  await desk.press("Enter");
  await expect(desk.main.getByText(`Right: session ${first.sessionId}.`)).toBeVisible();
  await expect(desk.main.locator("canvas[data-painted]")).toHaveCount(2);
  await expectAccessible(page, "a comparison with a linked session", "main");
  const looks = await readApi<{ data: AuditFacts[] }>(
    `/api/v1/events?action=document.viewed&resource_id=${first.sessionId}`,
  );
  expect(looks.data[0]?.metadata).toMatchObject({ comparedFor: first.caseId });

  await desk.main.getByRole("button", { name: "End comparison" }).press("Enter");
  await expect(desk.main.getByText(`Right: session ${first.sessionId}.`)).toHaveCount(0);
});
