import { startRegula } from "@/test/vendors/regula-server";
import { startVerifa } from "@/test/vendors/verifa-server";
import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { DeskPage } from "./pages/desk-page";
import { expectAccessible } from "./support/axe";
import { asPerson } from "./support/cases";
import { test } from "./support/own";

test.use({ installation: "two-vendors" });

type Connection = { vendor: string; name: string; url: string; key: string };

/** Connects a vendor in the browser, and waits until its sessions are here. */
async function connect(desk: Desk, { vendor, name, url, key }: Connection, sessions: number) {
  const { main, dialog } = desk;
  await desk.open("/sandbox/settings/sources");
  await main.getByRole("button", { name: "Connect a vendor" }).first().click();
  await dialog.getByLabel("Vendor").selectOption(vendor);
  await dialog.getByLabel(/^Name/).fill(name);
  await dialog.getByLabel(/^Address/).fill(url);
  await dialog.getByLabel(/^API key/).fill(key);
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(dialog).toBeHidden();
  await main.getByRole("link", { name, exact: true }).click();
  const runs = main.getByRole("table", { name: /^Runs of this source/ });
  await expect(runs.getByRole("row").nth(1).getByRole("cell").nth(4)).toHaveText(String(sessions));
}

/** Changes how the sessions of the source on this page are read. */
async function change(desk: Desk, edit: (settings: Record<string, unknown>) => object, box?: string) {
  const { main, dialog } = desk;
  await main.getByRole("button", { name: "Change", exact: true }).click();
  if (box) await dialog.getByLabel(box).check();
  const settings = dialog.getByLabel(/^How its sessions are read/);
  await settings.fill(JSON.stringify(edit(JSON.parse(await settings.inputValue()))));
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
}

test("sessions of two vendors come in, a decision arrives at its vendor, and a better mapping is applied again", async ({
  signInAs,
}) => {
  const verifa = await startVerifa({ sessions: 4 });
  const regula = await startRegula({ sessions: 16 });
  try {
    const desk = new Desk(await signInAs("admin"));
    const { page, main, dialog } = desk;
    await connect(desk, { vendor: "verifa", name: "hosted", url: verifa.url, key: verifa.key }, 4);
    const hosted = new URL(page.url()).pathname;
    await change(
      desk,
      (settings) => ({ ...settings, reviewerId: "rev_at_the_vendor" }),
      "Decisions taken here",
    );

    await connect(desk, { vendor: "regula", name: "idv", url: regula.url, key: regula.key }, 16);
    // Status 4 needs review until an admin says what it means here.
    await main.getByRole("button", { name: "Change", exact: true }).click();
    await dialog.getByRole("combobox", { name: "Status 4" }).selectOption("Completed, approved");
    await dialog.getByRole("button", { name: "Remove status 3" }).press("Enter");
    await expectAccessible(page, "how sessions are read", "dialog:modal");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await main.getByRole("button", { name: "Apply the mapping again" }).press("Enter");
    await expect(dialog.getByRole("status")).toContainText("Looked at: 16 of 16.");
    await expectAccessible(page, "what a mapping changes", "dialog:modal");
    await dialog.getByRole("button", { name: /^(Apply to|Change)/ }).press("Enter");
    await expect(dialog).toBeHidden();
    const runs = main.getByRole("table", { name: /^Runs of this source/ });
    await expect(runs.getByRole("row").filter({ hasText: "mapping" })).toContainText(/16/);

    const [sessionId = ""] = verifa.ids;
    const reviewer = new DeskPage(await signInAs("lead"));
    const { data } = await asPerson<{ data: { id: string; session_id: string }[] }>(
      reviewer.page,
      "GET",
      "/cases?limit=100&tab=all",
      undefined,
      "sandbox",
    );
    const found = data.find(({ session_id }) => session_id === sessionId);
    await reviewer.openCase(found?.id ?? "", "sandbox");
    await reviewer.decide("reject");
    // The decision can be taken back for a moment, and is told then.
    await expect
      .poll(() => verifa.told.find(({ path }) => path.endsWith("/reject")), { timeout: 120_000 })
      .toMatchObject({ body: { reviewer_id: "rev_at_the_vendor" } });

    await desk.open(hosted);
    const told = main.getByRole("row").filter({ hasText: sessionId }).filter({ hasText: "rejected" });
    await expect(told).toContainText("delivered");
    await expectAccessible(page, "a source with what its vendor was told");
  } finally {
    await Promise.all([verifa.stop(), regula.stop()]);
  }
});
