import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { publishEnv } from "@/lib/platform/env";
import {
  createSamlConnection,
  replaceMetadata,
  replaceSecret,
  updateConnection,
} from "@/lib/single-sign-on/connections";
import { checkConnection } from "@/lib/single-sign-on/test";
import { callPath } from "@/test/api";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import {
  assertionFor,
  encoded,
  idpIssuer,
  idpMetadata,
  readRequest,
  respond,
  responseWith,
  type Said,
  type SamlRequest,
  signedXml,
} from "@/test/saml-idp";
import { begin, memberAt, newDomain, type Peers, proveDomain, startPeers } from "@/test/sso-scene";
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
let domain: string;
let connectionId: string;
let said: Said;
beforeEach(async () => {
  organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
  domain = newDomain();
  const made = await createSamlConnection(admin, { name: "SAML", metadata: idpMetadata() });
  connectionId = made.id;
  await updateConnection(admin, { connectionId, enabled: true });
  await proveDomain(peers, admin, domain, connectionId);
  await memberAt(organization, `grace@${domain}`);
  said = { attributes: { email: `grace@${domain}`, groups: ["people", "leads"] } };
});

/** Posts a response as the browser does, and follows where it is sent. */
async function post(xml: string, cookie: string, to = connectionId) {
  const answer = await callPath("POST", `/api/sso/${to}/acs`, {
    headers: { origin: "https://idp.acme.example", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ SAMLResponse: encoded(xml) }).toString(),
  });
  expect(answer.status === 303 || answer.headers.get("location")?.includes("sso_expired")).toBe(true);
  expect(answer.headers.getSetCookie().some((each) => each.startsWith("countersign="))).toBe(false);
  const ended = await callPath("GET", `/api/sso/${to}/finish`, { headers: { cookie } });
  const signIn = ended.headers.getSetCookie().find((each) => each.startsWith("countersign="));
  return { to: ended.headers.get("location"), isIn: signIn !== undefined };
}

const started = async () => {
  const { location, cookie } = await begin(connectionId);
  return { request: readRequest(location), cookie };
};
const refusals = async () =>
  (
    await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, type: "sso.refused" },
      orderBy: { sequence: "asc" },
    })
  ).map(({ metadata }) => (metadata as { words: string | null; why: string }).words ?? "");

it("a member signs in by a signed assertion, and is then known by the NameID", async () => {
  const first = await started();
  expect(first.request).toMatchObject({ acs: `http://localhost:3000/api/sso/${connectionId}/acs` });
  expect(await post(respond(first.request, said), first.cookie)).toEqual({ to: "/live/queue", isIn: true });
  const second = await started();
  expect(await post(respond(second.request, {}), second.cookie)).toMatchObject({ isIn: true });
  const metadata = await callPath("GET", `/api/sso/${connectionId}/metadata`);
  expect(await metadata.text()).toContain(`Location="${first.request.acs}"`);
  expect(first.request.issuer).toBe(`http://localhost:3000/api/sso/${connectionId}/metadata`);
});

it("groups of an attribute give roles", async () => {
  await updateConnection(admin, { connectionId, mappings: [{ group: "leads", role: "lead" }] });
  const { request, cookie } = await started();
  expect(await post(respond(request, said), cookie)).toMatchObject({ isIn: true });
  expect(await db.member.findUnique({ where: { email: `grace@${domain}` } })).toMatchObject({
    roles: ["lead"],
  });
});

