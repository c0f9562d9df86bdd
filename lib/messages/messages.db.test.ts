import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { daysAfter } from "@/lib/format/day";
import { sendDueMails } from "@/lib/mail/send";
import { draftMessage, listMessages, messageLetter } from "@/lib/messages/read";
import { messageInput } from "@/lib/messages/schema";
import { sendMessage } from "@/lib/messages/write";
import { requestRecordOf } from "@/lib/packages/record";
import { digest } from "@/lib/platform/crypto";
import { hashPassword } from "@/lib/platform/password";
import { closeRequest } from "@/lib/requests/close";
import { ownRequestOf } from "@/lib/requests/load";
import { extendRequest, pauseClock, resumeClock } from "@/lib/requests/pause";
import { refuseRequest } from "@/lib/requests/refusal";
import { receiveRequest } from "@/lib/requests/write";
import { removeServed } from "@/lib/retention/served";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { type MailServer, setMailServer, startMailServer } from "@/test/mail-server";
import { readPdf } from "@/test/pdf";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let officer: Actor;
let server: MailServer | undefined;
const to = "ada.byron@mail.example";

beforeEach(async () => {
  await db.mail.deleteMany();
  organization = await createOrganization("Acme Ltd");
  officer = await createMember(organization, ["compliance"]);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  setMailServer("");
});

const receive = async (more = {}) => {
  const requester = { firstName: "Ada", lastName: "Byron", email: to };
  const input = { kind: "access", channel: "email", jurisdiction: "gdpr", requester, ...more } as const;
  return (await receiveRequest(officer, input)).id;
};

const message = (more: Partial<Parameters<typeof messageInput.parse>[0] & object> = {}) =>
  messageInput.parse({
    ...{ kind: "received", language: "en", via: "mail", to, subject: "Your request", text: "We have it." },
    ...more,
  });

const first = async (requestId: string) => (await listMessages(officer, { requestId })).data[0];

