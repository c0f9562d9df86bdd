import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import {
  createConnection,
  deleteConnection,
  replaceSecret,
  updateConnection,
} from "@/lib/single-sign-on/connections";
import { addDomain, checkDomain, moveDomain, removeDomain } from "@/lib/single-sign-on/domains";
import { discoverProvider, readSingleSignOn } from "@/lib/single-sign-on/read";
import { domainInput } from "@/lib/single-sign-on/schema";
import { checkConnection } from "@/lib/single-sign-on/test";
import { openClientSecret } from "@/lib/vault/sso-secret";
import { createMember, createOrganization } from "@/test/factories";
import { newDomain, type Peers, proveDomain, ssoScene, startPeers } from "@/test/sso-scene";
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

afterEach(() => {
  delete peers.provider.told.metadata;
});

const scene = async () => {
  const organization = await createOrganization();
  return { organization, admin: await createMember(organization, ["admin"]) };
};

it("a connection is off at first, with its secret sealed and no longer shown", async () => {
  const { organization, admin } = await scene();
  const given = {
    name: "Provider",
    issuer: peers.provider.issuer,
    clientId: "desk",
    clientSecret: "very secret",
  };
  const made = await createConnection(admin, given);
  expect(made).toMatchObject({ enabled: false, hasSecret: true, endsSessions: true });
  expect(JSON.stringify(await readSingleSignOn(admin))).not.toContain("very secret");
  const row = await db.ssoConnection.findUniqueOrThrow({ where: { id: made.id } });
  expect(Buffer.from(row.sealedSecret ?? []).includes("very secret")).toBe(false);
  expect(await openClientSecret(organization.id, made.id, row.sealedSecret ?? new Uint8Array())).toBe(
    "very secret",
  );
  await replaceSecret(admin, { connectionId: made.id, clientSecret: "another" });
  const after = await db.ssoConnection.findUniqueOrThrow({ where: { id: made.id } });
  expect(await openClientSecret(organization.id, made.id, after.sealedSecret ?? new Uint8Array())).toBe(
    "another",
  );
  await expect(
    openClientSecret(organization.id, "sso_other", after.sealedSecret ?? new Uint8Array()),
  ).rejects.toThrow();
});

it.each([
  ["https://10.0.0.1", "10.0.0.1 is not a public address."],
  ["https://169.254.169.254/latest", "169.254.169.254 is not a public address."],
  ["https://user:password@idp.example.com", "The URL contains a user or a password."],
  ["ftp://idp.example.com", "The URL must begin with https:// and not ftp:"],
  ["nonsense", "This is not a URL."],
])("%s is no issuer", async (issuer, message) => {
  const { admin } = await scene();
  await expect(discoverProvider(admin, { issuer })).rejects.toMatchObject({
    code: "validation_error",
    fields: [{ field: "issuer", message }],
  });
});

it("discovery says what was found, or why nothing was", async () => {
  const { admin } = await scene();
  const { issuer, told } = peers.provider;
  const found = { issuer, tokenEndpoint: `${issuer}/token`, endSessionEndpoint: `${issuer}/logout` };
  expect(await discoverProvider(admin, { issuer })).toMatchObject(found);
  const address = `${issuer}/.well-known/openid-configuration`;
  expect(await discoverProvider(admin, { issuer: address })).toMatchObject(found);
  const wrong: [Record<string, unknown>, RegExp][] = [
    [{ issuer: "https://evil.example" }, /issuer/],
    [{ issuer: "https://login.microsoftonline.com/{tenantid}/v2.0" }, /issuer/],
    [{ token_endpoint: "https://10.1.2.3/token" }, /not a public address/],
    [{ authorization_endpoint: undefined }, /authorization endpoint/],
    [{ end_session_endpoint: "javascript:alert(1)" }, /not a URL/],
  ];
  for (const [metadata, message] of wrong) {
    told.metadata = metadata;
    await expect(discoverProvider(admin, { issuer })).rejects.toThrow(message);
  }
});

it("a check says in words what is wrong", async () => {
  const { admin, connectionId } = await ssoScene(peers);
  expect(await checkConnection(admin, { connectionId })).toMatchObject({
    success: true,
    words: null,
    keys: 1,
  });
  peers.provider.told.metadata = { issuer: "https://evil.example" };
  expect(await checkConnection(admin, { connectionId })).toMatchObject({
    success: false,
    words: expect.stringMatching(/issuer/),
  });
});

