import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { sendDueMails } from "@/lib/mail/send";
import { listMessages } from "@/lib/messages/read";
import { messageInput } from "@/lib/messages/schema";
import { sendMessage } from "@/lib/messages/write";
import { receiveRequest } from "@/lib/requests/write";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { type MailServer, setMailServer, startMailServer, startMuteServer } from "@/test/mail-server";
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

const receive = async () => {
  const requester = { firstName: "Ada", lastName: "Byron", email: to };
  const input = { kind: "access", channel: "email", jurisdiction: "gdpr", requester } as const;
  return (await receiveRequest(officer, input)).id;
};

const message = (more: Partial<Parameters<typeof messageInput.parse>[0] & object> = {}) =>
  messageInput.parse({
    ...{ kind: "received", language: "en", via: "mail", to, subject: "Your request", text: "We have it." },
    ...more,
  });

const first = async (requestId: string) => (await listMessages(officer, { requestId })).data[0];

/** Resolves once a statement waits for a lock. */
const somebodyWaits = () =>
  expect
    .poll(
      async () => {
        const [row] = await db.$queryRaw<
          { count: number }[]
        >`SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted`;
        return row?.count;
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0);

describe("the mail of a message", () => {
  it("ends with its mail in one step, and not while a worker is sending it", async () => {
    server = await startMailServer();
    const requestId = await receive();
    await sendMessage(officer, { requestId, ...message() });
    const { id } = await db.requestMessage.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    const mail = () => db.mail.findFirstOrThrow({ where: { aboutId: id } });
    let sending: Promise<void> | undefined;
    await db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM request_messages WHERE id = ${id} FOR UPDATE`;
        sending = sendDueMails();
        await somebodyWaits();
        expect((await mail()).state).toBe("waiting");
      },
      { timeout: 60_000 },
    );
    await sending;
    expect((await mail()).state).toBe("sent");
    expect(await first(requestId)).toMatchObject({ state: "accepted" });

    const soon = new Date(Date.now() + 60_000);
    const other = await receive();
    await sendMessage(officer, { requestId: other, ...message() });
    await db.mail.updateMany({
      where: { state: "waiting" },
      data: { leasedUntil: soon, expiresAt: new Date(0) },
    });
    const late = await receive();
    await sendMessage(officer, { requestId: late, ...message() });
    await db.mail.updateMany({
      where: { state: "waiting", leasedUntil: null },
      data: { expiresAt: new Date(0) },
    });
    await sendDueMails();
    expect(await first(late)).toMatchObject({ state: "refused" });
    expect(await first(other)).toMatchObject({ state: "queued" });
  });

  it("is not told how an attempt ended that another worker has taken over", async () => {
    const mute = await startMuteServer("");
    const requestId = await receive();
    await sendMessage(officer, { requestId, ...message() });
    const sending = sendDueMails(undefined, { stepMs: 2_000, wholeMs: 4_000 });
    await expect.poll(() => db.mail.count({ where: { attempts: 1 } })).toBe(1);
    await db.mail.updateMany({ data: { attempts: 2 } });
    await sending;
    await mute.stop();
    expect(await first(requestId)).toMatchObject({ state: "queued", answer: null });
  });
});

describe("a message that is sent again", () => {
  const onceKey = "0123456789abcdef";

  it("is one message and one mail, and its repeat answers the first, also after the request was closed", async () => {
    setMailServer("smtp://127.0.0.1:1");
    const requestId = await receive();
    const input = { requestId, ...message({ onceKey }) };
    await Promise.all([sendMessage(officer, input), sendMessage(officer, input)]);
    await db.request.updateMany({ where: { id: requestId }, data: { status: "withdrawn" } });
    expect((await sendMessage(officer, input)).data).toHaveLength(1);
    expect(await db.mail.count({ where: { organizationPk: organization.pk } })).toBe(1);
    await expect(sendMessage(officer, { ...input, text: "Another text." })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("is another message of another request, and without a key", async () => {
    const [one, two] = [await receive(), await receive()];
    for (const requestId of [one, two]) {
      await sendMessage(officer, { requestId, ...message({ via: "phone", onceKey }) });
      const { data } = await sendMessage(officer, { requestId, ...message({ via: "phone" }) });
      expect(data).toHaveLength(2);
    }
  });
});

it("a message does not go with a letter about a request that has changed since", async () => {
  const requestId = await receive();
  let sending: Promise<unknown> | undefined;
  await db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM requests WHERE id = ${requestId} FOR UPDATE`;
      sending = sendMessage(officer, { requestId, ...message({ via: "email", hasLetter: true }) }).catch(
        (error) => error,
      );
      await somebodyWaits();
      await tx.request.updateMany({ where: { id: requestId }, data: { version: { increment: 1 } } });
    },
    { timeout: 60_000 },
  );
  expect(await sending).toMatchObject({ code: "conflict" });
  expect(await first(requestId)).toBeUndefined();
});
