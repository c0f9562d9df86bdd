import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { startDnsServer } from "@/test/dns-server";
import { expect } from "./fixtures";
import { Desk } from "./pages/desk";
import { DeskPage } from "./pages/desk-page";
import { SingleSignOnPage } from "./pages/single-sign-on-page";
import { WelcomePage } from "./pages/welcome-page";
import { test } from "./support/fresh";
import { enterAtProvider, startProvider } from "./support/oidc";
import { isSigned, startReceiver } from "./support/receiver";

const dnsPort = 25_363;
test.use({ environment: { SSO_DNS_SERVERS: `127.0.0.1:${dnsPort}` } });

const password = "four words make it";
const providers = new Set<ChildProcess>();
test.afterEach(() => {
  for (const each of providers) each.kill();
  providers.clear();
});

/** The documented example of an export, as a live session that waits for a review. */
async function exampleBundle(id: string): Promise<string> {
  const { session, result, documents } = JSON.parse(
    await readFile("test/fixtures/verifa-session-export.json", "utf8"),
  );
  const { case_id: _, case_status: __, environment: ___, ...rest } = session;
  const now = new Date().toISOString();
  const live = { is_sandbox: false, created_at: now };
  return JSON.stringify({
    session: { ...rest, ...live, id, status: "under_review", updated_at: now },
    result: { ...result, ...live, session_id: id, rejection_reason: null, rejection_reason_code: null },
    documents: [{ ...documents[0], id: `doc_${id}`, download_url: "front.jpg" }],
  });
}

const front = () =>
  sharp({ create: { width: 640, height: 400, channels: 3, background: "#9ab" } })
    .jpeg()
    .toBuffer();

