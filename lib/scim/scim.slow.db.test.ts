import { once } from "node:events";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadApi } from "@/lib/http/api-server";
import { receive } from "@/lib/http/front";
import { publishEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { updateConnection } from "@/lib/single-sign-on/connections";
import { setOnly } from "@/lib/single-sign-on/only";
import { createScimToken, revokeScimToken } from "@/lib/single-sign-on/scim-tokens";
import { callPath, signedInHeaders } from "@/test/api";
import { killNow, startKillable } from "@/test/killable";
import {
  memberAt,
  newDomain,
  type Peers,
  type SsoScene,
  signInAt,
  ssoScene,
  startPeers,
} from "@/test/sso-scene";
import { db } from "@/test/test-db";

let peers: Peers;
let server: Server;
let base = "";
beforeAll(async () => {
  peers = await startPeers();
  const api = await loadApi(path.resolve(import.meta.dirname, "../../app/api"));
  server = createServer((request, response) => {
    if (!receive(request, response) && !api(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/api/scim/v2`;
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await peers.stop();
  publishEnv({ SSO_ALLOW_HTTP: "", SSO_ALLOWED_NETWORKS: "", SSO_DNS_SERVERS: "" });
});

const core = "urn:ietf:params:scim:schemas:core:2.0";
const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
// biome-ignore lint/suspicious/noExplicitAny: the answers are looked at, not used.
type Answer = { status: number; body: any; headers: Headers };

let scene: SsoScene;
let token: string;
beforeEach(async () => {
  scene = await ssoScene(peers, {
    mappings: [
      { group: "Leads", role: "lead" },
      { group: "Admins", role: "admin" },
    ],
    defaultRoles: ["reviewer"],
  });
  token = (await createScimToken(scene.admin, { connectionId: scene.connectionId })).token;
});

async function ask(method: string, target: string, body?: object, by = token): Promise<Answer> {
  const answer = await fetch(base + target, {
    method,
    headers: { Authorization: `Bearer ${by}`, "Content-Type": "application/scim+json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null, headers: answer.headers };
}

const userOf = (name: string, more: object = {}) => ({
  schemas: [`${core}:User`],
  userName: `${name}@${scene.domain}`,
  name: { givenName: name, familyName: "Hopper" },
  ...more,
});
const create = async (name: string, more: object = {}) =>
  (await ask("POST", "/Users", userOf(name, more))).body as { id: string };
const group = (displayName: string, ids: string[] = []) =>
  ask("POST", "/Groups", {
    schemas: [`${core}:Group`],
    displayName,
    members: ids.map((value) => ({ value })),
  });
const patch = (target: string, ...operations: object[]) =>
  ask("PATCH", target, { schemas: [patchSchema], Operations: operations });
const rolesOf = async (id: string) => (await db.member.findUniqueOrThrow({ where: { id } })).roles;
const refusal = (status: number, scimType?: string) => ({
  status,
  body: {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(status),
    detail: expect.any(String),
    ...(scimType && { scimType }),
  },
});

describe("the service", () => {
  it("says what it can do", async () => {
    const config = await ask("GET", "/ServiceProviderConfig");
    expect(config.headers.get("content-type")).toBe("application/scim+json");
    expect(config.body).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
    expect((await ask("GET", "/ResourceTypes")).body).toMatchObject({ totalResults: 2 });
    expect((await ask("GET", "/ResourceTypes/User")).body).toMatchObject({ endpoint: "/Users" });
    expect((await ask("GET", "/Schemas")).body).toMatchObject({ totalResults: 2 });
    expect((await ask("GET", `/Schemas/${core}:Group`)).body).toMatchObject({ name: "Group" });
    expect(await ask("GET", "/Schemas/urn:nothing")).toMatchObject(refusal(404));
  });

  it("admits nobody without a living token", async () => {
    const none = await ask("GET", "/Users", undefined, "");
    expect(none).toMatchObject(refusal(401));
    expect(none.headers.get("www-authenticate")).toBe("Bearer");
    for (const target of ["/Users", "/Groups", "/ServiceProviderConfig", "/Users/x"])
      expect(await ask("GET", target, undefined, "scim_guessed")).toMatchObject(refusal(401));
    const row = await db.scimToken.findFirstOrThrow({ where: { organizationPk: scene.organization.pk } });
    expect(Buffer.from(row.digest).includes(token)).toBe(false);
    const named = { connectionId: scene.connectionId, tokenId: row.id };
    await revokeScimToken(scene.admin, named);
    expect(await ask("GET", "/Users")).toMatchObject(refusal(401));
    await expect(revokeScimToken(scene.admin, named)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("users", () => {
  it("are created, read, replaced, patched and deleted", async () => {
    const made = await ask("POST", "/Users", userOf("grace", { externalId: "e1", password: "ignored" }));
    const { id } = made.body;
    expect(made).toMatchObject({
      status: 201,
      body: {
        id,
        externalId: "e1",
        userName: `grace@${scene.domain}`,
        displayName: "grace Hopper",
        name: { formatted: "grace Hopper", givenName: "grace", familyName: "Hopper" },
        active: true,
        emails: [{ value: `grace@${scene.domain}`, primary: true }],
        meta: { resourceType: "User" },
      },
    });
    expect(made.headers.get("location")).toBe(made.body.meta.location);
    expect(await rolesOf(id)).toEqual(["reviewer"]);
    expect((await ask("GET", `/Users/${id}`)).body).toEqual(made.body);
    expect((await ask("GET", `/Users/${id}?attributes=userName`)).body).toEqual({
      schemas: [`${core}:User`],
      id,
      userName: `grace@${scene.domain}`,
    });
    const replaced = await ask("PUT", `/Users/${id}`, userOf("ada", { displayName: "Ada" }));
    expect(replaced).toMatchObject({
      status: 200,
      body: { id, userName: `ada@${scene.domain}`, displayName: "Ada", active: true },
    });
    expect(replaced.body.externalId).toBeUndefined();
    const patched = await patch(`/Users/${id}`, {
      op: "Replace",
      value: { "name.familyName": "Byron", externalId: "e2", title: "Countess" },
    });
    expect(patched.body).toMatchObject({ externalId: "e2", displayName: "ada Byron" });
    expect(await ask("DELETE", `/Users/${id}`)).toMatchObject({ status: 204, body: null });
    expect(await ask("GET", `/Users/${id}`)).toMatchObject(refusal(404));
    expect(await ask("DELETE", `/Users/${id}`)).toMatchObject(refusal(404));
    expect(await create("ada")).toMatchObject({ id, active: true });
  });

  it("are refused with a word of the standard", async () => {
    const { id } = await create("grace");
    expect(await ask("POST", "/Users", userOf("grace"))).toMatchObject(refusal(409, "uniqueness"));
    const elsewhere = { ...userOf("x"), userName: `x@${newDomain()}` };
    expect(await ask("POST", "/Users", elsewhere)).toMatchObject(refusal(400, "invalidValue"));
    expect(await ask("POST", "/Users", { ...userOf("x"), userName: "x" })).toMatchObject(
      refusal(400, "invalidValue"),
    );
    expect(await ask("POST", "/Users", { ...userOf("x"), schemas: ["urn:x"] })).toMatchObject(
      refusal(400, "invalidSyntax"),
    );
    expect(await ask("POST", "/Users", userOf("x", { active: "perhaps" }))).toMatchObject(
      refusal(400, "invalidValue"),
    );
    await create("ada");
    const taken = { op: "replace", path: "userName", value: `ada@${scene.domain}` };
    expect(await patch(`/Users/${id}`, taken)).toMatchObject(refusal(409, "uniqueness"));
    expect(await patch(`/Users/${id}`, { op: "remove", path: "userName" })).toMatchObject(
      refusal(400, "invalidValue"),
    );
    const text = await fetch(`${base}/Users`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: "{",
    });
    expect({ status: text.status, body: await text.json() }).toMatchObject(refusal(400, "invalidSyntax"));
  });

  it("are listed by page and filter", async () => {
    for (let at = 0; at < 5; at++) await create(`user${at}`, { externalId: `e${at}` });
    const list = async (query: string) => (await ask("GET", `/Users?${query}`)).body;
    expect(await list("")).toMatchObject({ totalResults: 6, startIndex: 1, itemsPerPage: 6 });
    expect(await list("startIndex=3&count=2")).toMatchObject({
      totalResults: 6,
      startIndex: 3,
      itemsPerPage: 2,
    });
    expect(await list("startIndex=-4&count=1")).toMatchObject({ startIndex: 1, itemsPerPage: 1 });
    expect(await list("count=0")).toMatchObject({ totalResults: 6, Resources: [] });
    expect(await list("count=-1")).toMatchObject({ totalResults: 6, itemsPerPage: 0 });
    expect(await list("startIndex=99")).toMatchObject({ totalResults: 6, Resources: [] });
    const named = (filter: string, more = "") => list(`filter=${encodeURIComponent(filter)}${more}`);
    expect(await named(`userName eq "USER3@${scene.domain}"`)).toMatchObject({
      totalResults: 1,
      Resources: [{ externalId: "e3" }],
    });
    expect(await named('externalId eq "e4"')).toMatchObject({ totalResults: 1 });
    expect(await named('externalId eq "E4"')).toMatchObject({ totalResults: 0 });
    expect(await named('userName sw "user" and not (externalId eq "e0")', "&count=3")).toMatchObject({
      totalResults: 4,
      itemsPerPage: 3,
    });
    expect(await named("active eq false")).toMatchObject({ totalResults: 0 });
    const wrong = encodeURIComponent('userName is "x"');
    expect(await ask("GET", `/Users?filter=${wrong}`)).toMatchObject(refusal(400, "invalidFilter"));
    expect(await ask("GET", "/Users?count=many")).toMatchObject(refusal(400, "invalidValue"));
    expect(await ask("GET", "/Users?filter=a%00b")).toMatchObject(refusal(400, "invalidValue"));
  });

  it("of another organization are not found", async () => {
    const { id } = await create("grace");
    const groupId = (await group("Leads", [id])).body.id;
    const other = await ssoScene(peers);
    const { token: theirs } = await createScimToken(other.admin, { connectionId: other.connectionId });
    for (const target of [`/Users/${id}`, `/Groups/${groupId}`]) {
      expect(await ask("GET", target, undefined, theirs)).toMatchObject(refusal(404));
      expect(await ask("DELETE", target, undefined, theirs)).toMatchObject(refusal(404));
      const body = { schemas: [patchSchema], Operations: [{ op: "replace", value: {} }] };
      expect(await ask("PATCH", target, body, theirs)).toMatchObject(refusal(404));
    }
    const named = { schemas: [`${core}:Group`], displayName: "X", members: [{ value: id }] };
    expect(await ask("POST", "/Groups", named, theirs)).toMatchObject(refusal(400, "invalidValue"));
    expect((await ask("GET", "/Users", undefined, theirs)).body).toMatchObject({ totalResults: 1 });
  });
});

describe("a deactivated user", () => {
  it("is refused within a second, in a stream too, and comes back as the same member", async () => {
    const { id } = await create("grace");
    await group("Leads", [id]);
    const headers = await signedInHeaders(id);
    const stream = await callPath("GET", "/api/v1/cases/stream", { headers });
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    // Until this process listens; it does so once.
    await new Promise((done) => setTimeout(done, 300));
    const endedAt = Date.now();
    const answer = await patch(`/Users/${id}`, { op: "Replace", path: "active", value: "False" });
    expect(answer).toMatchObject({ status: 200, body: { id, active: false } });
    while (!(await reader.read()).done);
    expect(Date.now() - endedAt).toBeLessThan(1_000);
    expect((await callPath("GET", "/api/v1/me", { headers })).status).toBe(401);
    expect((await ask("GET", `/Users?filter=${encodeURIComponent("active eq false")}`)).body).toMatchObject({
      totalResults: 1,
    });
    const back = await patch(`/Users/${id}`, { op: "replace", value: { active: true } });
    expect(back.body).toMatchObject({ id, active: true });
    expect(await rolesOf(id)).toEqual(["lead"]);
    expect((await callPath("GET", "/api/v1/me", { headers })).status).toBe(401);
  });

  it("is refused in another process too", async () => {
    const { id } = await create("grace");
    const signInId = newId("sgn");
    const expiresAt = new Date(Date.now() + 3_600_000);
    await db.signIn.create({ data: { id: signInId, member: { connect: { id } }, expiresAt } });
    const other = await startKillable("sign-in-process.ts");
    const lines = createInterface({ input: other.child.stdout as NodeJS.ReadableStream });
    const askOther = async () => {
      const line = once(lines, "line");
      other.child.stdin?.write(`${signInId}\n`);
      return (await line)[0];
    };
    try {
      expect(await askOther()).toBe("let in");
      const startedAt = Date.now();
      expect(await ask("DELETE", `/Users/${id}`)).toMatchObject({ status: 204 });
      expect(await askOther()).toBe("refused");
      expect(Date.now() - startedAt).toBeLessThan(1_000);
    } finally {
      await killNow(other);
    }
  });

  it("is never the only admin, nor the only break-glass admin", async () => {
    const only = scene.admin.id;
    expect(await patch(`/Users/${only}`, { op: "replace", value: { active: false } })).toMatchObject(
      refusal(409),
    );
    expect(await ask("DELETE", `/Users/${only}`)).toMatchObject(refusal(409));
    const boss = await memberAt(scene.organization, `boss@${scene.domain}`, ["admin"]);
    await db.signIn.create({
      data: {
        id: newId("sgn"),
        member: { connect: { id: boss.id } },
        expiresAt: new Date(Date.now() + 60_000),
      },
    });
    await setOnly(scene.admin, { ssoOnly: true, breakGlass: [boss.id] });
    expect(await ask("DELETE", `/Users/${boss.id}`)).toMatchObject(refusal(409));
    expect(await db.member.findUnique({ where: { id: boss.id } })).toMatchObject({ removedAt: null });
  });
});

describe("groups", () => {
  it("are created, read, replaced, patched and deleted, and give roles", async () => {
    const [one, two] = [await create("one"), await create("two")];
    const made = await group("Leads", [one.id]);
    expect(made).toMatchObject({
      status: 201,
      body: { displayName: "Leads", members: [{ value: one.id, display: "one Hopper" }] },
    });
    const at = `/Groups/${made.body.id}`;
    expect(await rolesOf(one.id)).toEqual(["lead"]);
    expect((await ask("GET", `/Users/${one.id}`)).body.groups).toMatchObject([{ display: "Leads" }]);
    expect((await ask("GET", `${at}?excludedAttributes=members`)).body.members).toBeUndefined();
    await patch(at, { op: "Add", path: "members", value: [{ value: two.id }] });
    expect(await rolesOf(two.id)).toEqual(["lead"]);
    await patch(at, { op: "Remove", path: `members[value eq "${one.id}"]` });
    expect([await rolesOf(one.id), await rolesOf(two.id)]).toEqual([["reviewer"], ["lead"]]);
    await patch(at, { op: "replace", value: { id: undefined, displayName: "Others" } });
    expect(await rolesOf(two.id)).toEqual(["reviewer"]);
    await ask("PUT", at, { schemas: [`${core}:Group`], displayName: "Leads", members: [{ value: one.id }] });
    expect([await rolesOf(one.id), await rolesOf(two.id)]).toEqual([["lead"], ["reviewer"]]);
    expect(await ask("DELETE", at)).toMatchObject({ status: 204 });
    expect(await rolesOf(one.id)).toEqual(["reviewer"]);
    expect(await ask("GET", at)).toMatchObject(refusal(404));
    const events = await db.auditEvent.findMany({
      where: { organizationPk: scene.organization.pk, type: "member.roles-changed" },
    });
    expect(new Set(events.map(({ actorName }) => actorName))).toEqual(new Set(["SCIM"]));
  });

  it("count at a single sign-on as those of the claim do", async () => {
    const { id } = await create("one");
    await group("Leads", [id]);
    const email = `one@${scene.domain}`;
    peers.provider.told.claims = { sub: "one", email, email_verified: true, groups: ["Admins"] };
    expect((await signInAt(peers, scene.connectionId)).signIn).not.toBe("");
    expect(await rolesOf(id)).toEqual(["lead", "admin"]);
    peers.provider.told.claims = { sub: "one", email, email_verified: true };
    await signInAt(peers, scene.connectionId);
    expect(await rolesOf(id)).toEqual(["lead"]);
  });

  it("are refused with a word of the standard, and listed by filter", async () => {
    await group("Leads");
    expect(await group("Leads")).toMatchObject(refusal(409, "uniqueness"));
    expect(await group("Others", ["mem_nobody"])).toMatchObject(refusal(400, "invalidValue"));
    expect(await group("")).toMatchObject(refusal(400, "invalidValue"));
    await group("Others");
    const named = async (filter: string) =>
      (await ask("GET", `/Groups?filter=${encodeURIComponent(filter)}`)).body;
    expect(await named('displayName eq "leads"')).toMatchObject({ totalResults: 1 });
    expect(await named('displayName co "e"')).toMatchObject({ totalResults: 2 });
    expect((await ask("GET", "/Groups?count=1")).body).toMatchObject({ totalResults: 2, itemsPerPage: 1 });
    const wrong = encodeURIComponent('userName eq "x"');
    expect(await ask("GET", `/Groups?filter=${wrong}`)).toMatchObject(refusal(400, "invalidFilter"));
  });

  it("leave the only admin an admin, and roles alone without mappings", async () => {
    const { body } = await group("Leads", [scene.admin.id]);
    expect(await rolesOf(scene.admin.id)).toEqual(["admin"]);
    const kept = { organizationPk: scene.organization.pk, type: "sso.roles-kept" };
    expect(await db.auditEvent.count({ where: kept })).toBe(1);
    const { id } = await create("one");
    await updateConnection(scene.admin, { connectionId: scene.connectionId, mappings: [] });
    await patch(`/Groups/${body.id}`, { op: "add", path: "members", value: [{ value: id }] });
    expect(await rolesOf(id)).toEqual(["reviewer"]);
  });
});
