import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { readApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { asPerson, casesOf, fillQueue } from "./support/cases";
import { importAs } from "./support/imports";
import { test } from "./support/own";
import { eventsOf } from "./support/sessions";

test.use({ installation: "screening" });

type Row = { id: string; case_id: string; session_id: string; state: string };
const hits = async (query: string) =>
  (await readApi<{ data: Row[] }>(`/api/v1/screening/hits?${query}`)).data;

test("a hit is found, its case claimed, and the hit resolved and reopened by keyboard", async ({
  signInAs,
}) => {
  // The demo may have claimed the case already.
  await fillQueue(await signInAs("lead"), 0);
  const waiting = (await casesOf("tab=unassigned")).map((each) => each.id);
  const found = (await hits("state=open")).find((row) => waiting.includes(row.case_id));
  const { id, case_id, session_id } = found ?? ({} as Row);
  const desk = new Desk(await signInAs("reviewer"));
  const { page, main } = desk;
  await desk.open("/live/overview");
  await desk.press("g", "c");
  await page.waitForURL("**/live/screening");
  await desk.ready("Screening");
  await expectAccessible(page, "the worklist");
  await desk.press("f");
  await page.keyboard.type(case_id);
  await desk.press("Enter");
  await expect(page).toHaveURL(/q=/);
  const row = page.locator(`[data-row="${id}"]`);
  for (const word of ["Ours:", "theirs:", "to resolve"]) await expect(row).toContainText(word);
  await expect(row).toContainText(/agrees|differs|unknown/);
  await expect(row.getByRole("button", { name: /^Not a match/ })).toHaveCount(0);

  await row.getByRole("button", { name: /^Claim case/ }).press("Enter");
  await row.getByRole("button", { name: /^Not a match/ }).press("Enter");
  await expect(desk.dialog.getByRole("table")).toBeVisible();
  await expectAccessible(page, "resolve a hit", "dialog:modal");
  await desk.press("3");
  await expect(desk.messages).toContainText("Hit dismissed");
  await expect(row).toHaveCount(0);
  expect((await eventsOf(session_id, "screening.hits-resolved"))[0]?.metadata).toMatchObject({
    resolution: "dismissed",
    reasonCode: "name_differs",
  });

  await main.getByRole("link", { name: "Not a match" }).press("Enter");
  await expect(page).toHaveURL(/state=not_a_match/);
  await expect(row).toContainText("Name differs");
  await row.getByRole("button", { name: /^History/ }).press("Enter");
  await expect(page.getByRole("dialog", { name: /^History/ })).toContainText("Not a match by Demo Reviewer");
  await desk.press("Escape");
  await row.getByRole("button", { name: /^Reopen/ }).press("Enter");
  await expect(row).toHaveCount(0);
  expect((await hits(`q=${case_id}&state=open`)).map((each) => each.id)).toContain(id);
  await asPerson(page, "POST", `/cases/${case_id}/release`, {});
});

test("a hit that came after the decision is found from the identity, and resolved without a claim", async ({
  signInAs,
}) => {
  const admin = await signInAs("admin");
  const person = { id: "ses_screened_again", externalRef: "screened-again", isDecided: true };
  const old = { id: "old", name: "Old Entry", list_name: "Old list", dismissed: true };
  await importAs(admin, { ...person, age: 2, hits: [old] });
  await importAs(admin, {
    ...person,
    age: 1,
    hits: [old, { id: "late", name: "Late Entry", list_name: "Late list" }],
  });

  const desk = new Desk(await signInAs("reviewer"));
  const { page, main } = desk;
  await desk.open(`/live/identities/${person.externalRef}`);
  const since = main.getByRole("heading", { name: "Since the verification" }).locator("../..");
  await expect(since).toContainText("1 to resolve");
  await since.getByRole("link", { name: "1 hit" }).press("Enter");
  await page.waitForURL("**/live/screening?*");
  await desk.ready("Screening");
  const row = main.getByRole("row").filter({ hasText: "Late list" });
  await expect(row).toContainText("after the decision");
  await expect(main.getByRole("row").filter({ hasText: "Old list" })).not.toContainText("after the decision");
  await expectAccessible(page, "a hit after the decision");
  await row.getByRole("button", { name: /^Not a match/ }).press("Enter");
  await expect(desk.dialog.getByRole("table")).toBeVisible();
  await expectAccessible(page, "resolve a hit after the decision", "dialog:modal");
  await desk.press("3");
  await expect(desk.messages).toContainText("Hit dismissed");
  await desk.open(`/live/identities/${person.externalRef}`);
  await expect(since).toContainText("resolved");
});

test("a role that cannot resolve sees the list masked and without buttons", async ({ signInAs }) => {
  const desk = new Desk(await signInAs("auditor"));
  await desk.open("/live/screening?state=all&sort=newest");
  // The values of the oldest sessions may no longer be shown at all.
  await expect(desk.main.getByRole("row").filter({ hasText: "unknown" }).first()).toBeVisible();
  for (const name of [/^Claim case/, /^Not a match:/, /^Reopen/])
    await expect(desk.main.getByRole("button", { name })).toHaveCount(0);
});