describe("a message by mail", () => {
  it("arrives as it was previewed, with its letter, and is kept as it was sent", async () => {
    server = await startMailServer();
    const requestId = await receive();
    const draft = await draftMessage(officer, { requestId, kind: "received", language: "de" });
    expect(draft).toMatchObject({ to, letter: "acknowledgement", whyNot: null, canMail: true });
    expect(draft.subject).toBe(`Wir haben Ihren Antrag ${requestId} erhalten`);
    expect(draft.text).toMatch(/^Guten Tag Ada Byron,\n\n/);
    expect(draft.text).toMatch(/Acme Ltd\n1 Test Street/);
    const { subject } = draft;
    const text = `${draft.text}\n<b>P.S.</b> 1 < 2`;
    await sendMessage(officer, { requestId, ...message({ language: "de", subject, text, hasLetter: true }) });
    expect(await first(requestId)).toMatchObject({ state: "queued", via: "mail", to, subject, text });
    await sendDueMails();
    const [mail] = server.mails;
    expect(server.receivers).toEqual([to]);
    expect(mail?.subject).toBe(subject);
    expect(mail?.text?.trim()).toBe(text);
    expect(mail?.html).toContain("&#60;b&#62;P.S.");
    expect(mail?.text).not.toContain("Countersign");
    const [attached] = mail?.attachments ?? [];
    expect(attached?.filename).toBe(`${requestId}-acknowledgement.pdf`);
    const kept = await first(requestId);
    expect(kept).toMatchObject({ state: "accepted", hasLetter: true });
    expect(kept?.answer).toMatch(/^250 /);
    const { bytes } = await messageLetter(officer, { requestId, messageId: kept?.id ?? "" });
    expect(bytes.equals(attached?.content ?? Buffer.of())).toBe(true);
    expect((await readPdf(bytes)).language).toBe("de");
    const row = await db.requestMessage.findFirstOrThrow({ where: { id: kept?.id ?? "" } });
    expect(Buffer.from(row.sealed ?? []).includes(to)).toBe(false);
  });

  it("that the server refuses says so in the server's words", async () => {
    server = await startMailServer({ toReceiver: () => ({ code: 550, message: "No such user" }) });
    const requestId = await receive();
    await sendMessage(officer, { requestId, ...message() });
    await sendDueMails();
    const sent = await first(requestId);
    expect(sent).toMatchObject({ state: "refused" });
    expect(sent?.answer).toContain("No such user");
  });

  it("that could not be sent in time has failed", async () => {
    setMailServer("smtp://127.0.0.1:1");
    const requestId = await receive();
    await sendMessage(officer, { requestId, ...message() });
    await db.mail.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    await sendDueMails();
    expect(await first(requestId)).toMatchObject({ state: "refused" });
  });

  it("does not go without the letter that gives the reason, nor speak of one that is not there", async () => {
    setMailServer("smtp://127.0.0.1:1");
    const requestId = await receive();
    const send = (more: Parameters<typeof message>[0]) =>
      sendMessage(officer, { requestId, ...message(more) });
    const { text } = await draftMessage(officer, { requestId, kind: "received", language: "fr" });
    await expect(send({ text })).rejects.toMatchObject({ fields: [{ field: "text" }] });
    await extendRequest(officer, { requestId, reason: "Many records." });
    await expect(send({ kind: "extended" })).rejects.toMatchObject({ code: "conflict" });
    await send({ kind: "extended", hasLetter: true });
    await pauseClock(officer, { requestId, ground: "identity", reason: "Which account is yours?" });
    const draft = await draftMessage(officer, { requestId, kind: "extended", language: "en" });
    expect(draft).toMatchObject({ letter: null, whyNoLetter: expect.stringContaining("paused") });
    expect(draft.text).not.toContain("letter");
  });

  it("needs a mail server and an address", async () => {
    const requestId = await receive();
    await expect(sendMessage(officer, { requestId, ...message() })).rejects.toMatchObject({
      code: "conflict",
    });
    setMailServer("smtp://127.0.0.1:1");
    await expect(sendMessage(officer, { requestId, ...message({ to: "Ada" }) })).rejects.toMatchObject({
      fields: [{ field: "to" }],
    });
    expect(await first(requestId)).toBeUndefined();
  });
});

