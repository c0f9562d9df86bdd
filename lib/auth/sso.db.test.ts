import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Actor, Person } from "@/lib/actor/actor";
import { acceptInvitation } from "@/lib/auth/invitation";
import { signIn, startSignIn } from "@/lib/auth/sign-in";
import { signOutPerson } from "@/lib/auth/sign-out";
import { findSignIn } from "@/lib/auth/sso";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { deleteConnection, updateConnection } from "@/lib/single-sign-on/connections";
import { setOnly } from "@/lib/single-sign-on/only";
import { requireFactor } from "@/lib/team/second-factor";
import { changeRoles, makeInvitation, removeMember } from "@/lib/team/write";
import { callPath } from "@/test/api";
import { createOrganization } from "@/test/factories";
import {
  begin,
  comeBack,
  memberAt,
  newDomain,
  origin,
  type Peers,
  personOf,
  signInAt,
  ssoScene,
  startPeers,
} from "@/test/sso-scene";
import { db } from "@/test/test-db";

let peers: Peers;
beforeAll(async () => {
  peers = await startPeers();
});
afterAll(async () => {
  closeExchanges();
  await peers.stop();
  publishEnv({ SSO_ALLOW_HTTP: "", SSO_ALLOWED_NETWORKS: "", SSO_DNS_SERVERS: "" });
});
beforeEach(() => {
  for (const key of Object.keys(peers.provider.told)) delete peers.provider.told[key as never];
});

const says = (claims: Record<string, unknown>, sub = "one") => {
  peers.provider.told.claims = { sub, email_verified: true, name: "Grace Hopper", ...claims };
};

const eventsOf = async (organizationPk: bigint, type: string) =>
  db.auditEvent.findMany({ where: { organizationPk, type }, orderBy: { sequence: "asc" } });

const refusalsOf = async (organizationPk: bigint) =>
  (await eventsOf(organizationPk, "sso.refused")).map(({ metadata }) => metadata);

it("a member signs in, is linked by a verified address once, and then by the subject alone", async () => {
  const { organization, domain, connectionId } = await ssoScene(peers);
  const member = await memberAt(organization, `grace@${domain}`);
  says({ email: `Grace@${domain.toUpperCase()}` });
  const first = await signInAt(peers, connectionId);
  expect(first).toMatchObject({ status: 302, to: "/live/queue" });
  expect(await personOf(first.signIn)).toMatchObject({ id: member.id });
  says({ email: "another@elsewhere.example", email_verified: false });
  const second = await signInAt(peers, connectionId);
  expect(await personOf(second.signIn)).toMatchObject({ id: member.id });
  expect(await eventsOf(organization.pk, "sso.member-linked")).toHaveLength(1);
  const [told] = await eventsOf(organization.pk, "sign-in.succeeded");
  expect(told).toMatchObject({ actorId: member.id, metadata: { connectionId } });
  const { authorization, verifier } = peers.provider.seen.at(-1) ?? {};
  expect(authorization).toMatch(/^Basic /);
  expect(verifier).toMatch(/^[\w-]{43}$/);
});

it("an attempt counts once, for its browser, its connection and ten minutes", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers);
  await memberAt(organization, `grace@${domain}`);
  says({ email: `grace@${domain}` });
  const expired = `/sign-in?ended=sso_expired&sso=${connectionId}`;
  const { location, cookie } = await begin(connectionId);
  const search = peers.provider.authorize(location);
  expect(await comeBack(connectionId, search, "")).toMatchObject({ to: expired, signIn: "" });
  expect(await comeBack(connectionId, search, "single-sign-on=forged")).toMatchObject({ to: expired });
  expect(await comeBack(connectionId, search, cookie)).toMatchObject({ to: "/live/queue" });
  expect(await comeBack(connectionId, search, cookie)).toMatchObject({ to: expired, signIn: "" });

  const other = await begin(connectionId);
  const mixed = peers.provider.authorize((await begin(connectionId)).location);
  expect(await comeBack(connectionId, mixed, other.cookie)).toMatchObject({ signIn: "" });

  const late = await begin(connectionId);
  await db.ssoAttempt.updateMany({
    where: { organizationPk: organization.pk },
    data: { expiresAt: new Date() },
  });
  expect(await comeBack(connectionId, peers.provider.authorize(late.location), late.cookie)).toMatchObject({
    to: expired,
  });

  const second = await ssoScene(peers);
  const started = await begin(connectionId);
  const elsewhere = peers.provider.authorize(started.location);
  expect(await comeBack(second.connectionId, elsewhere, started.cookie)).toMatchObject({
    to: `/sign-in?ended=sso_expired&sso=${second.connectionId}`,
  });
  await updateConnection(admin, { connectionId, enabled: false });
  const off = await begin(connectionId);
  expect(off).toMatchObject({
    location: `/sign-in?ended=sso_off&sso=${connectionId}`,
    cookie: "single-sign-on=",
  });
});

