import { domainToASCII } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { queueMail } from "@/lib/mail/queue";
import { sendDueMails } from "@/lib/mail/send";
import { sendTestMail } from "@/lib/mail/trial";
import { getOrganization } from "@/lib/organization/read";
import { updateOrganization } from "@/lib/organization/write";
import { createMember, createOrganization } from "@/test/factories";
import { type MailServer, setMailServer, startMailServer, startMuteServer } from "@/test/mail-server";
import { db } from "@/test/test-db";

let admin: Actor;
let server: MailServer | undefined;
const patience = { stepMs: 500, wholeMs: 2_000 };

beforeEach(async () => {
  await db.mail.deleteMany();
  admin = await createMember(await createOrganization("Acme Ltd"), ["admin"]);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const soon = () => new Date(Date.now() + 3_600_000);
const secret = "https://desk.example/password?token=a-token-that-is-secret";

const queued = (to: { address: string; name?: string; language?: "en" | "de" }, onceKey?: string) =>
  queueMail(db, admin.scope, {
    kind: "password_link",
    facts: { url: secret, until: "2026-11-29T13:00:00Z", by: "Ada <b>Admin</b>" },
    to: { name: "", language: "en", ...to },
    aboutId: "mem_x",
    expiresAt: soon(),
    ...(onceKey && { onceKey }),
  });

const only = async () =>
  db.mail.findFirstOrThrow({ where: admin.scope && { organizationPk: admin.scope.organizationPk } });

describe("a mail", () => {
  it("arrives with text and HTML in the reader's language, once, and its link is gone afterwards", async () => {
    server = await startMailServer();
    await queued({ address: "lea@desk.example", name: "Léa Ünïcödé 山田", language: "de" });
    await Promise.all([sendDueMails(), sendDueMails(), sendDueMails()]);
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail?.subject).toBe("Ein Link für ein neues Passwort");
    expect(mail?.from?.value).toEqual([{ name: "Acme Ltd", address: "desk@desk.example" }]);
    expect(mail?.to).toMatchObject({
      value: [{ name: "Léa Ünïcödé 山田", address: "lea@desk.example" }],
    });
    expect(mail?.text).toContain(`Neues Passwort festlegen:\n${secret}`);
    expect(mail?.text).toContain("29. November 2026");
    expect(mail?.html).toContain("Ada &#60;b&#62;Admin");
    expect(mail?.html).toContain(`<a href="${secret}">`);
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(await only()).toMatchObject({ state: "sent", attempts: 1, sealed: null });
    expect((await only()).answer).toMatch(/^250 /);
  });

  it("is not in the database in clear while it waits", async () => {
    setMailServer("smtp://127.0.0.1:1");
    await queued({ address: "lea@desk.example", name: "Lea" });
    const row = await only();
    expect(Buffer.from(row.sealed ?? []).includes("a-token")).toBe(false);
    expect(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? "" : value))).not.toContain(
      "a-token",
    );
    setMailServer("");
  });

  it("has one copy under one key, and none without a mail server", async () => {
    setMailServer("smtp://127.0.0.1:1");
    expect(await queued({ address: "lea@desk.example" }, "2026-11-29")).toMatch(/^mail_/);
    expect(await queued({ address: "lea@desk.example" }, "2026-11-29")).toBeNull();
    expect(await db.mail.count()).toBe(1);
    setMailServer("");
    expect(await queued({ address: "lea@desk.example" })).toBeNull();
    await sendDueMails();
    expect(await only()).toMatchObject({ state: "waiting", attempts: 0 });
  });

  it("cannot smuggle a header or a receiver in by a name", async () => {
    server = await startMailServer();
    const name = 'Eve\r\nBcc: victim@x.example\r\n\r\nHello <victim@x.example>, "a" , b@x.example';
    await queued({ address: "eve@desk.example", name });
    await db.organization.updateMany({ data: { name: 'Evil\r\nBcc: victim@x.example, "x" <y@x.example>' } });
    await sendDueMails();
    expect(server.receivers).toEqual(["eve@desk.example"]);
    const [mail] = server.mails;
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.headers.has("bcc")).toBe(false);
    expect(mail?.from?.value).toHaveLength(1);
    expect(mail?.to).toMatchObject({ value: [{ address: "eve@desk.example" }] });
  });

  it.each([
    "a,victim@x.example",
    "eve@desk.example,victim@x.example",
    "eve@desk.example>\r\nRCPT TO:<victim@x.example",
    '"a b"@desk.example',
    "nobody",
  ])("is not sent to %j", async (address) => {
    server = await startMailServer();
    await queued({ address });
    await sendDueMails();
    expect(server.receivers).toEqual([]);
    expect(await only()).toMatchObject({ state: "failed", answer: "The address cannot be written to." });
  });

  it("arrives at a domain in letters of another script", async () => {
    server = await startMailServer({ withoutUtf8: true });
    await queued({ address: "lea@bücher.example" });
    await sendDueMails();
    expect(server.receivers.map((each) => domainToASCII(each.split("@")[1] ?? ""))).toEqual([
      "xn--bcher-kva.example",
    ]);
    expect(await only()).toMatchObject({ state: "sent" });
  });

  it("arrives at a name in letters of another script, where the server takes that", async () => {
    server = await startMailServer();
    await queued({ address: "léa@desk.example" });
    await sendDueMails();
    expect(server.receivers).toEqual(["léa@desk.example"]);
  });
});