describe("a message", () => {
  it("that an officer sent is recorded with its day", async () => {
    const requestId = await receive();
    const posted = message({ via: "letter", to: "1 Road, London" });
    await sendMessage(officer, { requestId, ...posted });
    expect(await first(requestId)).toMatchObject({ via: "letter", state: "recorded", to: "1 Road, London" });
    await expect(sendMessage(officer, { requestId, ...posted, sentOn: "2999-01-01" })).rejects.toMatchObject({
      fields: [{ field: "sent_on" }],
    });
    await expect(sendMessage(officer, { requestId, ...posted, sentOn: "2020-01-01" })).rejects.toMatchObject({
      fields: [{ field: "sent_on" }],
    });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { organizationPk: organization.pk, type: "request.message-sent" },
    });
    expect(JSON.stringify(event.metadata)).not.toContain("Road");
  });

  it("says nothing that is not so", async () => {
    const requestId = await receive();
    const send = (kind: string) =>
      sendMessage(officer, { requestId, ...message({ kind, via: "email" } as never) });
    for (const kind of ["verified", "extended", "fee", "refused", "ready", "done"])
      await expect(send(kind), kind).rejects.toMatchObject({ code: "conflict" });
    await extendRequest(officer, { requestId, reason: "Many records." });
    await send("extended");
    await refuseRequest(officer, {
      requestId,
      ...{ ground: "unfounded", circumstances: "c", reason: "Nothing is stored." },
    });
    await expect(send("received")).rejects.toMatchObject({ code: "conflict" });
    await send("refused");
    await expect(
      sendMessage(officer, { requestId, ...message({ kind: "refused", via: "email", text: "See {link}" }) }),
    ).rejects.toMatchObject({ fields: [{ field: "text" }] });
  });

  it("is drafted with what is so: the question that is open, a day that the law names, an end that is there", async () => {
    const requestId = await receive();
    const drafted = (id: string, kind: "question" | "received" | "done") =>
      draftMessage(officer, { requestId: id, kind, language: "en" });
    await pauseClock(officer, { requestId, ground: "identity", reason: "Which account is yours?" });
    expect((await drafted(requestId, "question")).text).toContain("Which account is yours?");
    await resumeClock(officer, { requestId });
    await pauseClock(officer, { requestId, ground: "scope", reason: "Which year do you mean?" });
    const { text } = await drafted(requestId, "question");
    expect(text).toContain("Which year do you mean?");
    expect(text).not.toContain("Which account is yours?");
    expect((await drafted(await receive(), "received")).text).toContain("We will answer by");
    const complaint = await receive({ kind: "complaint", jurisdiction: "uk_gdpr" });
    expect((await drafted(complaint, "received")).text).not.toContain("We will answer by");
    await db.request.updateMany({ where: { id: complaint }, data: { deliveredAt: new Date() } });
    expect((await drafted(complaint, "done")).whyNot).toBe("The request is not completed.");
  });

  it("never has the code of its download link", async () => {
    const requestId = await receive();
    const { pk } = await db.request.findFirstOrThrow({ where: { id: requestId } });
    const scope = { organizationPk: organization.pk, environment: officer.scope.environment };
    const days = daysAfter(new Date(), 7);
    await db.deliveryLink.create({
      data: {
        ...scope,
        ...{ requestPk: pk, id: "dlk_x", packageId: "pkg_x", createdBy: officer.id, expiresAt: days },
        tokenDigest: Uint8Array.from(digest("token")),
        codeHash: await hashPassword("ABCD2345"),
      },
    });
    for (const text of ["Your code is abcd-2345.", "Code:ABCD 2345", "ABCD2345"])
      await expect(
        sendMessage(officer, { requestId, ...message({ via: "email", text }) }),
      ).rejects.toMatchObject({ fields: [{ field: "text" }] });
    await sendMessage(officer, { requestId, ...message({ via: "email", text: "You get ABCD-2346 later." }) });
  });

  it("is in the requester's package, and for those who answer requests only", async () => {
    const requestId = await receive();
    await sendMessage(officer, { requestId, ...message({ via: "email" }) });
    const record = await requestRecordOf(officer, await ownRequestOf(officer, requestId));
    expect(record.messages).toMatchObject([
      { kind: "received", to, subject: "Your request", text: "We have it." },
    ]);
    const auditor = await signedInHeaders((await createMember(organization, ["auditor"])).id);
    const path = `/api/v1/requests/${requestId}/messages`;
    expect((await callPath("GET", path, { headers: auditor })).status).toBe(403);
  });

  it("is erased with the requester's data, and its mail too", async () => {
    setMailServer("smtp://127.0.0.1:1");
    const requestId = await receive();
    await sendMessage(officer, { requestId, ...message() });
    await closeRequest(officer, { requestId, status: "withdrawn", reason: "By phone." });
    await db.request.updateMany({
      where: { id: requestId },
      data: { closedAt: new Date("2020-01-01T00:00:00Z") },
    });
    await db.retentionSettings.updateMany({
      where: { organizationPk: organization.pk },
      data: { keepRequestsDays: 30 },
    });
    await removeServed();
    expect(await first(requestId)).toMatchObject({ kind: "received", to: null, subject: null, text: null });
    expect(await db.mail.count({ where: { organizationPk: organization.pk } })).toBe(0);
    await expect(
      sendMessage(officer, { requestId, ...message({ kind: "done", via: "email" }) }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});