it.each([
  ["of another issuer", { claims: { iss: "https://evil.example" } }],
  ["for another client", { claims: { aud: "another" } }],
  [
    "for several clients, of which another is meant",
    { claims: { aud: ["desk", "another"], azp: "another" } },
  ],
  ["with another nonce", { claims: { nonce: "another" } }],
  ["without a nonce", { claims: { nonce: undefined } }],
  ["that has expired", { claims: { exp: Math.floor(Date.now() / 1000) - 300 } }],
  ["without a subject", { claims: { sub: undefined } }],
  ["that is not signed", { isUnsigned: true }],
  ["that another key has signed", { isSignedByAnother: true }],
  ["whose header names another algorithm", { header: { alg: "HS256" } }],
])("an ID token %s signs nobody in", async (_, wrong) => {
  const { organization, domain, connectionId } = await ssoScene(peers);
  await memberAt(organization, `grace@${domain}`);
  says({ email: `grace@${domain}` });
  Object.assign(peers.provider.told, wrong, {
    claims: { ...peers.provider.told.claims, ...("claims" in wrong ? wrong.claims : {}) },
  });
  const { to, signIn } = await signInAt(peers, connectionId);
  expect({ to, signIn }).toEqual({ to: `/sign-in?ended=sso_failed&sso=${connectionId}`, signIn: "" });
  expect(await refusalsOf(organization.pk)).toMatchObject([{ why: "provider" }]);
});

it.each([
  ["is not verified", { email_verified: false }],
  ["is not there", { email: undefined }],
  ["is no address", { email: "grace" }],
  ["belongs to a domain that is not proven", { email: `grace@${newDomain()}` }],
])("nobody is linked or created when the e-mail address %s", async (_, wrong) => {
  const { organization, domain, connectionId } = await ssoScene(peers, {
    createsMembers: true,
    defaultRoles: ["auditor"],
  });
  await memberAt(organization, `grace@${domain}`);
  says({ email: `grace@${domain}`, ...wrong });
  expect(await signInAt(peers, connectionId)).toMatchObject({
    to: `/sign-in?ended=sso_no_access&sso=${connectionId}`,
    signIn: "",
  });
  expect(await db.ssoIdentity.count({ where: { organizationPk: organization.pk } })).toBe(0);
  expect(await db.member.count({ where: { organizationPk: organization.pk } })).toBe(2);
});

it("a removed member, and a member of another organization, do not enter", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers, {
    createsMembers: true,
    defaultRoles: ["auditor"],
  });
  const member = await memberAt(organization, `grace@${domain}`);
  says({ email: `grace@${domain}` });
  const { signIn } = await signInAt(peers, connectionId);
  await removeMember(admin, { memberId: member.id });
  await expect(personOf(signIn)).rejects.toMatchObject({ code: "unauthorized" });
  expect(await signInAt(peers, connectionId)).toMatchObject({ signIn: "" });
  says({ email: `grace@${domain}` }, "two");
  expect(await signInAt(peers, connectionId)).toMatchObject({ signIn: "" });

  const other = await createOrganization();
  await memberAt(other, `alan@${domain}`);
  says({ email: `alan@${domain}` }, "three");
  expect(await signInAt(peers, connectionId)).toMatchObject({ signIn: "" });
  expect(await refusalsOf(organization.pk)).toHaveLength(3);
  expect(await db.signIn.count({ where: { member: { organizationPk: other.pk } } })).toBe(0);
});

