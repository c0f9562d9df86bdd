import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor, Person } from "@/lib/actor/actor";
import { signOutPerson } from "@/lib/auth/sign-out";
import { publishEnv } from "@/lib/platform/env";
import { createSamlConnection, replaceMetadata, updateConnection } from "@/lib/single-sign-on/connections";
import { callPath } from "@/test/api";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { encoded, idpMetadata, readRequest, respond, type Said, signedXml } from "@/test/saml-idp";
import {
  idpLogoutUrl,
  logoutRequest,
  logoutResponse,
  logoutService,
  readSent,
  signedQuery,
  type Wrong,
} from "@/test/saml-logout";
import { begin, memberAt, newDomain, type Peers, personOf, proveDomain, startPeers } from "@/test/sso-scene";
import { db } from "@/test/test-db";

let peers: Peers;
beforeAll(async () => {
  peers = await startPeers();
});
afterAll(async () => {
  await peers.stop();
  publishEnv({ SSO_ALLOW_HTTP: "", SSO_ALLOWED_NETWORKS: "", SSO_DNS_SERVERS: "" });
});

let organization: TestOrganization;
let admin: Actor;
let connectionId: string;
let email: string;
let here: string;
beforeEach(async () => {
  organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
  const domain = newDomain();
  email = `grace@${domain}`;
  const metadata = idpMetadata(["one"], undefined, logoutService());
  connectionId = (await createSamlConnection(admin, { name: "SAML", metadata })).id;
  here = `http://localhost:3000/api/sso/${connectionId}/logout`;
  await updateConnection(admin, { connectionId, enabled: true });
  await proveDomain(peers, admin, domain, connectionId);
  await memberAt(organization, email);
});

/** Lets the provider answer a sign-in. @returns the cookie of the browser that has not come back yet */
async function answered(said: Said = {}): Promise<string> {
  const { location, cookie } = await begin(connectionId);
  const response = respond(readRequest(location), { attributes: { email }, ...said });
  await callPath("POST", `/api/sso/${connectionId}/acs`, {
    headers: { origin: "https://idp.acme.example", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ SAMLResponse: encoded(response) }).toString(),
  });
  return cookie;
}

/** Signs in, and returns the cookie. */
const signIn = async (said: Said = {}) => comeIn(await answered(said));

async function comeIn(cookie: string): Promise<string> {
  const ended = await callPath("GET", `/api/sso/${connectionId}/finish`, { headers: { cookie } });
  const made = ended.headers.getSetCookie().find((each) => each.startsWith("countersign="));
  return made?.split(";")[0] ?? "";
}

const isIn = (cookie: string) =>
  personOf(cookie).then(
    () => true,
    () => false,
  );