describe("a mail server that does not take a mail", () => {
  it("has failed with the server's words when they are final, and the link is forgotten", async () => {
    server = await startMailServer({ toReceiver: () => ({ code: 550, message: "5.1.1 No such mailbox" }) });
    await queued({ address: "nobody@desk.example" });
    await sendDueMails();
    expect(await only()).toMatchObject({ state: "failed", attempts: 1, sealed: null });
    expect((await only()).answer).toContain("550 5.1.1 No such mailbox");
  });

  it("is tried again later when they are not, and then arrives", async () => {
    let isBusy = true;
    const toMail = () => (isBusy ? { code: 451, message: "4.7.1 Greylisted, come back" } : null);
    server = await startMailServer({ toMail });
    await queued({ address: "lea@desk.example" });
    await sendDueMails();
    const waiting = await only();
    expect(waiting).toMatchObject({ state: "waiting", attempts: 1, leasedUntil: null });
    expect(waiting.answer).toContain("Greylisted");
    const delay = waiting.nextAttemptAt.getTime() - Date.now();
    expect(delay).toBeGreaterThan(20_000);
    expect(delay).toBeLessThan(34_000);
    await sendDueMails();
    expect((await only()).attempts).toBe(1);
    isBusy = false;
    await db.mail.updateMany({ data: { nextAttemptAt: new Date() } });
    await sendDueMails();
    expect(await only()).toMatchObject({ state: "sent", attempts: 2 });
  });

  it("has failed after the last try", async () => {
    server = await startMailServer({ toMail: () => ({ code: 451, message: "later" }) });
    await queued({ address: "lea@desk.example" });
    for (let round = 0; round < 8; round++) {
      await db.mail.updateMany({ data: { nextAttemptAt: new Date() } });
      await sendDueMails();
    }
    expect(await only()).toMatchObject({ state: "failed", attempts: 6, sealed: null });
  });

  it.each([
    ["says nothing", ""],
    ["speaks another protocol", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["refuses everybody", "554 No service here\r\n"],
  ])("that %s is asked again later", async (_, greeting) => {
    const mute = await startMuteServer(greeting);
    await queued({ address: "lea@desk.example" });
    const began = Date.now();
    await sendDueMails(undefined, patience);
    expect(Date.now() - began).toBeLessThan(4_000);
    expect(await only()).toMatchObject({ state: "waiting", attempts: 1 });
    expect((await only()).answer).not.toBe("");
    await mute.stop();
  });

  it("that cannot be reached is asked again later", async () => {
    setMailServer("smtp://127.0.0.1:1");
    await queued({ address: "lea@desk.example" });
    await sendDueMails(undefined, patience);
    expect(await only()).toMatchObject({ state: "waiting", attempts: 1 });
    expect((await only()).answer).toContain("ECONNREFUSED");
    setMailServer("");
  });

  it("a mail whose link has expired is not sent any more", async () => {
    server = await startMailServer();
    await queued({ address: "lea@desk.example" });
    await db.mail.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
    await sendDueMails();
    expect(server.mails).toEqual([]);
    expect(await only()).toMatchObject({ state: "failed", sealed: null });
  });

  it("a mail of a worker that was killed is sent by another one after its lease", async () => {
    server = await startMailServer();
    await queued({ address: "lea@desk.example" });
    await db.mail.updateMany({ data: { attempts: 1, leasedUntil: new Date(Date.now() + 60_000) } });
    await sendDueMails();
    expect(server.mails).toEqual([]);
    await db.mail.updateMany({ data: { leasedUntil: new Date(Date.now() - 1) } });
    await sendDueMails();
    expect(await only()).toMatchObject({ state: "sent", attempts: 2 });
  });
});

describe("a test mail", () => {
  it("arrives at the admin who asks, and shows what the server said", async () => {
    server = await startMailServer();
    const sent = await sendTestMail(admin);
    expect(sent).toMatchObject({ to: admin.name, isSent: true, answer: expect.stringMatching(/^250 /) });
    expect(server.mails[0]?.text).toContain("Mail from Acme Ltd arrives.");
  });

  it("shows a refusal in the server's own words", async () => {
    server = await startMailServer({ toReceiver: () => ({ code: 550, message: "relay denied" }) });
    expect(await sendTestMail(admin)).toMatchObject({
      isSent: false,
      answer: expect.stringContaining("relay denied"),
    });
  });

  it("is refused without a mail server, and to those who may not change settings", async () => {
    await expect(sendTestMail(admin)).rejects.toMatchObject({ code: "conflict" });
    const { organizationPk: pk, organizationId: id } = admin.scope;
    const lead = await createMember({ pk, id }, ["lead"]);
    await expect(sendTestMail(lead)).rejects.toMatchObject({ code: "forbidden" });
  });
});

it("mails are written by the organization as it is now", async () => {
  server = await startMailServer();
  await queued({ address: "lea@desk.example" });
  const { version } = await getOrganization(admin);
  await updateOrganization(admin, { version, name: "New Name Ltd" });
  await sendDueMails();
  expect(server.mails[0]?.from?.value[0]?.name).toBe("New Name Ltd");
});
