import type { BriefDto } from "@/lib/brief/schema";
import { expect, test } from "./fixtures";
import { Desk } from "./pages/desk";
import { expectAccessible } from "./support/axe";
import { asPerson, casesOf } from "./support/cases";

test("every sentence of every brief opens the item that says it", async ({ signInAs }) => {
  const page = await signInAs("lead");
  const found = await Promise.all(["tab=all", "status=approved,rejected"].map(casesOf));
  const ids = [...new Set(found.flat().map(({ id }) => id))];
  expect(ids.length).toBeGreaterThanOrEqual(60);
  const missing: string[] = [];
  for (const id of ids.slice(0, 60)) {
    const { sentences } = await asPerson<BriefDto>(page, "GET", `/cases/${id}/brief`);
    expect(sentences.length).toBeGreaterThan(5);
    const here = sentences.filter(({ href }) => href.includes("/queue/"));
    // Passed checks are folded until the address names one.
    const named = here.find(({ code }) => code.startsWith("check_passed")) ?? here[0];
    await page.goto(named?.href ?? "");
    await expect(page.locator("[data-named]")).toBeInViewport();
    await expect(page.locator("#desk-linked h2")).toBeVisible();
    const items = here.map(({ href }) => decodeURIComponent(href.split("#")[1] ?? ""));
    const shown = await page.evaluate((all) => all.filter((item) => document.getElementById(item)), items);
    for (const item of items.filter((each) => !shown.includes(each))) missing.push(`${id} ${item}`);
  }
  expect(missing).toEqual([]);
});

test("a brief is read from the desk, and its sentences say what their items say", async ({ signInAs }) => {
  const desk = new Desk(await signInAs("lead"));
  const { page, main } = desk;
  const [first] = await casesOf("tab=all&status=open");
  await desk.open(`/live/queue/${first?.id}`, "Case");
  await main.getByRole("link", { name: "Brief", exact: true }).press("Enter");
  await page.waitForURL(/\/brief$/);
  await expect(page.getByRole("heading", { level: 1, name: "Brief" })).toBeVisible();
  for (const side of ["Speaks against", "Speaks for", "Was not available", "How similar sessions ended"])
    await expect(main.getByRole("heading", { name: side })).toBeVisible();
  await expectAccessible(page, "a brief");
  const similar = main.getByRole("link", { name: /approved in the last 180 days/ });
  const count = Number(/^[\d,]+/.exec(((await similar.textContent()) ?? "").trim())?.[0].replaceAll(",", ""));
  await similar.press("Enter");
  await page.waitForURL(/\/live\/sessions\?/);
  await expect(main).toContainText(
    count === 0 ? "No matching sessions" : `${count.toLocaleString("en")} in live`,
  );
  await page.goBack();
  const said = main.getByRole("link", { name: /check/i }).first();
  const href = (await said.getAttribute("href")) ?? "";
  await said.press("Enter");
  await page.waitForURL((url) => url.hash !== "");
  expect(href).toContain(new URL(page.url()).hash);
  await expect(page.locator("[data-named]")).toBeInViewport();
});