const ourMetadata = async () => (await callPath("GET", `/api/sso/${connectionId}/metadata`)).text();
const bring = async (query: string) => {
  const answer = await callPath("GET", `/api/sso/${connectionId}/logout?${query}`);
  return { status: answer.status, to: answer.headers.get("location") ?? "" };
};
const postTo = async (form: Record<string, string>) => {
  const answer = await callPath("POST", `/api/sso/${connectionId}/logout`, {
    headers: { origin: "https://idp.acme.example", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });
  return { status: answer.status, to: answer.headers.get("location") ?? "" };
};
const asks = (nameId = "person-1", indexes: string[] = [], wrong: Wrong = {}) =>
  logoutRequest(here, nameId, indexes, wrong);
const nobodyLeft = { status: 303, to: "/sign-in?ended=sso_kept" };

describe("signing out here", () => {
  it("asks the provider, in a signed request, to end the session by the name and index that it gave", async () => {
    const person = (await personOf(await signIn({ sessionIndex: "index-7" }))) as Person;
    const { providerUrl } = await signOutPerson(person, { everywhere: false });
    expect(readSent(providerUrl ?? "", await ourMetadata())).toMatchObject({
      ...{ kind: "SAMLRequest", isSigned: true, at: idpLogoutUrl, destination: idpLogoutUrl },
      ...{ nameId: "person-1", sessionIndex: "index-7" },
      format: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      issuer: `http://localhost:3000/api/sso/${connectionId}/metadata`,
    });
  });

  it("stays here where the provider offers no single logout, or the name is not known any more", async () => {
    const person = (await personOf(await signIn())) as Person;
    await db.signIn.update({ where: { id: person.signInId }, data: { providerSession: { nameId: 7 } } });
    expect(await signOutPerson(person, { everywhere: false })).toMatchObject({ providerUrl: null });
    const other = (await personOf(await signIn())) as Person;
    await replaceMetadata(admin, { connectionId, metadata: idpMetadata() });
    expect(await signOutPerson(other, { everywhere: false })).toMatchObject({ providerUrl: null });
  });

  it("ends the sign-in here also when the provider's address cannot be made", async () => {
    await ourMetadata();
    const cookie = await signIn();
    await db.ssoConnection.update({
      where: { id: connectionId },
      data: { sealedSigningKey: new Uint8Array([1, 2]) },
    });
    const person = (await personOf(cookie)) as Person;
    expect(await signOutPerson(person, { everywhere: true })).toMatchObject({ providerUrl: null });
    expect(await isIn(cookie)).toBe(false);
  });

  it("says on the sign-in page whether the provider has signed the person out", async () => {
    const answer = (status: string) => signedQuery("SAMLResponse", logoutResponse(here, "_1", status));
    expect(await bring(answer("Success"))).toEqual({ status: 303, to: "/sign-in?ended=sso_signed_out" });
    expect(await bring(answer("Responder"))).toEqual(nobodyLeft);
    const forged = signedQuery("SAMLResponse", logoutResponse(here, "_1"), { key: "two" });
    expect(await bring(forged)).toEqual(nobodyLeft);
    const posted = (key: string) =>
      postTo({ SAMLResponse: encoded(signedXml(logoutResponse(here, "_1"), { key }, "LogoutResponse")) });
    expect(await posted("one")).toEqual({ status: 303, to: "/sign-in?ended=sso_signed_out" });
    expect(await posted("two")).toEqual(nobodyLeft);
  });
});

describe("a request of the provider to sign out", () => {
  it("ends the sign-ins that it names, and is answered with a signature", async () => {
    const [one, two] = [await signIn({ sessionIndex: "one" }), await signIn({ sessionIndex: "two" })];
    const xml = asks("person-1", ["one"], { id: "_request" });
    const { to } = await bring(signedQuery("SAMLRequest", xml, { relayState: "state & more" }));
    expect(readSent(to, await ourMetadata())).toMatchObject({
      ...{ kind: "SAMLResponse", isSigned: true, at: idpLogoutUrl, inResponseTo: "_request" },
      ...{ relayState: "state & more", status: "urn:oasis:names:tc:SAML:2.0:status:Success" },
    });
    expect([await isIn(one), await isIn(two)]).toEqual([false, true]);
    await bring(signedQuery("SAMLRequest", asks()));
    expect(await isIn(two)).toBe(false);
    const events = await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: "sso.signed-out" },
    });
    expect(events.map(({ metadata }) => metadata)).toEqual([
      { connectionId, endedSignIns: 1 },
      { connectionId, endedSignIns: 1 },
    ]);
  });

  it("comes by a form too, and is answered where the provider wants its answers", async () => {
    const metadata = idpMetadata(["one"], undefined, logoutService(idpLogoutUrl, `${idpLogoutUrl}/done`));
    await replaceMetadata(admin, { connectionId, metadata });
    const cookie = await signIn();
    const { to } = await postTo({ SAMLRequest: encoded(signedXml(asks(), {}, "LogoutRequest")) });
    expect(readSent(to, await ourMetadata())).toMatchObject({ isSigned: true, at: `${idpLogoutUrl}/done` });
    expect(await isIn(cookie)).toBe(false);
  });

  it("ends also a sign-in whose browser has not come back yet", async () => {
    const [meant, other] = [await answered({ sessionIndex: "one" }), await answered({ sessionIndex: "two" })];
    await bring(signedQuery("SAMLRequest", asks("person-1", ["one"])));
    expect(await comeIn(meant)).toBe("");
    expect(await isIn(await comeIn(other))).toBe(true);
  });

  it("is answered with “unknown” for a person who never signed in here", async () => {
    const { to } = await bring(signedQuery("SAMLRequest", asks("stranger")));
    expect(readSent(to, await ourMetadata()).xml).toContain("UnknownPrincipal");
  });

  it("leaves sign-ins with a password and those of another connection", async () => {
    const cookie = await signIn();
    const { signInId } = (await personOf(cookie)) as Person;
    await db.signIn.update({ where: { id: signInId }, data: { connectionId: null } });
    await bring(signedQuery("SAMLRequest", asks()));
    expect(await isIn(cookie)).toBe(true);
  });

  it("counts once", async () => {
    const query = signedQuery("SAMLRequest", asks());
    expect((await bring(query)).to).toContain(idpLogoutUrl);
    const cookie = await signIn();
    expect(await bring(query)).toEqual(nobodyLeft);
    expect(await isIn(cookie)).toBe(true);
  });

  const redirected = (xml: string) => signedQuery("SAMLRequest", xml);
  const name = (text: string) =>
    `<a:NameID xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">${text}</a:NameID>`;
  it.each<[string, () => string]>([
    ["of another issuer", () => redirected(asks("person-1", [], { issuer: "https://evil.example" }))],
    ["for another address", () => redirected(asks("person-1", [], { destination: `${here}2` }))],
    ["that is old", () => redirected(asks("person-1", [], { issuedAt: -600 }))],
    ["of the future", () => redirected(asks("person-1", [], { issuedAt: 600 }))],
    ["that has expired", () => redirected(asks("person-1", [], { notOnOrAfter: -60 }))],
    ["with another key", () => signedQuery("SAMLRequest", asks(), { key: "two" })],
    ["without a signature", () => redirected(asks()).replace(/&Signature=.*/, "")],
    ["without an algorithm", () => redirected(asks()).replace(/&SigAlg=[^&]*/, "")],
    ["with SHA-1", () => redirected(asks()).replace(/rsa-sha256/, "rsa-sha1")],
    ["whose state was added after it was signed", () => `${redirected(asks())}&RelayState=x`],
    [
      "that hides behind a longer name",
      () =>
        `${redirected(asks()).replace("SAMLRequest=", "xSAMLRequest=")}&SAMLRequest=${encodeURIComponent(deflateRawSync(asks()).toString("base64"))}`,
    ],
    ["as the answer to a request", () => signedQuery("SAMLResponse", asks())],
    ["with two names", () => redirected(asks("", [], { inner: name("person-1") + name("person-2") }))],
    [
      "with a name inside another element",
      () => redirected(asks("", [], { inner: `<x>${name("person-1")}</x>` })),
    ],
    ["without a name", () => redirected(asks("", [], { inner: "" }))],
    ["with a document type", () => redirected(`<!DOCTYPE x [<!ENTITY e "e">]>${asks()}`)],
    ["that is no XML", () => redirected("person-1")],
    ["that unpacks to very much", () => redirected(asks("person-1", ["x".repeat(5_000_000)]))],
    ["that is empty", () => ""],
    ["with a broken escape", () => "SAMLRequest=%E0%A4%A&SigAlg=%&Signature=%"],
  ])("%s changes nothing", async (_, query) => {
    const cookie = await signIn();
    expect(await bring(query())).toEqual(nobodyLeft);
    expect(await isIn(cookie)).toBe(true);
    expect((await bring(redirected(asks()))).to).toContain(idpLogoutUrl);
    expect(await isIn(cookie)).toBe(false);
  });

  it("that comes twice, one of them signed, is refused before it is read", async () => {
    const other = encodeURIComponent(deflateRawSync(asks()).toString("base64"));
    expect(await bring(`SAMLRequest=${other}&${redirected(asks())}`)).toMatchObject({ status: 400 });
  });

  it.each<[string, () => string]>([
    ["without a signature", () => asks()],
    ["with another key", () => signedXml(asks(), { key: "two" }, "LogoutRequest")],
    ["with SHA-1", () => signedXml(asks(), { algorithm: "sha1" }, "LogoutRequest")],
    [
      "changed after it was signed",
      () => signedXml(asks("person-2"), {}, "LogoutRequest").replace("person-2", "person-1"),
    ],
    [
      "around a signed one",
      () =>
        asks("person-1", [], { inner: name("person-1") + signedXml(asks("person-2"), {}, "LogoutRequest") }),
    ],
  ])("by a form %s changes nothing", async (_, xml) => {
    const cookie = await signIn();
    expect(await postTo({ SAMLRequest: encoded(xml()) })).toEqual(nobodyLeft);
    expect(await isIn(cookie)).toBe(true);
  });
});

it("the key of a connection is made once, also by two processes at a time", async () => {
  const all = await Promise.all(Array.from({ length: 4 }, ourMetadata));
  expect(new Set(all).size).toBe(1);
  expect(all[0]).toContain('Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"');
});