it.each<[string, Said]>([
  ["another audience", { audience: "https://other.example" }],
  ["no audience", { audience: null }],
  ["another recipient", { recipient: "https://other.example/acs" }],
  ["another issuer", { issuer: "https://evil.example" }],
  ["no request, as one that the provider begins", { inResponseTo: null }],
  ["another request", { inResponseTo: `_${"0".repeat(64)}` }],
  ["a time that is over", { notOnOrAfter: -120 }],
  ["an old issue", { issuedAt: -3600, notOnOrAfter: 3600 }],
  ["another key", { key: "two" }],
  ["a signature with SHA-1", { algorithm: "sha1" }],
  ["a transient NameID", { format: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" }],
])("an assertion with %s signs nobody in", async (_, wrong) => {
  const { request, cookie } = await started();
  expect(await post(respond(request, { ...said, ...wrong }), cookie)).toMatchObject({ isIn: false });
  const sane = await started();
  expect(await post(respond(sane.request, said), sane.cookie)).toMatchObject({ isIn: true });
});

const evil = (request: SamlRequest, of: string) =>
  assertionFor(request, { attributes: { email: `boss@${of}` }, nameId: "boss" });

it.each<[string, (request: SamlRequest, own: string, of: string) => string]>([
  ["not signed at all", (request) => responseWith(request, assertionFor(request, said))],
  [
    "signed only around the assertion",
    (request) => signedXml(responseWith(request, assertionFor(request, said)), {}, "Response"),
  ],
  ["changed after it was signed", (_, own) => own.replace(/grace@/, "boss@")],
  [
    "wrapped: a forged assertion before the signed one",
    (request, own, of) => own.replace("</p:Status>", `</p:Status>${evil(request, of)}`),
  ],
  [
    "wrapped: a forged assertion behind the signed one",
    (request, own, of) => own.replace("</p:Response>", `${evil(request, of)}</p:Response>`),
  ],
  [
    "wrapped: the signed one inside the forged one",
    (request, own, of) => {
      const signed = /<a:Assertion.*<\/a:Assertion>/s.exec(own)?.[0] ?? "";
      return responseWith(request, evil(request, of).replace("</a:Assertion>", `${signed}</a:Assertion>`));
    },
  ],
  [
    "wrapped: the signature of the signed one moved to the forged one",
    (request, own, of) => {
      const signed = /<a:Assertion.*<\/a:Assertion>/s.exec(own)?.[0] ?? "";
      const signature = /<Signature.*<\/Signature>/s.exec(signed)?.[0] ?? "";
      const bare = signed.replace(signature, "");
      const object = signature.replace("</Signature>", `<Object>${bare}</Object></Signature>`);
      return responseWith(request, evil(request, of).replace("</a:Issuer>", `</a:Issuer>${object}`));
    },
  ],
  [
    "wrapped: the signed one in an extension, with the same id on the forged one",
    (request, own, of) => {
      const signed = /<a:Assertion.*<\/a:Assertion>/s.exec(own)?.[0] ?? "";
      const signature = /<Signature.*<\/Signature>/s.exec(signed)?.[0] ?? "";
      const known = /\bID="([^"]+)"/.exec(signed)?.[1] ?? "";
      const forged = evil(request, of).replace(/\bID="[^"]+"/, `ID="${known}"`);
      const both = forged.replace("</a:Issuer>", `</a:Issuer>${signature}`);
      return responseWith(request, `<p:Extensions>${signed.replace(signature, "")}</p:Extensions>${both}`);
    },
  ],
  ["with a document type", (_, own) => `<!DOCTYPE x [<!ENTITY e "grace">]>${own}`],
  ["no XML", () => "nonsense"],
  ["another root", (_, own) => `<x>${own}</x>`],
])("a response that is %s signs nobody in", async (_, make) => {
  await memberAt(organization, `boss@${domain}`, ["admin"]);
  const { request, cookie } = await started();
  const own = respond(request, said);
  expect(await post(make(request, own, domain), cookie)).toMatchObject({ isIn: false });
  expect(await db.signIn.count({ where: { member: { organizationPk: organization.pk } } })).toBe(0);
});

it.each([undefined, "withComments"] as const)(
  "a comment in the NameID or an address cuts nothing off (%s)",
  async (algorithm) => {
    await memberAt(organization, `boss@${domain}`, ["admin"]);
    const { request, cookie } = await started();
    const attributes = { email: `boss@${domain}<!-- -->.evil.example` };
    const xml = respond(request, { nameId: `boss<!-- -->2`, attributes, algorithm });
    expect(await post(xml, cookie)).toMatchObject({ isIn: false });
    // Also when the comment is put in afterwards, where the signature does not cover comments.
    const other = await started();
    const plain = respond(other.request, { attributes: { email: `boss@${domain}.evil.example` } });
    const cut = plain.replace(`boss@${domain}`, `boss@${domain}<!-- -->`);
    expect(await post(cut, other.cookie)).toMatchObject({ isIn: false });
  },
);