it("a person without an account becomes a member only where the connection says so, with roles of their groups", async () => {
  const mappings = [
    { group: "desk-leads", role: "lead" as const },
    { group: "desk-people", role: "reviewer" as const },
  ];
  const { organization, admin, domain, connectionId } = await ssoScene(peers, { mappings });
  says({ email: `grace@${domain}`, groups: ["desk-leads", "desk-people", "golf"] });
  expect(await signInAt(peers, connectionId)).toMatchObject({ signIn: "" });
  await updateConnection(admin, { connectionId, createsMembers: true });
  const { signIn } = await signInAt(peers, connectionId);
  expect(await personOf(signIn)).toMatchObject({
    member: { name: "Grace Hopper", email: `grace@${domain}`, roles: ["reviewer", "lead"] },
  });
  expect((await eventsOf(organization.pk, "member.joined"))[0]).toMatchObject({
    actorName: "single sign-on",
  });

  says({ email: `grace@${domain}`, groups: "desk-people" });
  expect(await personOf((await signInAt(peers, connectionId)).signIn)).toMatchObject({
    member: { roles: ["reviewer"] },
  });
  const [changed] = await eventsOf(organization.pk, "member.roles-changed");
  expect(changed).toMatchObject({
    actorName: "single sign-on",
    metadata: { before: ["reviewer", "lead"], after: ["reviewer"] },
  });

  says({ email: `grace@${domain}`, groups: ["golf"] });
  expect(await signInAt(peers, connectionId)).toMatchObject({ signIn: "" });
  await expect(personOf(signIn)).rejects.toMatchObject({ code: "unauthorized" });
});

it("the only admin stays one, whatever the groups say", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers, {
    mappings: [{ group: "people", role: "reviewer" }],
  });
  await db.member.update({ where: { id: admin.id }, data: { email: `ada@${domain}` } });
  says({ email: `ada@${domain}`, groups: ["people"] });
  const { signIn } = await signInAt(peers, connectionId);
  expect(await personOf(signIn)).toMatchObject({ member: { roles: ["admin"] } });
  expect(await eventsOf(organization.pk, "sso.roles-kept")).toMatchObject([
    { metadata: { wanted: ["reviewer"], kept: ["admin"] } },
  ]);
});

it("a required second factor is satisfied only by a connection whose provider asks for one", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers);
  await memberAt(organization, `grace@${domain}`, ["lead"]);
  await db.organization.update({ where: { pk: organization.pk }, data: { secondFactorRoles: ["lead"] } });
  says({ email: `grace@${domain}` });
  expect(await signInAt(peers, connectionId)).toMatchObject({
    to: `/sign-in?ended=sso_second_factor&sso=${connectionId}`,
    signIn: "",
  });
  await updateConnection(admin, { connectionId, asksSecondFactor: true });
  const { signIn } = await signInAt(peers, connectionId);
  expect(await personOf(signIn)).toMatchObject({ mustAddFactor: false });
  await updateConnection(admin, { connectionId, asksSecondFactor: false });
  expect(await personOf(signIn)).toMatchObject({ mustAddFactor: true });
});

it("an admin who came by a provider that asks for a second factor may require one, another may not", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers);
  await memberAt(organization, `grace@${domain}`, ["admin"]);
  says({ email: `grace@${domain}` });
  const by = async () => personOf((await signInAt(peers, connectionId)).signIn);
  const without = await by();
  await expect(requireFactor(without, { roles: ["admin"] })).rejects.toThrow(/single sign-on/);
  await updateConnection(admin, { connectionId, asksSecondFactor: true });
  expect(await requireFactor(await by(), { roles: ["admin"] })).toEqual({ roles: ["admin"] });
});

