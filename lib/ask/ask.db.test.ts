import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { listRequests } from "@/lib/register/read";
import { requestsQuery } from "@/lib/register/schema";
import { getRequestSettings } from "@/lib/request-settings/read";
import { updateRequestSettings } from "@/lib/request-settings/write";
import { getRequest } from "@/lib/requests/read";
import { callPath } from "@/test/api";
import { createMember, createOrganization, importFor, removeAllSessions, sampleAs } from "@/test/factories";
import { db } from "@/test/test-db";

const origin = "http://localhost:3000";
let admin: Actor;
let officer: Actor;

beforeEach(async () => {
  await removeAllSessions();
  await db.request.deleteMany();
  await db.rateLimit.deleteMany();
  const organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
  officer = await createMember(organization, ["compliance"]);
  await importFor(admin, sampleAs("ses_known", { external_ref: "cust_known" }));
  await openPage(true);
});

async function openPage(askIsOpen: boolean) {
  const { version } = await getRequestSettings(admin);
  await updateRequestSettings(admin, { version, askIsOpen });
}

const somebody = { email: "nobody@mail.example", external_ref: "cust_known" };

async function ask(requester: object = somebody, more: object = {}, headers: object = {}) {
  const body = {
    organization_id: admin.scope.organizationId,
    environment: "sandbox",
    kind: "access",
    requester,
    ...more,
  };
  const answer = await callPath("POST", "/api/v1/ask", {
    headers: { origin, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const { request_id: _, ...said } = await answer.json();
  return { status: answer.status, said, cookie: answer.headers.get("set-cookie") };
}

it("creates a request like any other, unverified, and gives a receipt number", async () => {
  const { status, said, cookie } = await ask(
    { ...somebody, first_name: "Nobody" },
    { details: "All of it." },
    { "x-client-address": "192.0.2.7" },
  );
  expect(status).toBe(201);
  expect(cookie).toBeNull();
  const request = await getRequest(officer, { requestId: said.receipt });
  expect(request).toMatchObject({
    channel: "web",
    step: "verified",
    details: "All of it.",
    requester: { email: somebody.email, externalRef: "cust_known", firstName: "Nobody" },
    matches: [],
  });
  const event = await db.auditEvent.findFirstOrThrow({ where: { type: "request.received" } });
  expect(event).toMatchObject({ actorKind: "public", actorName: "public form", ipAddress: null });
});

it("writes to the requester in the language of the page", async () => {
  const { said } = await ask(somebody, { language: "de" });
  expect(await getRequest(officer, { requestId: said.receipt })).toMatchObject({ language: "de" });
  const { said: plain } = await ask();
  expect(await getRequest(officer, { requestId: plain.receipt })).toMatchObject({ language: "en" });
  expect((await ask(somebody, { language: "xx" })).status).toBe(422);
});

it("takes in who asks on behalf of the person, and answers them; the authority is proved later", async () => {
  const agent = { role: "parent", name: "Paula Parent", email: "paula@mail.example" };
  const { status, said } = await ask({ first_name: "Nobody", external_ref: "cust_known" }, { agent });
  expect(status).toBe(201);
  const request = await getRequest(officer, { requestId: said.receipt });
  expect(request.agent).toMatchObject({ ...agent, provenBy: null });
  expect(request.steps).toContainEqual(expect.objectContaining({ name: "authorized", state: "todo" }));
  const unreachable = { role: "agent", name: "Agnes Agent" };
  expect((await ask({ external_ref: "cust_known" }, { agent: unreachable })).status).toBe(422);
  expect((await ask(somebody, { agent: { ...agent, name: " " } })).status).toBe(422);
  expect((await ask(somebody, { agent: { ...agent, role: "friend" } })).status).toBe(422);
  expect((await ask({}, { agent })).status).toBe(422);
  expect(await db.request.count()).toBe(1);
});

it("answers the same whether the person is known or has asked before", async () => {
  const shape = ({ status, said }: Awaited<ReturnType<typeof ask>>) => [status, Object.keys(said)];
  const known = await ask();
  const unknown = await ask({ email: "stranger@mail.example", external_ref: "cust_stranger" });
  const again = await ask();
  expect(shape(unknown)).toEqual(shape(known));
  expect(shape(again)).toEqual(shape(known));
  expect(new Set([known, unknown, again].map(({ said }) => said.receipt)).size).toBe(3);
  const { data } = await listRequests(officer, requestsQuery.parse({ status: "open" }));
  expect(data).toHaveLength(3);
});

it("is not found while it is off, for another environment, and for an unknown organization", async () => {
  const none = await ask(somebody, { organization_id: "org_nobody" });
  expect(none.status).toBe(404);
  expect(await ask(somebody, { environment: "live" })).toEqual(none);
  await openPage(false);
  expect(await ask()).toEqual(none);
  expect(await db.request.count()).toBe(0);
});

it("requires a way to answer, and a browser of this site", async () => {
  expect((await ask({ external_ref: "cust_known" })).status).toBe(422);
  expect((await ask({ email: "no address" })).status).toBe(422);
  expect((await ask(somebody, { channel: "letter" })).status).toBe(422);
  expect((await ask({ ...somebody, external_ref: "a\0b" })).status).toBe(422);
  expect((await ask(somebody, {}, { origin: "https://evil.example" })).status).toBe(403);
  expect(await db.request.count()).toBe(0);
});

it("makes a network that asks too often wait, and no other", async () => {
  const from = (address: string) => ask(somebody, {}, { "x-client-address": address });
  for (let round = 0; round < 10; round++) expect((await from("192.0.2.1")).status).toBe(201);
  expect((await from("192.0.2.1")).status).toBe(429);
  expect((await from("192.0.2.2")).status).toBe(201);
});
