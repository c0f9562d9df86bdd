import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { authenticateScim, type Caller } from "@/lib/auth/scim-token";
import { signIn } from "@/lib/auth/sign-in";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { urn } from "@/lib/scim/attributes";
import { createUser, deleteUser, patchUser, replaceUser } from "@/lib/scim/users";
import { createScimToken } from "@/lib/single-sign-on/scim-tokens";
import { makePasswordLink } from "@/lib/team/password-link";
import {
  memberAt,
  origin,
  type Peers,
  type SsoScene,
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

let scene: SsoScene;
let caller: Caller;
beforeEach(async () => {
  scene = await ssoScene(peers, { defaultRoles: ["reviewer"] });
  const { token } = await createScimToken(scene.admin, { connectionId: scene.connectionId });
  const found = await authenticateScim(`Bearer ${token}`, origin);
  if (!found) throw new Error("The token is not known.");
  caller = found;
});
const userOf = (name: string) => ({ schemas: [urn.user], userName: `${name}@${scene.domain}` });

it("creates forty users whom a provider sends at once", async () => {
  const names = Array.from({ length: 40 }, (_, at) => `person${at}`);
  const made = await Promise.all(names.map((name) => createUser(caller, userOf(name))));
  expect(new Set(made.map(({ id }) => id)).size).toBe(40);
});

it("does not give the address of a deleted user to somebody else with the old password and subject", async () => {
  const email = `grace@${scene.domain}`;
  const { id } = await memberAt(scene.organization, email, ["lead"]);
  const says = (sub: string) => {
    peers.provider.told.claims = { sub, email, email_verified: true, name: "Grace" };
    peers.provider.told.userinfo = { sub };
  };
  says("first");
  expect(await signInAt(peers, scene.connectionId)).toMatchObject({ to: "/live/queue" });
  expect(await signIn({ email, password: "a long password" }, origin)).toMatch(/^sgn_/);
  await makePasswordLink(scene.admin, { memberId: id });
  await deleteUser(caller, id);
  expect(await createUser(caller, userOf("grace"))).toMatchObject({ id, active: true });
  expect(await signIn({ email, password: "a long password" }, origin)).toBeNull();
  const left = { where: { organizationPk: scene.organization.pk, member: { id } } };
  expect(await db.passwordLink.count(left)).toBe(0);
  expect(await db.member.findUnique({ where: { id } })).toMatchObject({ roles: ["reviewer"] });
  says("second");
  expect(await signInAt(peers, scene.connectionId)).toMatchObject({ to: "/live/queue" });
  says("first");
  expect(await signInAt(peers, scene.connectionId)).toMatchObject({ signIn: "" });
});

it("cannot move a member from an address that is not the organization's to one that is", async () => {
  const outside = await memberAt(scene.organization, `ops@partner-${scene.domain}`, ["admin"]);
  const wanted = `thief@${scene.domain}`;
  const change = { schemas: [urn.patch], Operations: [{ op: "replace", path: "userName", value: wanted }] };
  const refusal = { status: 400, scimType: "invalidValue" };
  await expect(patchUser(caller, outside.id, change)).rejects.toMatchObject(refusal);
  await expect(replaceUser(caller, outside.id, userOf("thief"))).rejects.toMatchObject(refusal);
  expect(await db.member.findUnique({ where: { id: outside.id } })).toMatchObject({
    email: `ops@partner-${scene.domain}`,
  });
});