it("with single sign-on only, what is checked in another way starts no sign-in either", async () => {
  const { organization, admin, domain } = await ssoScene(peers);
  const email = `ada@${domain}`;
  const boss = await memberAt(organization, email, ["admin"]);
  await signIn({ email, password: "a long password" }, origin);
  const grace = (await memberAt(organization, `grace@${domain}`)) as Person;
  await setOnly(admin, { ssoOnly: true, breakGlass: [boss.id] });
  const how = { userAgent: undefined, secondFactor: "passkey" as const };
  const start = async (person: Actor) => {
    const row = await db.member.findUniqueOrThrow({ where: { id: person.id } });
    return startSignIn(row, person as Person, how, async () => true);
  };
  await expect(start(grace)).rejects.toThrow("sso_only");
  expect(await start(boss)).toMatch(/^sgn_/);
});

it("with single sign-on only, a break-glass admin who becomes none loses the sign-ins with a password", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers);
  const password = "a long password";
  const emails = [`ada@${domain}`, `bea@${domain}`];
  const members = await Promise.all(emails.map((email) => memberAt(organization, email, ["admin"])));
  const ids = await Promise.all(emails.map((email) => signIn({ email, password }, origin)));
  const [, bea] = members;
  says({ email: emails[1] });
  const { signIn: cookie } = await signInAt(peers, connectionId);
  await setOnly(admin, { ssoOnly: true, breakGlass: members.map(({ id }) => id) });
  await changeRoles(admin, { memberId: bea?.id ?? "", roles: ["lead"] });
  const isOver = await Promise.all(
    ids.map(async (id) => (await db.signIn.findUnique({ where: { id: id ?? "" } }))?.revokedAt !== null),
  );
  expect(isOver).toEqual([false, true]);
  expect(await personOf(cookie)).toMatchObject({ id: bea?.id });
});

it("switching a connection off, and deleting it, end the sign-ins that came by it", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers);
  await memberAt(organization, `grace@${domain}`);
  says({ email: `grace@${domain}` });
  const first = await signInAt(peers, connectionId);
  await updateConnection(admin, { connectionId, enabled: false });
  await expect(personOf(first.signIn)).rejects.toMatchObject({ code: "unauthorized" });
  await updateConnection(admin, { connectionId, enabled: true });
  const second = await signInAt(peers, connectionId);
  expect(await deleteConnection(admin, { connectionId })).toMatchObject({ endedSignIns: 1 });
  await expect(personOf(second.signIn)).rejects.toMatchObject({ code: "unauthorized" });
});

it("with single sign-on only, a password counts for break-glass admins alone", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers);
  const email = `ada@${domain}`;
  const boss = await memberAt(organization, email, ["admin"]);
  await memberAt(organization, `grace@${domain}`);
  const password = "a long password";
  const none = { ssoOnly: true, breakGlass: [] };
  await expect(setOnly(admin, none)).rejects.toMatchObject({ code: "conflict" });
  const chosen = { ssoOnly: true, breakGlass: [boss.id] };
  await expect(setOnly(admin, chosen)).rejects.toMatchObject({ code: "validation_error" });
  expect(await signIn({ email, password }, origin)).not.toBeNull();
  const grace = await signIn({ email: `grace@${domain}`, password }, origin);
  expect(await setOnly(admin, chosen)).toMatchObject({ ssoOnly: true, endedSignIns: 1 });
  expect(await db.signIn.findUnique({ where: { id: grace ?? "" } })).toMatchObject({
    revokedAt: expect.any(Date),
  });
  await expect(signIn({ email: `grace@${domain}`, password }, origin)).rejects.toThrow("sso_only");
  expect(await signIn({ email: `grace@${domain}`, password: "wrong" }, origin)).toBeNull();
  expect(await signIn({ email, password }, origin)).not.toBeNull();
  await expect(removeMember(admin, { memberId: boss.id })).rejects.toMatchObject({ code: "conflict" });
  await expect(updateConnection(admin, { connectionId, enabled: false })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(deleteConnection(admin, { connectionId })).rejects.toMatchObject({ code: "conflict" });
  await setOnly(admin, { ssoOnly: false, breakGlass: [boss.id] });
  expect(await signIn({ email: `grace@${domain}`, password }, origin)).not.toBeNull();
});

