import { expect, test } from "./fixtures";
import { DeskPage } from "./pages/desk-page";
import { expectAccessible } from "./support/axe";

test("a reviewer begins with their own work, and each number leads to its list", async ({ signInAs }) => {
  const desk = new DeskPage(await signInAs("reviewer"));
  await desk.open("/sandbox/overview");
  await desk.ready();
  const home = desk.main.getByRole("region", { name: "Your work" });
  await expectAccessible(desk.page);
  for (const name of [/^Mine/, /^Due, unassigned/, /^Done today/]) {
    const tile = home.getByRole("link", { name });
    const count = Number((await tile.locator("div").nth(1).textContent())?.replaceAll(",", ""));
    await tile.click();
    await expect(desk.page).toHaveURL(/\/sandbox\/queue/);
    if (count === 0) await expect(desk.main.locator("[data-row]")).toHaveCount(0);
    else await expect(desk.main).toContainText(new RegExp(`\\b${count}\\b`));
    await desk.page.goBack();
    await expect(home).toBeVisible();
  }
});

test("the next case is one key press away, and an auditor has no work of their own", async ({ signInAs }) => {
  const desk = new DeskPage(await signInAs("reviewer"));
  await desk.open("/sandbox/overview");
  await desk.ready();
  await desk.main.getByRole("button", { name: "Claim the next case" }).press("Enter");
  await expect(desk.page).toHaveURL(/\/sandbox\/queue\/rvc_/);
  await desk.expectStanding();
  const auditor = new DeskPage(await signInAs("auditor"));
  await auditor.open("/sandbox/overview");
  await expect(auditor.main.getByRole("region", { name: "Your work" })).toHaveCount(0);
});
