import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { startDnsServer } from "@/test/dns-server";
import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { SingleSignOnPage } from "./pages/single-sign-on-page";
import { expectAccessible } from "./support/axe";
import { facts } from "./support/facts";
import { enterAtProvider, startProvider } from "./support/oidc";
import { test } from "./support/own";
import { freePort, startScript } from "./support/server";

const dnsPort = 25_353;
test.use({ installation: "single-sign-on", environment: { SSO_DNS_SERVERS: `127.0.0.1:${dnsPort}` } });

const path = "/live/settings/single-sign-on";

/** The providers of a test end with it, also when it fails. */
const providers = new Set<ChildProcess>();
test.afterEach(() => {
  for (const each of providers) each.kill();
  providers.clear();
});

test("an admin connects an identity provider, proves a domain, and a colleague signs in there", async ({
  signInAs,
  openBrowser,
  watch,
}) => {
  const [provider, dns] = [await startProvider(facts().baseUrl, providers), await startDnsServer(dnsPort)];
  watch.allow(new RegExp(`${provider.issuer.replaceAll(".", "\\.")}`));
  // Its pages ask for a font.
  watch.allow(/fonts\.googleapis\.com/);
  watch.allow(/status of (409|422) .*\/single-sign-on/);
  const desk = new SingleSignOnPage(await signInAs("admin"));
  const { page, main, dialog } = desk;
  await desk.openPage();

  await main.getByRole("button", { name: "Create OIDC connection" }).click();
  await dialog.getByLabel("Name").fill("Acme ID");
  await desk.lookUp("https://10.0.0.1");
  await expect(dialog.getByRole("status")).toContainText("10.0.0.1 is not a public address.");
  await desk.lookUp(provider.issuer);
  await expect(dialog.getByRole("status")).toContainText(`${provider.issuer}/token`);
  const { redirectUri, link } = await desk.createConnection();
  const client = await provider.register(redirectUri);
  await desk.changeClientId(client.client_id);

  const testSignIn = async () => {
    await main.getByRole("button", { name: "Test Acme ID" }).click();
    await dialog.getByRole("button", { name: "Check the provider" }).click();
    await expect(dialog.getByRole("status").first()).toContainText("The provider answers");
    const opened = page.waitForEvent("popup");
    await dialog.getByRole("link", { name: "Test sign-in in a new tab" }).click();
    return opened;
  };
  const wrongSecret = await testSignIn();
  await enterAtProvider(wrongSecret, "lead@acme.example");
  await wrongSecret.waitForURL(/tested=/);
  await wrongSecret.close();
  const last = dialog.getByRole("region", { name: "Last test sign-in" });
  await expect(last).toContainText("invalid_client");
  await dialog.getByRole("button", { name: "Close" }).first().click();

  await desk.replaceSecret(client.client_secret);
  const unproven = await testSignIn();
  await unproven.waitForURL(/tested=/);
  await unproven.close();
  await expect(last).toContainText("acme.example is not a verified domain");
  await expect(last).toContainText("desk-leads");
  await dialog.getByRole("button", { name: "Close" }).first().click();

  await desk.addDomain("acme.example");
  await main.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText(/No TXT record at _countersign\.acme\.example/)).toBeVisible();
  await desk.proveDomain("acme.example", dns.records);
  await desk.switchOn();

  const colleague = await (await openBrowser()).newPage();
  await colleague.goto("/sign-in?next=/sandbox/sessions");
  await colleague.getByRole("link", { name: "Sign in with single sign-on" }).click();
  await colleague.getByLabel("E-mail address").fill("anyone@acme.example");
  await colleague.getByRole("button", { name: "Continue" }).click();
  await enterAtProvider(colleague, "lead@acme.example");
  await colleague.waitForURL("**/sandbox/sessions");
  const theirs = new Desk(colleague);
  await theirs.ready();
  await expect(colleague.getByRole("button", { name: /your account/ })).toContainText(/Grace|GH/);

  await main.getByRole("button", { name: "Show SCIM of Acme ID" }).click();
  const at = await dialog.getByRole("textbox", { name: "SCIM address" }).inputValue();
  await expectAccessible(page, "SCIM", "dialog:modal");
  await dialog.getByRole("button", { name: "Create token" }).click();
  const token = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  await dialog.getByRole("button", { name: "Close" }).first().click();
  const scim = async (method: string, target: string, body?: object) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/scim+json" };
    const answer = await fetch(at + target, { method, headers, body: body && JSON.stringify(body) });
    return answer.json();
  };
  const filter = encodeURIComponent('userName eq "lead@acme.example"');
  const [user] = (await scim("GET", `/Users?filter=${filter}`)).Resources;
  expect(user).toMatchObject({ displayName: "Grace Hopper", active: true });
  const setActive = (active: boolean) =>
    scim("PATCH", `/Users/${user.id}`, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [{ op: "replace", value: { active } }],
    });
  expect(await setActive(false)).toMatchObject({ active: false });
  await colleague.reload();
  await colleague.waitForURL(/\/sign-in/);
  expect(await setActive(true)).toMatchObject({ active: true });
  await colleague.goto(`${link}&next=/sandbox/sessions`);
  await colleague.getByRole("link", { name: "Continue to the identity provider" }).click();
  await colleague.waitForURL("**/sandbox/sessions");
  await theirs.ready();
  await theirs.chooseFromAccount("Sign out");
  await colleague.waitForURL(/\/session\/end/);
  await colleague.getByRole("button", { name: /Yes/ }).click();
  await colleague.waitForURL(`${facts().baseUrl}/sign-in`);

  const other = await (await openBrowser()).newPage();
  await other.goto(link);
  await other.getByRole("link", { name: "Continue to the identity provider" }).click();
  await enterAtProvider(other, "reviewer@acme.example");
  await other.waitForURL(/ended=sso_no_access/);
  await expect(other.getByText("has no access here")).toBeVisible();

  await dns.stop();
});