it("an admin whom the operator of the server invites is a break-glass admin, one whom a colleague invites is not", async () => {
  const { organization, admin, domain } = await ssoScene(peers);
  for (const [invitedBy, isBreakGlass] of [
    ["command-line", true],
    [admin.id, false],
  ] as const) {
    const invited = { organizationPk: organization.pk, roles: ["admin" as const], invitedBy };
    const token = new URL((await makeInvitation(db, invited)).url).searchParams.get("token") ?? "";
    const email = `${isBreakGlass ? "one" : "two"}@${domain}`;
    await acceptInvitation({ token, name: "New", email, password: "correct horse battery" }, origin);
    expect(await db.member.findUnique({ where: { email } })).toMatchObject({ isBreakGlass });
  }
});

it("signing out leads to the provider, where it offers that", async () => {
  const { organization, domain, connectionId } = await ssoScene(peers);
  await memberAt(organization, `grace@${domain}`);
  says({ email: `grace@${domain}` });
  const by = async () => (await personOf((await signInAt(peers, connectionId)).signIn)) as Person;
  const { providerUrl } = await signOutPerson(await by(), { everywhere: false });
  const { origin: at, pathname, searchParams } = new URL(providerUrl ?? "");
  expect(at + pathname).toBe(`${peers.provider.issuer}/logout`);
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: "desk",
    post_logout_redirect_uri: "http://localhost:3000/sign-in",
  });
  await db.ssoConnection.update({ where: { id: connectionId }, data: { endSessionUrl: null } });
  expect(await signOutPerson(await by(), { everywhere: true })).toMatchObject({ providerUrl: null });
});

it("a link of another site begins no sign-in; the person must press the button", async () => {
  const { connectionId } = await ssoScene(peers);
  const at = `/api/sso/${connectionId}/start?next=${encodeURIComponent("//evil.example/")}`;
  const from = (site: string) => callPath("GET", at, { headers: { "sec-fetch-site": site } });
  for (const site of ["cross-site", "same-site"]) {
    const answer = await from(site);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toMatch(
      new RegExp(`^/sign-in\\?sso=${connectionId}&next=%2F(?!%2F)`),
    );
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  for (const site of ["same-origin", "none"])
    expect((await from(site)).headers.get("location")).toContain(peers.provider.issuer);
});

it("only the domain of an address says where its people sign in", async () => {
  const { domain, connectionId, admin } = await ssoScene(peers);
  expect(await findSignIn(`nobody-at-all@${domain}`, origin)).toEqual({ connectionId });
  await expect(findSignIn(`grace@${newDomain()}`, origin)).rejects.toMatchObject({ code: "not_found" });
  await updateConnection(admin, { connectionId, enabled: false });
  await expect(findSignIn(`grace@${domain}`, origin)).rejects.toMatchObject({ code: "not_found" });
});

it("a test signs nobody in, and shows the provider's own words", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers);
  await updateConnection(admin, { connectionId, enabled: false });
  const outcome = async () =>
    (await db.ssoConnection.findUniqueOrThrow({ where: { id: connectionId } })).testOutcome;
  says({ email: `grace@${domain}`, groups: ["people"] });
  const to = `/sandbox/settings/single-sign-on?tested=${connectionId}`;
  expect(await signInAt(peers, connectionId, admin)).toMatchObject({ to, signIn: "" });
  expect(await outcome()).toMatchObject({
    success: false,
    groups: ["people"],
    note: expect.stringMatching(/no member/),
  });
  await memberAt(organization, `grace@${domain}`);
  await signInAt(peers, connectionId, admin);
  expect(await outcome()).toMatchObject({ success: true, email: `grace@${domain}`, roles: ["reviewer"] });
  peers.provider.told.tokenError = {
    error: "invalid_client",
    error_description: "Unknown\u0007 <b>secret</b>.",
  };
  await signInAt(peers, connectionId, admin);
  expect(await outcome()).toMatchObject({ words: "invalid_client: Unknown <b>secret</b>." });
  const { location, cookie } = await begin(connectionId, admin);
  const state = new URL(location).searchParams.get("state");
  await comeBack(connectionId, `?error=access_denied&error_description=Not+today&state=${state}`, cookie);
  expect(await outcome()).toMatchObject({ words: "access_denied: Not today" });
  expect(await db.signIn.count({ where: { member: { organizationPk: organization.pk } } })).toBe(0);
});
