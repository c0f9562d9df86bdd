import { expect, test } from "./fixtures";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";
import { readApi } from "./support/api";
import { listSessions, sessionUnderReview } from "./support/sessions";

const idsOf = async (...query: Parameters<typeof listSessions>) =>
  (await listSessions(...query)).map(({ id }) => id);
const totalOf = async (environment: "live" | "sandbox") =>
  (await readApi<{ pagination: { total: number } }>("/api/v1/sessions?limit=1", environment)).pagination
    .total;

test("filters narrow the list, and the address contains them", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  const underReview = await idsOf("status=under_review");
  const risky = await idsOf("status=under_review&risk_level=high,critical");
  const high = await idsOf("status=under_review&risk_level=high");
  expect(risky.length).toBeGreaterThan(high.length);
  expect(risky.length).toBeLessThan(underReview.length);
  await list.openList();

  await list.choose("Status", "Under review");
  await expect(list.page).toHaveURL(/[?&]status=under_review/);
  await list.expectRows(underReview);
  await expect(list.main).toContainText(`${underReview.length} in live`);
  await expect(list.filter("Status")).toContainText("Under review");

  await list.choose("Risk", "High");
  await list.expectRows(high);
  await list.choose("Risk", "Critical");
  await expect(list.page).toHaveURL(/[?&]risk=high,critical/);
  await list.expectRows(risky);

  await list.page.reload();
  await list.expectRows(risky);
  await expect(list.filter("Risk")).toContainText("any of 2");

  // The test clicks twice, faster than the router.
  const step = (by: number) => list.page.evaluate((steps) => history.go(steps), by);
  await step(-1);
  await step(-1);
  await expect(list.page).toHaveURL(/\?status=under_review$/);
  await list.expectRows(underReview);
  await step(1);
  await list.expectRows(high);
  await step(1);
  await list.expectRows(risky);

  await list.main.getByRole("button", { name: "Remove filter Status" }).click();
  await list.expectRows((await idsOf("risk_level=high,critical")).slice(0, 50));
  await list.main.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(list.page).toHaveURL(/\/live\/sessions$/);
});

test("opening a session and going back keeps the list as it was", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  const ids = await idsOf("status=under_review&risk_level=high");
  await list.openList("status=under_review&risk=high");
  await list.expectRows(ids);
  await list
    .row(ids[1] ?? "")
    .getByRole("link")
    .click();
  await new SessionPage(list.page).tabs.waitFor();
  await list.page.goBack();
  await expect(list.page).toHaveURL(/\?status=under_review&risk=high$/);
  await list.expectRows(ids);
});

test("the search finds a whole id, external reference or document number", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  const { id } = await sessionUnderReview();
  const referred = (await listSessions("status=under_review")).find((session) => session.external_ref);
  const { extracted_data: data } = await readApi<{ extracted_data: { document_number: string } }>(
    `/api/v1/sessions/${id}/result`,
  );
  await list.openList();

  await list.searchFor(id);
  await list.expectRows([id]);
  await list.searchFor(referred?.external_ref ?? "");
  await expect(list.row(referred?.id ?? "")).toBeVisible();
  await list.searchFor(data.document_number);
  await expect(list.row(id)).toBeVisible();
  await expect(list.page).toHaveURL(new RegExp(`[?&]q=${data.document_number}`));
  expect(await list.ids()).toEqual(await idsOf(`q=${data.document_number}`));

  await list.searchFor(data.document_number.slice(0, -1));
  await expect(list.main.getByRole("heading", { name: "No matching sessions" })).toBeVisible();
});

test("a search without a match says what to do", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  await list.openList("q=ses_nothing&status=completed");
  await expect(list.main.getByRole("heading", { name: "No matching sessions" })).toBeVisible();
  await expect(list.rows).toHaveCount(0);
  await list.main.getByRole("button", { name: "Clear filters" }).click();
  await expect(list.page).toHaveURL(/\/live\/sessions$/);
  await expect(list.rows).toHaveCount(50);
});

test("pages follow each other by cursor, and the address contains the place", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  const newest = await idsOf("");
  const [first, second] = [newest.slice(0, 50), newest.slice(50)];
  await list.openList();
  await list.expectRows(first);
  await expect(list.pages.getByRole("button", { name: "Previous page" })).toBeDisabled();

  await list.pages.getByRole("button", { name: "Next page" }).click();
  await list.expectRows(second);
  await expect(list.pages).toContainText(`51–100 of ${await totalOf("live")}`);
  await expect(list.page).toHaveURL(/[?&]after=/);
  await list.page.reload();
  await list.expectRows(second);

  await list.pages.getByRole("button", { name: "Previous page" }).click();
  await list.expectRows(first);
  await list.page.goBack();
  await list.expectRows(second);
});