it("a change is recorded with what was before and after, and nothing else is", async () => {
  const { organization, admin, connectionId } = await ssoScene(peers);
  const mappings = [
    { group: "b", role: "lead" as const },
    { group: "a", role: "admin" as const },
    { group: "b", role: "lead" as const },
  ];
  const after = await updateConnection(admin, { connectionId, name: "Other", mappings });
  expect(after.mappings).toEqual([mappings[1], mappings[0]]);
  await updateConnection(admin, { connectionId, name: "Other", mappings });
  const told = await db.auditEvent.findMany({
    where: { organizationPk: organization.pk, type: "sso.connection-updated" },
    orderBy: { sequence: "asc" },
  });
  expect(told).toHaveLength(2);
  expect(told[1]?.metadata).toEqual({
    changes: {
      name: { before: "Test provider", after: "Other" },
      mappings: { before: [], after: [mappings[1], mappings[0]] },
    },
  });
});

it("nothing of another organization is found", async () => {
  const { connectionId } = await ssoScene(peers);
  const { admin } = await scene();
  const missing = { code: "not_found" };
  await expect(updateConnection(admin, { connectionId, enabled: false })).rejects.toMatchObject(missing);
  await expect(replaceSecret(admin, { connectionId, clientSecret: "x" })).rejects.toMatchObject(missing);
  await expect(checkConnection(admin, { connectionId })).rejects.toMatchObject(missing);
  await expect(deleteConnection(admin, { connectionId })).rejects.toMatchObject(missing);
  await expect(addDomain(admin, { domain: newDomain(), connectionId })).rejects.toMatchObject(missing);
  const theirs = await db.ssoDomain.findFirstOrThrow({ where: { connection: { id: connectionId } } });
  for (const run of [checkDomain, removeDomain])
    await expect(run(admin, { domainId: theirs.id })).rejects.toMatchObject(missing);
  await expect(moveDomain(admin, { domainId: theirs.id, connectionId: null })).rejects.toMatchObject(missing);
  expect(await readSingleSignOn(admin)).toMatchObject({ connections: [], domains: [] });
});

it("a domain is verified by its TXT record, and then belongs to one organization alone", async () => {
  const [{ admin }, other] = [await scene(), await scene()];
  const domain = newDomain();
  const added = await addDomain(admin, { domain });
  expect(added.recordName).toBe(`_countersign.${domain}`);
  await expect(addDomain(admin, { domain })).rejects.toMatchObject({ code: "conflict" });
  await expect(checkDomain(admin, { domainId: added.id })).rejects.toThrow(/No TXT record/);
  const rival = await addDomain(other.admin, { domain });
  expect(rival.recordValue).not.toBe(added.recordValue);
  peers.dns.records.set(added.recordName, [added.recordValue]);
  await expect(checkDomain(other.admin, { domainId: rival.id })).rejects.toThrow(/No TXT record/);
  expect(await checkDomain(admin, { domainId: added.id })).toMatchObject({ verifiedAt: expect.any(String) });
  peers.dns.records.set(added.recordName, [added.recordValue, rival.recordValue]);
  await expect(checkDomain(other.admin, { domainId: rival.id })).rejects.toThrow(/another organization/);
  await removeDomain(admin, { domainId: added.id });
  expect(await checkDomain(other.admin, { domainId: rival.id })).toMatchObject({
    verifiedAt: expect.any(String),
  });
});

it("a deleted connection lets go of its domains, which stay verified", async () => {
  const { admin, connectionId, domain } = await ssoScene(peers);
  await proveDomain(peers, admin, newDomain(), null);
  await deleteConnection(admin, { connectionId });
  const { domains } = await readSingleSignOn(admin);
  expect(domains.find((each) => each.domain === domain)).toMatchObject({
    connectionId: null,
    verifiedAt: expect.any(String),
  });
});

it.each(["example", "-a.example", "a b.example", "user@example.com", "https://example.com", "1.2.3.4", ""])(
  "“%s” is no domain",
  (domain) => {
    expect(domainInput.safeParse({ domain }).success).toBe(false);
  },
);