test("an organization moves in: people, a provider, a key, a webhook endpoint, sessions, and a first decision", async ({
  fresh,
  openBrowser,
  watch,
}) => {
  const [provider, dns, receiver] = [
    await startProvider(fresh.baseUrl, providers),
    await startDnsServer(dnsPort),
    await startReceiver(),
  ];
  watch.allow(new RegExp(provider.issuer.replaceAll(".", "\\.")));
  // The provider's pages ask for a font.
  watch.allow(/fonts\.googleapis\.com/);
  // Nothing waits after the second session.
  watch.allow(/status of 404 .*\/cases\/next/);
  const open = async () => (await openBrowser({ baseURL: fresh.baseUrl })).newPage();
  const join = async (link: string, name: string) => {
    const desk = new DeskPage(await open());
    await desk.page.goto(link);
    const email = `${name.toLowerCase().replace(" ", ".")}@desk.example`;
    await new WelcomePage(desk.page).fill({ name, email, password });
    await expect(desk.rail).toBeVisible();
    return desk;
  };

  // 1: the first admin.
  const admin = await join(fresh.link, "Ada Admin");
  const { main, dialog, page } = admin;

  // 2 and 3: by invitation.
  await admin.open("/live/settings/members");
  await admin.ready();
  const invite = async (role: RegExp) => {
    await main.getByRole("button", { name: "Invite a colleague" }).click();
    await expect(dialog.getByRole("checkbox", { name: /^Reviewer/ })).toBeChecked();
    await dialog.getByRole("checkbox", { name: /^Reviewer/ }).uncheck();
    await dialog.getByRole("checkbox", { name: role }).check();
    await dialog.getByRole("button", { name: "Create link" }).click();
    const link = await dialog.getByRole("textbox", { name: "Invitation link" }).inputValue();
    await dialog.getByRole("button", { name: "Done" }).click();
    return link;
  };
  const reviewer = await join(await invite(/^Reviewer/), "Rae Reviewer");
  await join(await invite(/^Compliance/), "Cora Compliance");

  // 4: by single sign-on.
  const connection = new SingleSignOnPage(page);
  await connection.openPage();
  await main.getByRole("button", { name: "Create OIDC connection" }).click();
  await dialog.getByLabel("Name").fill("Acme ID");
  await connection.lookUp(provider.issuer);
  await expect(dialog.getByRole("status")).toContainText(`${provider.issuer}/token`);
  const { redirectUri, link } = await connection.createConnection();
  const client = await provider.register(redirectUri);
  await connection.changeClientId(client.client_id);
  await connection.replaceSecret(client.client_secret);
  await connection.addDomain("acme.example");
  await connection.proveDomain("acme.example", dns.records);
  await connection.switchOn();
  const lead = new Desk(await open());
  await lead.page.goto(`${link}&next=/live/queue`);
  await lead.page.getByRole("link", { name: "Continue to the identity provider" }).click();
  await enterAtProvider(lead.page, "lead@acme.example");
  await lead.page.waitForURL("**/live/queue");
  await lead.ready();

  // 5 and 6: by SCIM, in the group of leads.
  await main.getByRole("button", { name: "Show SCIM of Acme ID" }).click();
  const at = await dialog.getByRole("textbox", { name: "SCIM address" }).inputValue();
  await dialog.getByRole("button", { name: "Create token" }).click();
  const token = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  await dialog.getByRole("button", { name: "Close" }).first().click();
  const scim = async (target: string, body: object) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/scim+json" };
    const answer = await fetch(at + target, { method: "POST", headers, body: JSON.stringify(body) });
    expect(answer.status, await answer.clone().text()).toBe(201);
    return answer.json();
  };
  const users = [];
  for (const name of ["Sam Scim", "Sue Scim"])
    users.push(
      await scim("/Users", {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        userName: `${name.toLowerCase().replace(" ", ".")}@acme.example`,
        displayName: name,
        emails: [{ value: `${name.toLowerCase().replace(" ", ".")}@acme.example`, primary: true }],
        active: true,
      }),
    );
  await scim("/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "desk-leads",
    members: users.map(({ id }) => ({ value: id })),
  });
  await admin.open("/live/settings/members");
  const table = main.getByRole("table", { name: "Members of the organization" });
  await expect(table.getByRole("row")).toHaveCount(7);
  for (const name of ["Ada Admin", "Rae Reviewer", "Cora Compliance", "Grace Hopper", "Sam Scim", "Sue Scim"])
    await expect(table).toContainText(name);

  // A key and a webhook endpoint.
  await admin.open("/live/settings/api-keys");
  await main.getByRole("button", { name: "Create key" }).click();
  await dialog.getByLabel("Label").fill("Onboarding");
  await dialog.getByRole("checkbox", { name: /sessions:import/ }).check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog).toHaveAccessibleName("Store this secret now");
  const key = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  await dialog.getByRole("button", { name: "I have stored it" }).click();
  await admin.open("/live/settings/webhooks");
  await main.getByRole("button", { name: "Create endpoint" }).click();
  await dialog.getByLabel("URL").fill(receiver.url);
  await dialog.getByLabel("Label").fill("CRM");
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(dialog).toHaveAccessibleName("Store this secret now");
  const signing = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  await dialog.getByRole("button", { name: "I have stored it" }).click();

  // Sessions come in with the key.
  const image = new Blob([new Uint8Array(await front())], { type: "image/jpeg" });
  for (const id of ["ses_first", "ses_second"]) {
    const form = new FormData();
    form.append("bundle", new Blob([await exampleBundle(id)]), "session.json");
    form.append("front.jpg", image, "front.jpg");
    const answer = await fetch(`${fresh.baseUrl}/api/v1/sessions/import`, {
      method: "POST",
      headers: { "X-API-Key": key },
      body: form,
    });
    expect([answer.status, (await answer.json()).outcome]).toEqual([200, "created"]);
  }

  // The reviewer takes the oldest and decides.
  await reviewer.open("/live/queue");
  await reviewer.ready();
  await reviewer.press("n");
  await expect(reviewer.approve).toBeVisible();
  await reviewer.expectStanding();
  const { caseId } = reviewer;
  await reviewer.decide("approve");
  await expect(reviewer.messages).toContainText("Approved");

  // The customer's system is told, signed.
  await expect.poll(() => receiver.arrivals.map(({ event }) => event)).toContain("case.approved");
  const told = receiver.arrivals.filter(({ event }) => event === "case.approved");
  expect(told).toHaveLength(1);
  expect(told[0]?.body).toContain(caseId);
  expect(receiver.arrivals.map((arrival) => isSigned(arrival, signing))).not.toContain(false);

  // The checklist of the overview has ticked what was done.
  await admin.open("/live/overview");
  await expect(main.getByRole("link", { name: "Invite colleagues" })).toHaveCount(0);
  await expect(main.getByRole("link", { name: "Connect a vendor, or import sessions" })).toHaveCount(0);
  await page.close();
  await dns.stop();
  receiver.stop();
});