test("an admin connects a SAML provider by its metadata, and a colleague signs in there", async ({
  signInAs,
  openBrowser,
  watch,
}) => {
  const port = await freePort();
  const child = startScript("e2e/support/saml-process.ts", [String(port)], process.env);
  providers.add(child);
  const dns = await startDnsServer(dnsPort);
  if (child.stdout) await once(child.stdout, "data");
  watch.allow(new RegExp(`127\\.0\\.0\\.1:${port}`));
  watch.allow(/status of (409|422) .*\/single-sign-on/);
  const desk = new Desk(await signInAs("admin"));
  const { main, dialog } = desk;
  await desk.open(path);
  await main.getByRole("button", { name: "Create SAML connection" }).click();
  await dialog.getByLabel("Name").fill("Acme SAML");
  await dialog.getByLabel("Metadata of the provider").fill("<nothing/>");
  await dialog.getByRole("switch", { name: /Create members/ }).check();
  await dialog.getByRole("checkbox", { name: "Reviewer" }).check();
  await dialog.getByRole("button", { name: "Create connection" }).click();
  await expect(dialog.getByLabel("Metadata of the provider")).toHaveAccessibleDescription(/not the metadata/);
  await expectAccessible(desk.page, "a SAML connection", "dialog:modal");
  await dialog.getByLabel("Metadata of the provider").fill(`http://127.0.0.1:${port}/metadata`);
  await dialog.getByRole("button", { name: "Create connection" }).click();
  await expect(dialog).toHaveAccessibleName("Set up Acme SAML");
  await expect(dialog.getByRole("textbox", { name: "Single logout URL" })).toHaveValue(/\/logout$/);
  const link = await dialog.getByRole("textbox", { name: "Link to sign in" }).inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  await main.getByRole("button", { name: "Replace the metadata of Acme SAML" }).click();
  await expect(dialog.getByRole("region", { name: "Present certificates" })).toContainText(
    "Test provider one",
  );
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await main.getByRole("button", { name: "Add domain" }).click();
  await dialog.getByLabel("Domain").fill("saml.example");
  await dialog.getByRole("button", { name: "Add domain" }).click();
  const record = await main.getByRole("textbox", { name: "Record value" }).inputValue();
  dns.records.set("_countersign.saml.example", [record]);
  await main.getByRole("button", { name: "Check now" }).click();
  await expect(main.getByRole("button", { name: "Check now" })).toHaveCount(0);
  await main.getByRole("button", { name: "Switch Acme SAML on" }).click();
  await dialog.getByRole("button", { name: "Switch on" }).click();
  await expect(main.getByRole("button", { name: "Switch Acme SAML off" })).toBeVisible();

  const colleague = await (await openBrowser()).newPage();
  await colleague.goto(`${link}&next=/sandbox/sessions`);
  await colleague.getByRole("link", { name: "Continue to the identity provider" }).click();
  await colleague.getByLabel("Address").fill("ada@saml.example");
  await colleague.getByRole("button", { name: "Sign in" }).click();
  await colleague.getByRole("button", { name: "Continue" }).click();
  await colleague.waitForURL("**/sandbox/sessions");
  await new Desk(colleague).ready();

  // Signing out here signs out at the provider too, and the other way round.
  await colleague.getByRole("button", { name: "Account" }).click();
  await colleague.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await expect(colleague.getByText("You are signed out, also at your identity provider.")).toBeVisible();
  await expectAccessible(colleague, "signed out at the provider too");
  await colleague.goto(`${link}&next=/sandbox/sessions`);
  await colleague.getByRole("link", { name: "Continue to the identity provider" }).click();
  await colleague.getByLabel("Address").fill("ada@saml.example");
  await colleague.getByRole("button", { name: "Sign in" }).click();
  await colleague.getByRole("button", { name: "Continue" }).click();
  await colleague.waitForURL("**/sandbox/sessions");
  // The open page notices that the sign-in has ended.
  watch.allow(/status of 401/);
  const other = await colleague.context().newPage();
  await other.goto(`http://127.0.0.1:${port}/end`);
  await expect(other.getByRole("heading", { name: "Signed out everywhere" })).toBeVisible();
  // It may be on its way to the sign-in page, which ends another navigation.
  await expect(async () => {
    await colleague.goto("/sandbox/sessions");
    await expect(colleague.getByRole("heading", { name: "Sign in" })).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await dns.stop();
});

test("only admins see single sign-on", async ({ signInAs }) => {
  const auditor = new Desk(await signInAs("auditor"));
  await auditor.open(path);
  await expect(auditor.main).toContainText("You don't have access to this page");
});
