import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { decideAs, firstWaiting } from "./support/cases";
import { test } from "./support/own";
import { isSigned, startReceiver } from "./support/receiver";

// A delivery fails for good within seconds.
test.use({ installation: "webhooks", environment: { WEBHOOK_RETRY_SECONDS: "0,0" } });

const path = "/live/settings/webhooks";

test("an admin creates an endpoint, tests it, sees what failed, and retries it", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of 422 .*\/webhooks/);
  const receiver = await startReceiver();
  const desk = new Desk(await signInAs("admin"));
  const { main, dialog } = desk;
  const row = (name: string) => main.getByRole("row").filter({ hasText: name });
  await desk.open(path);
  await expect(row("Demo endpoint")).toContainText("every event");

  await main.getByRole("button", { name: "Create endpoint" }).click();
  await expect(dialog.getByLabel("URL")).toBeFocused();
  await dialog.getByLabel("URL").fill("https://10.0.0.1/hook");
  await dialog.getByLabel("Label").fill("CRM");
  await dialog.getByRole("checkbox", { name: /Every event/ }).uncheck();
  await dialog.getByRole("checkbox", { name: /case\.rejected/ }).check();
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(dialog.getByLabel("URL")).toHaveAccessibleDescription(/not a public address/);
  await dialog.getByLabel("URL").fill(receiver.url);
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(dialog).toHaveAccessibleName("Store this secret now");
  const secret = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  await desk.press("Escape");
  await expect(dialog).toContainText("Copy the secret first");
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  await expect(row("CRM")).toContainText("1 event");
  expect(await desk.page.content()).not.toContain(secret);

  await main.getByRole("button", { name: "Test CRM" }).click();
  await dialog.getByRole("button", { name: "Send test event" }).click();
  await expect(dialog.getByRole("status")).toContainText("accepted");
  await expect(dialog.getByRole("region", { name: "Answer" })).toContainText("received, thank you");
  await dialog.getByRole("button", { name: "Close" }).first().click();
  expect(receiver.arrivals.map(({ event }) => event)).toEqual(["webhook.test"]);

  receiver.told.status = 503;
  await decideAs(await signInAs("reviewer"), await firstWaiting(), "reject", {
    rejection_reason: "Not genuine.",
    rejection_reason_code: "fraud_suspected",
  });
  await main.getByRole("combobox", { name: "Endpoint" }).selectOption({ label: "CRM" });
  await expect(row("case.rejected")).toContainText("failed");
  await expect(row("case.rejected")).toContainText("3 of 3");
  await row("case.rejected")
    .getByRole("button", { name: /Details/ })
    .click();
  await expect(dialog.getByRole("row")).toHaveCount(4);
  await expect(dialog.getByRole("region", { name: "Request" })).toContainText("idempotency_key");
  receiver.told.status = 204;
  await dialog.getByRole("button", { name: "Retry" }).click();
  await expect(dialog).toBeHidden();
  await expect(row("case.rejected")).toContainText("delivered");
  const sent = receiver.arrivals.filter(({ event }) => event === "case.rejected");
  expect(sent.map((arrival) => isSigned(arrival, secret))).toEqual([true, true, true, true]);
  expect(new Set(sent.map(({ body }) => body)).size).toBe(1);

  await main.getByRole("button", { name: "Switch CRM off" }).click();
  await expect(row("CRM").first()).toContainText("off");
  await main.getByRole("button", { name: "Delete CRM" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(main.getByRole("button", { name: "Delete CRM" })).toHaveCount(0);
  receiver.stop();
});

test("only admins see webhooks", async ({ signInAs }) => {
  const auditor = new Desk(await signInAs("auditor"));
  await auditor.open(path);
  await expect(auditor.main).toContainText("You don't have access to this page");
});
