import { afterAll, beforeAll, expect, it } from "vitest";
import { enter } from "@/lib/auth/sso-person";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { updateConnection } from "@/lib/single-sign-on/connections";
import { findSwitchedOn } from "@/lib/single-sign-on/load";
import { begin, comeBack, memberAt, origin, type Peers, ssoScene, startPeers } from "@/test/sso-scene";
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

const claimsOf = (email: string) => ({
  subject: "grace",
  email,
  isEmailVerified: true,
  name: "Grace",
  groups: ["People"],
  providerSession: null,
});

it("many sign-ins at once of one organization all succeed, and make a new person one member", async () => {
  const mappings = [{ group: "People", role: "reviewer" as const }];
  const { organization, domain, connectionId } = await ssoScene(peers, { mappings, createsMembers: true });
  const provider = await findSwitchedOn(connectionId);
  if (!provider) throw new Error("The connection is off.");
  const claims = claimsOf(`grace@${domain}`);
  const browsers = Array.from({ length: 40 }, () => ({ request: origin, userAgent: undefined }));
  const done = await Promise.all(browsers.map((browser) => enter(provider, claims, browser)));
  expect(new Set(done.map(({ memberId }) => memberId)).size).toBe(1);
  const where = { organizationPk: organization.pk, email: claims.email };
  expect(await db.member.count({ where })).toBe(1);
});

it("what a provider said before it was replaced signs nobody in", async () => {
  const { organization, admin, domain, connectionId } = await ssoScene(peers);
  const { id } = await memberAt(organization, `grace@${domain}`);
  const before = await findSwitchedOn(connectionId);
  if (!before) throw new Error("The connection is off.");
  const { cookie, location } = await begin(connectionId);
  await updateConnection(admin, { connectionId, clientId: "another" });
  const browser = { request: origin, userAgent: undefined };
  await expect(enter(before, claimsOf(`grace@${domain}`), browser)).rejects.toThrow("meanwhile");
  expect(await db.signIn.count({ where: { member: { id } } })).toBe(0);
  // A SAML answer is stored until its browser takes it: it must not outlive the provider that gave it.
  expect(await db.ssoAttempt.count({ where: { organizationPk: organization.pk } })).toBe(0);
  peers.provider.told.claims = { sub: "grace", email: `grace@${domain}`, email_verified: true };
  const answer = await comeBack(connectionId, peers.provider.authorize(location), cookie);
  expect(answer.to).toContain("ended=sso_expired");
});