test("quick clicks reach the last page, which has no next one", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  const total = await totalOf("live");
  await list.openList();
  const next = list.pages.getByRole("button", { name: "Next page" });
  await expect(async () => {
    if (await next.isEnabled()) await next.click({ clickCount: 3, timeout: 1000 });
    await expect(next).toBeDisabled({ timeout: 2_000 });
  }).toPass();
  await expect(list.pages).toContainText(`–${total} of ${total}`);
  const oldest = await readApi<{ data: { id: string }[] }>(`/api/v1/sessions?offset=${total - 50}`);
  await list.expectRows(oldest.data.map(({ id }) => id));
});

test("the sandbox has a stripe and other sessions", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  await list.openList();
  const live = await list.ids();
  await expect(list.stripe).toHaveCount(0);

  await list.switchTo("Sandbox");
  await expect(list.page).toHaveURL(/\/sandbox\/sessions$/);
  await expect(list.stripe).toBeVisible();
  await expect(list.stripe).toContainText("Sandbox");
  expect(await list.stripe.evaluate((stripe) => getComputedStyle(stripe).backgroundImage)).toContain(
    "rgb(224, 165, 38)",
  );
  await expect(list.main).toContainText(`${await totalOf("sandbox")} in sandbox`);
  await expect(list.rows.first()).toBeVisible();
  const sandbox = await list.ids();
  expect(sandbox.filter((id) => live.includes(id))).toEqual([]);

  await list
    .row(sandbox[0] ?? "")
    .getByRole("link")
    .click();
  const session = new SessionPage(list.page);
  await expect(session.tabs).toBeVisible();
  await expect(session.stripe).toBeVisible();
  await session.switchTo("Live");
  await expect(list.stripe).toHaveCount(0);
});

test("the list can be used with the keyboard alone", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  const { keyboard } = list.page;
  await list.openList("status=under_review");
  const [first = "", second = ""] = await list.ids();
  await keyboard.press("j");
  await expect(list.row(first).getByRole("link")).toBeFocused();
  await keyboard.press("j");
  await expect(list.row(second).getByRole("link")).toBeFocused();
  await keyboard.press("j");
  await keyboard.press("k");
  await expect(list.row(second).getByRole("link")).toBeFocused();
  await keyboard.press("Enter");
  await list.page.waitForURL(`**/live/sessions/${second}*`);

  const session = new SessionPage(list.page);
  await session.tabs.waitFor();
  await keyboard.press(".");
  await session.expectTab("documents");
  await keyboard.press(",");
  await session.expectTab("overview");
  await keyboard.press("g");
  await keyboard.press("s");
  await list.page.waitForURL("**/live/sessions");
  await expect(list.rows.first()).toBeVisible();
  await list.ready("Sessions");
  await keyboard.press("f");
  await expect(list.search).toBeFocused();
  await keyboard.type(first);
  await keyboard.press("Enter");
  await list.expectRows([first]);
});

test("the palette keeps typed text while its list is loading", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  const { page } = list;
  await list.open("/live/overview");
  await list.ready();
  const held: (() => void)[] = [];
  let isHeld = true;
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  await page.keyboard.press("/");
  const palette = page.getByRole("dialog", { name: "Search or run a command" });
  await expect(palette.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("ses_");
  await expect.poll(() => held.length, "a part of the program that is held back").toBeGreaterThan(0);
  isHeld = false;
  for (const release of held) release();
  await expect(palette.getByRole("combobox")).toHaveValue("ses_");
  await page.keyboard.type("none");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/live\/sessions\?q=ses_none/);
});

test("the palette finds a pasted id", async ({ signInAs }) => {
  const list = new SessionsPage(await signInAs("reviewer"));
  const { id } = await sessionUnderReview();
  await list.open("/live/overview");
  await list.ready();
  await list.page.keyboard.press("Control+k");
  const palette = list.page.getByRole("dialog", { name: "Search or run a command" });
  await palette.getByRole("combobox").fill(id);
  await palette.getByRole("option", { name: `Open or search for ${id}` }).click();
  await expect(list.page).toHaveURL(new RegExp(`/live/sessions/${id}$`));
  await list.page.keyboard.press("Control+k");
  await palette.getByRole("combobox").fill("no such person");
  await palette.getByRole("option", { name: "Open or search for no such person" }).click();
  await expect(list.page).toHaveURL(/\/live\/sessions\?q=no/);
});
