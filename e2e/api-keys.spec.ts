import { expect, test } from "./fixtures";
import { Desk } from "./pages/desk";
import { asPerson } from "./support/cases";
import { facts } from "./support/facts";

const path = "/sandbox/settings/api-keys";

/** Calls the API as a program with this key. */
const statusOf = async (secret: string, call = "/sessions?limit=1") =>
  (await fetch(`${facts().baseUrl}/api/v1${call}`, { headers: { "X-API-Key": secret } })).status;

test("an admin creates a key, changes and clones it, and revokes it", async ({ signInAs, watch }) => {
  watch.allow(/status of 422 .*\/api-keys/);
  const desk = new Desk(await signInAs("admin"));
  const { main, dialog } = desk;
  const row = (name: string) => main.getByRole("row").filter({ hasText: name });
  await desk.open(path);

  await main.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByLabel("Label")).toBeFocused();
  await dialog.getByLabel("Label").fill("Billing");
  for (const scope of [/sessions:read/, /verifications:read/, /identities:read/])
    await dialog.getByRole("checkbox", { name: scope }).uncheck();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog).toContainText("Choose at least one scope.");
  await dialog.getByRole("checkbox", { name: /sessions:read/ }).check();
  await dialog.getByLabel("Allowed addresses").fill("192.0.2.0/99");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByLabel("Allowed addresses")).toHaveAccessibleDescription(
    /IP address or a CIDR block/,
  );
  await dialog.getByLabel("Allowed addresses").fill("127.0.0.0/8\n::1");
  await dialog.getByRole("button", { name: "Create key" }).click();

  await expect(dialog).toHaveAccessibleName("Store this secret now");
  const secret = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  expect(secret).toMatch(/^vk_sandbox_[\w-]{43}$/);
  await desk.press("Escape");
  await expect(dialog).toContainText("Copy the secret first");
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  await expect(dialog).toBeHidden();
  await expect(row("Billing")).toContainText("Read and export sessions");
  await expect(row("Billing")).toContainText("only from 127.0.0.0/8, ::1");
  await expect(row("Billing")).toContainText("active");
  expect(await desk.page.content()).not.toContain(secret);
  expect([await statusOf(secret), await statusOf(secret, "/cases")]).toEqual([200, 403]);

  await main.getByRole("button", { name: "Change Billing" }).click();
  await dialog.getByRole("checkbox", { name: /cases:read/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row("Billing")).toContainText("read cases");
  expect(await statusOf(secret, "/cases")).toBe(200);

  await main.getByRole("button", { name: "Clone Billing" }).click();
  await dialog.getByLabel("Label of the new key").fill("Billing 2027");
  await dialog.getByRole("button", { name: "Clone" }).click();
  const newer = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  await expect(row("Billing 2027")).toContainText("read cases");

  await main.getByRole("button", { name: "Revoke Billing", exact: true }).click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  const revoked = row("Billing").filter({ hasText: "revoked" });
  await expect(revoked.getByRole("button")).toHaveCount(1);
  expect([await statusOf(secret), await statusOf(newer)]).toEqual([401, 200]);
  await revoked.getByRole("button", { name: "Show the use of Billing" }).click();
  await expect(
    dialog.getByRole("table", { name: "Calls per day, last 30 days" }).getByRole("row"),
  ).toHaveCount(31);
});

test("a publishable key has web pages instead of scopes", async ({ signInAs, watch }) => {
  watch.allow(/status of 422 .*\/api-keys/);
  const desk = new Desk(await signInAs("admin"));
  const { main, dialog } = desk;
  await desk.open(path);
  await main.getByRole("button", { name: "Create key" }).click();
  await dialog.getByLabel("Label").fill("Shop");
  await dialog.getByLabel("Kind").selectOption("publishable");
  await expect(dialog.getByRole("checkbox")).toHaveCount(0);
  await dialog.getByLabel("Allowed web pages").fill("shop.example");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByLabel("Allowed web pages")).toHaveAccessibleDescription(/must be an origin/);
  await dialog.getByLabel("Allowed web pages").fill("https://shop.example");
  await dialog.getByRole("button", { name: "Create key" }).click();
  const secret = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  expect(secret).toMatch(/^vk_pub_sandbox_/);
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  await expect(main.getByRole("row").filter({ hasText: "Shop" })).toContainText("publishable");
  expect(await statusOf(secret)).toBe(401);
});

test("headers that claim an allowed address let nobody in", async ({ signInAs }) => {
  const body = { label: "Office", allowed_ips: ["192.0.2.7"] };
  const { secret } = await asPerson<{ secret: string }>(
    await signInAs("admin"),
    "POST",
    "/api-keys",
    body,
    "sandbox",
  );
  for (const name of ["X-Forwarded-For", "X-Client-Address", "X-Real-IP", "Forwarded"]) {
    const headers = { "X-API-Key": secret, [name]: name === "Forwarded" ? "for=192.0.2.7" : "192.0.2.7" };
    expect((await fetch(`${facts().baseUrl}/api/v1/sessions`, { headers })).status, name).toBe(401);
  }
});

test("a key of sandbox is not listed in live, and only admins see keys", async ({ signInAs }) => {
  const admin = new Desk(await signInAs("admin"));
  await admin.open("/live/settings/api-keys");
  await expect(admin.main.getByRole("table")).toContainText("vk_live_");
  await expect(admin.main.getByRole("table")).not.toContainText("vk_sandbox_");
  const auditor = new Desk(await signInAs("auditor"));
  await auditor.open(path);
  await expect(auditor.main).toContainText("You don't have access to this page");
  await auditor.open("/live/settings/members");
  await expect(auditor.main.getByRole("navigation", { name: "Settings" })).not.toContainText("API keys");
});
