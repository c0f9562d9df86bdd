import type { Actor } from "@/lib/actor/actor";
import type { Role } from "@/lib/actor/permissions";
import { authenticate } from "@/lib/auth/authenticate";
import { startSso, startTest } from "@/lib/auth/sso";
import { publishEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { hashPassword } from "@/lib/platform/password";
import { createConnection, updateConnection } from "@/lib/single-sign-on/connections";
import { addDomain, checkDomain } from "@/lib/single-sign-on/domains";
import type { ConnectionInput } from "@/lib/single-sign-on/schema";
import { callPath } from "@/test/api";
import { startDnsServer } from "@/test/dns-server";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { startOidcProvider } from "@/test/oidc-provider";
import { db } from "@/test/test-db";

export const origin = { ipAddress: "192.0.2.8", method: "GET", path: "/api/sso" };

/** A provider and a name server on this machine, and the permission to ask them. */
export async function startPeers() {
  const [provider, dns] = [await startOidcProvider(), await startDnsServer()];
  publishEnv({
    SSO_ALLOW_HTTP: "on",
    SSO_ALLOWED_NETWORKS: "127.0.0.0/8",
    SSO_DNS_SERVERS: dns.address,
  });
  return { provider, dns, stop: () => Promise.all([provider.stop(), dns.stop()]) };
}

export type Peers = Awaited<ReturnType<typeof startPeers>>;

export const newDomain = () => `${newId("org").slice(-20)}.example`;

/** Adds a domain to an organization and publishes its proof. */
export async function proveDomain({ dns }: Peers, admin: Actor, domain: string, connectionId: string | null) {
  const added = await addDomain(admin, { domain, connectionId });
  dns.records.set(added.recordName, ["v=spf1 -all", added.recordValue]);
  return checkDomain(admin, { domainId: added.id });
}

/** An organization with an admin, a verified domain, and a connection that is on. */
export async function ssoScene(peers: Peers, changes: Partial<ConnectionInput> = {}) {
  const organization = await createOrganization();
  const admin = await createMember(organization, ["admin"], { name: "Ada" });
  const domain = newDomain();
  const connection = await createConnection(admin, {
    name: "Test provider",
    issuer: peers.provider.issuer,
    clientId: "desk",
    clientSecret: "a client secret",
    ...changes,
  });
  await updateConnection(admin, { connectionId: connection.id, enabled: true });
  await proveDomain(peers, admin, domain, connection.id);
  return { organization, admin, domain, connectionId: connection.id };
}

export type SsoScene = Awaited<ReturnType<typeof ssoScene>>;

/** A member with an address of the domain, and a password. */
export async function memberAt(organization: TestOrganization, email: string, roles: Role[] = ["reviewer"]) {
  const actor = await createMember(organization, roles);
  const passwordHash = await hashPassword("a long password");
  await db.member.update({ where: { id: actor.id }, data: { email, passwordHash } });
  return actor;
}

const cookieOf = (answer: Response, name: string) =>
  answer.headers
    .getSetCookie()
    .find((each) => each.startsWith(`${name}=`))
    ?.split(";")[0] ?? "";

/** Begins a sign-in: the address at the provider, and the browser's cookie. */
export async function begin(connectionId: string, tester?: Actor, next = "/live/queue") {
  const answer = tester
    ? await startTest(tester, { connectionId })
    : await startSso({ connectionId, next, comesFrom: "same-origin" }, origin);
  return { location: answer.headers.get("location") ?? "", cookie: cookieOf(answer, "single-sign-on") };
}

/** Sends a browser back from the provider. @returns where it is sent, and the cookie of its sign-in */
export async function comeBack(connectionId: string, search: string, cookie: string) {
  const answer = await callPath("GET", `/api/sso/${connectionId}/callback${search}`, { headers: { cookie } });
  return {
    to: answer.headers.get("location"),
    signIn: cookieOf(answer, "countersign"),
    status: answer.status,
  };
}

/** A whole sign-in. */
export async function signInAt({ provider }: Peers, connectionId: string, tester?: Actor) {
  const { location, cookie } = await begin(connectionId, tester);
  return comeBack(connectionId, provider.authorize(location), cookie);
}

/** The person of a sign-in cookie. @throws AppError unauthorized when the sign-in has ended */
export const personOf = (cookie: string) =>
  authenticate(new Request("http://localhost:3000/api/v1/me", { headers: { cookie } }), origin);