it("an assertion is accepted once, in the browser that began it, for its own connection", async () => {
  const { request, cookie } = await started();
  const xml = respond(request, said);
  const stranger = await started();
  expect(await post(xml, stranger.cookie)).toMatchObject({ isIn: false });
  expect(await post(xml, cookie)).toMatchObject({ isIn: true });
  expect(await post(xml, cookie)).toMatchObject({ isIn: false });
  // The same assertion for a new request: it is signed for the old one.
  const again = await started();
  expect(await post(xml.replaceAll(request.id, again.request.id), again.cookie)).toMatchObject({
    isIn: false,
  });
  const other = await createSamlConnection(admin, { name: "Other", metadata: idpMetadata() });
  await updateConnection(admin, { connectionId: other.id, enabled: true });
  const third = await started();
  expect(await post(respond(third.request, said), third.cookie, other.id)).toMatchObject({ isIn: false });
});

it("the provider's own words are shown to an admin who tests, and stand in the log", async () => {
  const { location, cookie } = await begin(connectionId, admin);
  const request = readRequest(location);
  const status = `<p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/><p:StatusMessage>No licence for this person</p:StatusMessage></p:Status>`;
  const failed = responseWith(request, "").replace(/<p:Status>.*<\/p:Status>/, status);
  await post(failed, cookie);
  expect(
    (await db.ssoConnection.findUniqueOrThrow({ where: { id: connectionId } })).testOutcome,
  ).toMatchObject({ success: false, words: expect.stringContaining("No licence for this person") });
  const real = await started();
  await post(respond(real.request, { ...said, audience: "https://other.example" }), real.cookie);
  expect(await refusals()).toEqual([expect.stringContaining("other.example")]);
});

it("certificates are replaced with the metadata, and several are accepted at once", async () => {
  const by = async (key: string) => {
    const { request, cookie } = await started();
    return (await post(respond(request, { ...said, key }), cookie)).isIn;
  };
  expect([await by("one"), await by("two")]).toEqual([true, false]);
  const both = await replaceMetadata(admin, { connectionId, metadata: idpMetadata(["one", "two"]) });
  expect(both.certificates.map(({ name }) => name)).toEqual(["CN=Test provider one", "CN=Test provider two"]);
  expect([await by("one"), await by("two")]).toEqual([true, true]);
  await replaceMetadata(admin, { connectionId, metadata: idpMetadata(["two"]) });
  expect([await by("one"), await by("two")]).toEqual([false, true]);
  expect(await checkConnection(admin, { connectionId })).toMatchObject({ success: true, keys: 1 });
  await expect(replaceSecret(admin, { connectionId, clientSecret: "x" })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(updateConnection(admin, { connectionId, issuer: "https://x.example" })).rejects.toMatchObject({
    code: "validation_error",
  });
});

it.each([
  ["nothing", "<x/>", /not the metadata/],
  ["a document type", `<!DOCTYPE x [<!ENTITY a "a">]>${idpMetadata()}`, /document type/],
  ["no certificate", idpMetadata([]), /no signing certificate/],
  ["a certificate that cannot be read", idpMetadata().replace(/MII/, "AAA"), /cannot be read/],
  ["an address inside", idpMetadata(["one"], "https://10.0.0.1/sso"), /not a public address/],
  ["an address that is no address", idpMetadata(["one"], "javascript:alert(1)"), /not a URL/],
  ["unclosed XML", idpMetadata().slice(0, 300), /cannot be read|not the metadata|IDPSSODescriptor/],
  ["too much", `${idpMetadata()}${" ".repeat(10)}<!--${"x".repeat(300_000)}-->`, /longer/],
  ["an address that is not there", "https://169.254.169.254/metadata", /not a public address/],
])("metadata with %s is refused", async (_, metadata, message) => {
  await expect(createSamlConnection(admin, { name: "X", metadata })).rejects.toThrow(message);
});

it("the issuer of the metadata is the connection's", async () => {
  expect(await db.ssoConnection.findUnique({ where: { id: connectionId } })).toMatchObject({
    issuer: idpIssuer,
  });
});
