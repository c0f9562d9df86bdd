import { verifyPackage } from "@/lib/packages/verify";
import { expect } from "./fixtures";
import { RequestPage } from "./pages/request-page";
import { callApi, readApi } from "./support/api";
import { expectAccessible } from "./support/axe";
import { test } from "./support/own";
import { listSessions } from "./support/sessions";

const words = "Her brother John Doe called twice.";

/** Creates a session with a note. */
async function notedSession(): Promise<{ externalRef: string }> {
  const found = (await listSessions("status=completed")).find(
    ({ external_ref, retention_status }) => external_ref && retention_status === "active",
  );
  if (!found?.external_ref) throw new Error("Nobody in the demo has a reference.");
  const made = await callApi("/api/v1/cases", { method: "POST", body: { session_id: found.id } });
  const { id } = await made.json();
  const noted = await callApi(`/api/v1/cases/${id}/notes`, { method: "POST", body: { content: words } });
  expect(noted.ok, await noted.text()).toBe(true);
  return { externalRef: found.external_ref };
}

test("the package is downloaded by a link and a code, once, without the marked passages of a note", async ({
  signInAs,
  openBrowser,
  watch,
}) => {
  watch.allow(/status of 40[34]/);
  const { externalRef } = await notedSession();
  const page = await signInAs("compliance");
  const request = new RequestPage(page);
  await request.receive("live", "Access", externalRef);
  const id = request.id;
  await request.verify();
  await request.acceptAll();

  await request.main.getByRole("button", { name: "Read notes" }).click();
  const note = request.main
    .getByRole("list", { name: "Notes of the accepted sessions" })
    .getByRole("listitem")
    .filter({ hasText: "called twice." });
  await note.getByRole("button", { name: "Mark text…" }).click();
  const box = request.dialog.getByLabel("Text");
  await expect(box).toBeFocused();
  // The selection is made by keyboard: it starts after "Her brother " and covers "John Doe".
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("x");
  await expect(box).toHaveValue(words);
  for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowRight");
  for (let step = 0; step < 8; step++) await page.keyboard.press("Shift+ArrowRight");
  await request.dialog.getByRole("button", { name: "Mark selection" }).click();
  await expect(request.dialog.getByRole("region", { name: "As marked" })).toContainText(
    "John Doe [another person's data]",
  );
  await expectAccessible(page, "the text to withhold", "dialog:modal");
  await request.dialog.getByRole("button", { name: "Save marks" }).click();
  await expect(request.dialog).toBeHidden();
  await expect(note.locator("del")).toHaveText("John Doe");

  await request.review();
  await request.expectDone("Answer reviewed");
  await expect(note.getByRole("button", { name: "Mark text…" })).toHaveCount(0);
  await request.press("Build package");
  await request.expectDone("Package built");

  await request.main.getByRole("button", { name: "Create download link…" }).click();
  await request.dialog.getByRole("button", { name: "Create link" }).click();
  await expect(request.dialog).toContainText("shown only once");
  await expectAccessible(page, "a link and its code", "dialog:modal");
  const url = await request.dialog.getByLabel("Link", { exact: true }).inputValue();
  const code = await request.dialog.getByLabel("Code", { exact: true }).inputValue();
  expect(url).toMatch(/\/delivery\/[\w-]{43}\?language=en$/);
  expect(code).toMatch(/^\w{4}-\w{4}$/);
  await request.dialog.getByRole("button", { name: "Done" }).click();
  await expect(request.main.getByRole("list", { name: "Links" })).toContainText("not used yet");
  await expect(page.locator("body")).not.toContainText(code);
  await expectAccessible(page, "a request with notes and a link");

  // The requester has no account.
  const stranger = await (await openBrowser()).newPage();
  const path = new URL(url).pathname;
  await stranger.goto(`${path}?language=de`);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Ihre Daten");
  const answer = await stranger.goto(path);
  expect(answer?.headers()["cache-control"]).toContain("no-store");
  await expect(stranger.locator('meta[name="referrer"]')).toHaveAttribute("content", "no-referrer");
  await expect(stranger.getByRole("navigation")).toHaveCount(0);
  await expectAccessible(stranger);
  const field = stranger.getByLabel("Code");
  await expect(field).toBeFocused();
  await expect(async () => {
    await field.fill("AAAA-AAAA");
    await stranger.keyboard.press("Enter");
    await expect(stranger.locator("form").getByRole("alert")).toContainText("4 attempts left");
  }).toPass();
  await field.fill(code.toLowerCase());
  await stranger.keyboard.press("Enter");
  const link = stranger.getByRole("link", { name: "Download your data" });
  await expect(link).toBeFocused();
  const saving = stranger.waitForEvent("download");
  await stranger.keyboard.press("Enter");
  const download = await saving;
  const file = await download.path();
  expect(await verifyPackage(file)).toMatchObject({ faults: [] });

  // The link works once, in this browser and in any other.
  const used = await stranger.goto(path);
  expect(used?.status()).toBe(404);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("This link is not valid");
  const unknown = await stranger.goto(`/delivery/${"x".repeat(43)}`);
  expect(unknown?.status()).toBe(404);
  const again = await stranger.request.post("/api/v1/deliveries/open", {
    headers: { origin: new URL(url).origin },
    data: { token: path.split("/").at(-1), code },
  });
  expect(again.status()).toBe(404);

  await page.reload();
  await request.expectDone("Answer delivered");
  await expect(request.main.getByRole("list", { name: "Links" })).toContainText("delivered");
  const { data } = await readApi<{ data: { type: string }[] }>(
    `/api/v1/events?resource_type=request&resource_id=${id}&limit=100`,
  );
  expect(data.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      "request.notes-read",
      "request.note-marked",
      "package.link-created",
      "package.delivered",
      "request.delivered",
    ]),
  );
});
