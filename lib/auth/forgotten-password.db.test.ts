import { afterEach, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { findPasswordLink } from "@/lib/auth/password-link";
import { sendDueMails } from "@/lib/mail/send";
import { makePasswordLink } from "@/lib/team/password-link";
import { listInvitations } from "@/lib/team/read";
import { inviteMember, removeMember, revokeInvitation } from "@/lib/team/write";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember, createOrganization } from "@/test/factories";
import { type MailServer, startMailServer } from "@/test/mail-server";
import { db } from "@/test/test-db";

let server: MailServer | undefined;
let admin: Actor;
let lea: Actor;

beforeEach(async () => {
  await db.mail.deleteMany();
  await db.rateLimit.deleteMany();
  const organization = await createOrganization();
  admin = await createMember(organization, ["admin"], { name: "Ada" });
  lea = await createMember(organization, ["lead"], { name: "Lea" });
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const origin = "http://localhost:3000";

async function ask(email: string, address = "192.0.2.1") {
  const began = Date.now();
  const answer = await callPath("POST", "/api/v1/password-links", {
    headers: { origin, "x-client-address": address },
    body: JSON.stringify({ email }),
  });
  const { request_id: _, ...body } = await answer.json();
  return { status: answer.status, body, ms: Date.now() - began };
}

/** Sends what was asked for. The answer does not wait for the mail to be queued. */
async function sendQueued(): Promise<void> {
  await expect.poll(() => db.mail.count({ where: { state: "waiting" } })).toBe(1);
  await sendDueMails();
}

const tokenIn = (text: string | undefined) => /token=([\w-]+)/.exec(text ?? "")?.[1] ?? "";

async function setPassword(token: string) {
  const answer = await callPath("POST", "/api/v1/password-links/use", {
    headers: { origin },
    body: JSON.stringify({ token, password: "four quiet words here" }),
  });
  return answer.status;
}

it("mails a link that sets a new password once, and ends all sign-ins", async () => {
  server = await startMailServer();
  const headers = await signedInHeaders(lea.id);
  expect(await ask(lea.name.toUpperCase())).toMatchObject({ status: 202, body: { status: "accepted" } });
  await sendQueued();
  const token = tokenIn(server.mails[0]?.text);
  expect(server.mails[0]?.subject).toBe("Your new password");
  expect(await findPasswordLink(token)).not.toBeNull();
  const { expiresAt } = await db.passwordLink.findFirstOrThrow({ orderBy: { pk: "desc" } });
  expect(Math.round((expiresAt.getTime() - Date.now()) / 60_000)).toBe(60);
  expect(await setPassword(token)).toBeLessThan(300);
  expect(await setPassword(token)).toBe(403);
  expect((await callPath("GET", "/api/v1/me", { headers })).status).toBe(401);
});

it("answers the same and as slowly for an address without an account, and a removed one", async () => {
  server = await startMailServer();
  const gone = await createMember({ pk: admin.scope.organizationPk, id: admin.scope.organizationId }, [
    "lead",
  ]);
  await removeMember(admin, { memberId: gone.id });
  const answers = [await ask(lea.name), await ask("nobody@desk.example"), await ask(gone.name)];
  for (const answer of answers) {
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ status: "accepted" });
    expect(answer.ms).toBeGreaterThanOrEqual(240);
  }
  await sendQueued();
  expect(server.receivers).toEqual([lea.name]);
});

it("sends three mails an hour to one address, says nothing of it, and slows a network down", async () => {
  server = await startMailServer();
  const wanted = Array.from({ length: 5 }, (_, at) => ask(lea.name, `198.51.100.${at}`));
  expect((await Promise.all(wanted)).every(({ status }) => status === 202)).toBe(true);
  // The answer does not wait for the link.
  const where = { type: "member.password-link-made", resourceId: lea.id };
  await expect.poll(() => db.auditEvent.count({ where })).toBe(3);
  const codes = [];
  for (let round = 0; round < 21; round++) codes.push((await ask("x@y.example", "203.0.113.9")).status);
  expect(codes.at(-1)).toBe(429);
});

it("takes back no link of an admin; the newest mail has the only good link of its own", async () => {
  server = await startMailServer();
  const made = await makePasswordLink(admin, { memberId: lea.id });
  await ask(lea.name);
  await sendQueued();
  await ask(lea.name);
  await sendQueued();
  const [first, second] = server.mails.map(({ text }) => tokenIn(text));
  expect(await findPasswordLink(tokenIn(made.url))).not.toBeNull();
  expect(await findPasswordLink(first ?? "")).toBeNull();
  expect(await setPassword(second ?? "")).toBeLessThan(300);
  // A link that was made before does not set the password once more.
  expect(await findPasswordLink(tokenIn(made.url))).toBeNull();
});

it("is not there without a mail server", async () => {
  expect((await ask(lea.name)).status).toBe(404);
  expect(await db.mail.count()).toBe(0);
});

it("an invitation and an admin's password link are mailed where asked, and say what came of it", async () => {
  server = await startMailServer({
    toReceiver: (address) => (address.startsWith("gone") ? { code: 550, message: "No such user" } : null),
  });
  const invited = await inviteMember(admin, { roles: ["lead"], email: "new@desk.example" });
  expect(invited.mail).toMatchObject({ to: "new@desk.example", state: "waiting", answer: null });
  const lost = await inviteMember(admin, { roles: ["lead"], email: "gone@desk.example" });
  const unsent = await inviteMember(admin, { roles: ["lead"] });
  expect(unsent.mail).toBeNull();
  const link = await makePasswordLink(admin, { memberId: lea.id, send: true });
  expect(link.mail).toMatchObject({ to: lea.name, state: "waiting" });
  await sendDueMails();
  const { data, sendsMail } = await listInvitations(admin);
  expect(sendsMail).toBe(true);
  const mailOf = (id: string) => data.find((each) => each.id === id)?.mail;
  expect(mailOf(invited.id)?.state).toBe("sent");
  expect(mailOf(lost.id)).toMatchObject({ state: "failed", answer: expect.stringContaining("No such user") });
  expect(mailOf(unsent.id)).toBeNull();
  expect(server.mails.find(({ subject }) => subject?.includes("Invitation"))?.text).toContain(
    "Ada invites you",
  );
  const headers = await signedInHeaders(admin.id);
  const answer = await callPath("GET", `/api/v1/members/mails/${link.mail?.id}`, { headers });
  expect(await answer.json()).toMatchObject({ state: "sent", to: lea.name });
});

it("a mail that waits is not sent once its invitation is revoked", async () => {
  server = await startMailServer();
  const { id } = await inviteMember(admin, { roles: ["lead"], email: "new@desk.example" });
  await revokeInvitation(admin, { invitationId: id });
  await sendDueMails();
  expect(server.mails).toEqual([]);
});
