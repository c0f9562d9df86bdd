import { afterAll, beforeAll, expect, it } from "vitest";
import { authenticateScim } from "@/lib/auth/scim-token";
import { publishEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { createGroup } from "@/lib/scim/groups";
import { createScimToken } from "@/lib/single-sign-on/scim-tokens";
import { origin, type Peers, ssoScene, startPeers } from "@/test/sso-scene";
import { db } from "@/test/test-db";

let peers: Peers;
beforeAll(async () => {
  peers = await startPeers();
});
afterAll(async () => {
  await peers.stop();
  publishEnv({ SSO_ALLOW_HTTP: "", SSO_ALLOWED_NETWORKS: "", SSO_DNS_SERVERS: "" });
});

it("a group of three thousand gives each of them its role", async () => {
  const mappings = [{ group: "Everybody", role: "lead" as const }];
  const { organization, admin, domain, connectionId } = await ssoScene(peers, { mappings });
  const { pk: organizationPk } = organization;
  const { token } = await createScimToken(admin, { connectionId });
  const caller = await authenticateScim(`Bearer ${token}`, origin);
  if (!caller) throw new Error("The token is not known.");
  const ids = Array.from({ length: 3_000 }, () => newId("mem"));
  const data = ids.map((id) => ({ id, organizationPk, name: "One of many", email: `${id}@${domain}` }));
  await db.member.createMany({ data: data.map((each) => ({ ...each, roles: ["reviewer" as const] })) });
  await createGroup(caller, { displayName: "Everybody", members: ids.map((value) => ({ value })) });
  expect(await db.member.count({ where: { organizationPk, roles: { has: "lead" } } })).toBe(3_000);
});
