import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures";
import { Desk } from "./pages/desk";
import { readApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { listSessions } from "./support/sessions";

test("every list is saved as CSV by keyboard, with its filter and its masks", async ({ signInAs }) => {
  const desk = new Desk(await signInAs("compliance"));
  const { page, main } = desk;
  for (const [path, header] of [
    ["/live/sessions?status=under_review", "Created,Subject,Session"],
    ["/live/queue?tab=all", "Age,Subject,Case"],
    ["/live/identities", "Person,Identity"],
    ["/live/requests", "Due,Request,Type"],
    ["/live/holds", "Review,Matter,Owner"],
    ["/live/screening", "Found,Subject,List entry"],
    ["/live/audit?action=session.imported", "No.,When (UTC),Who"],
  ] as const) {
    await desk.open(path);
    const saving = page.waitForEvent("download");
    await main.getByRole("button", { name: "Export CSV" }).press("Enter");
    const text = await readFile(await (await saving).path(), "utf8");
    expect(text.startsWith(`\uFEFF${header}`), path).toBe(true);
    await expect(desk.messages).toContainText("recorded in the audit log");
    if (path.includes("under_review")) {
      const ids = (await listSessions("status=under_review")).map(({ id }) => id);
      expect(text.split("\r\n").length - 2).toBeGreaterThanOrEqual(ids.length);
      for (const id of ids) expect(text).toContain(id);
    }
  }
  await expectAccessible(page, "the audit log with its export");
  const { data } = await readApi<{ data: { metadata: object }[] }>(
    "/api/v1/events?action=csv.export-ended&limit=1",
  );
  expect(data[0]?.metadata).toMatchObject({ list: "audit log", isComplete: true });
});

test("an admin saves the members as CSV", async ({ signInAs }) => {
  const desk = new Desk(await signInAs("admin"));
  await desk.open("/live/settings/members");
  const saving = desk.page.waitForEvent("download");
  await desk.main.getByRole("button", { name: "Export CSV" }).press("Enter");
  const text = await readFile(await (await saving).path(), "utf8");
  expect(text.split("\r\n")[0]).toBe(
    "\uFEFFMember,E-mail,Roles,Second factor,Open cases,Last seen,Joined,Member ID",
  );
});
