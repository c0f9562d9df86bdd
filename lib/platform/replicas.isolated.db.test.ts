import { afterAll, beforeAll, beforeEach, expect, inject, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getOverview } from "@/lib/analytics/read";
import { getReviewOverview } from "@/lib/analytics/review";
import { getFunnel, getTrend } from "@/lib/analytics/trend";
import { listActors, listEvents } from "@/lib/audit/read";
import { auditListQuery } from "@/lib/audit/schema";
import { authenticateApiKey } from "@/lib/auth/api-key";
import { listIdentities } from "@/lib/identities/read";
import { identityListQuery } from "@/lib/identities/schema";
import { askDirectly, db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { Replica } from "@/lib/platform/replica";
import { onPrimary, onReplica, rememberPoint, replicaAt, replicaStates } from "@/lib/platform/replicas";
import { caseListQuery } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";
import { getTabCounts } from "@/lib/queue/tab-counts";
import { openSession } from "@/lib/records/open";
import { listRequests } from "@/lib/register/read";
import { requestsQuery } from "@/lib/register/schema";
import { countRequests } from "@/lib/requests/read";
import { listFilterValues, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import {
  createApiKey,
  createBareCases,
  createMember,
  createOrganization,
  type TestOrganization,
} from "@/test/factories";
import { onServer } from "@/vitest.database";

// No standby can be made of the server that tests run on. Another database, with an organization that the primary
// lacks, stands for one: what was read there is seen by its rows. `npm run faults -- replicas` tries real standbys.
const { url: server, prefix } = inject("server");
const elsewhere = `${prefix}${process.pid}_elsewhere`;
const point = "00000001 0/10";

class Elsewhere extends Replica {
  isThere = true;
  isAnswering = true;
  reads = 0;
  override has(): boolean {
    return this.isThere;
  }
  override async ask(): Promise<void> {
    if (!this.isAnswering) throw new Error("connection terminated");
  }
  override read: Replica["read"] = (...args) => {
    this.reads++;
    return super.read(...args);
  };
}

type Kept = { countersignReplicas?: Replica[] };
const kept = globalThis as typeof globalThis & Kept;
let replica: Elsewhere;
let organization: TestOrganization;
let actor: Actor;

beforeAll(async () => {
  await onServer(server, (client) =>
    client.query(`CREATE DATABASE ${elsewhere} TEMPLATE ${prefix}template_main`),
  );
  const url = new URL(server);
  url.pathname = `/${elsewhere}`;
  await onServer(url.toString(), (client) =>
    client.query("INSERT INTO organizations (id, name) VALUES ('org_elsewhere', 'Elsewhere')"),
  );
  replica = new Elsewhere(1, url.toString(), "", 3);
  kept.countersignReplicas = [replica];
  organization = await createOrganization();
  actor = await createMember(organization, ["admin", "compliance", "lead"]);
});
beforeEach(() => {
  Object.assign(replica, { isThere: true, isAnswering: true, reads: 0 });
  replica.become("used");
  rememberPoint(actor, point);
});
afterAll(async () => {
  delete kept.countersignReplicas;
  await replica.close();
  await onServer(server, (client) => client.query(`DROP DATABASE ${elsewhere} WITH (FORCE)`));
});

const namesHere = async () => (await db.organization.findMany()).map(({ name }) => name);
const isElsewhere = async () => (await namesHere()).includes("Elsewhere");

it("reads rows elsewhere by model, by statement and past the client, and writes, locks and gates at the primary", async () => {
  const ask = () => askDirectly<{ name: string }>(Prisma.sql`SELECT name FROM organizations`);
  await onReplica(actor, async () => {
    expect(await namesHere()).toEqual(["Elsewhere"]);
    expect(await db.organization.count()).toBe(1);
    expect(await db.$queryRaw`SELECT name FROM organizations`).toEqual([{ name: "Elsewhere" }]);
    expect(await ask()).toEqual([{ name: "Elsewhere" }]);
    expect(await onPrimary(isElsewhere)).toBe(false);
    expect(await db.$transaction((tx) => tx.organization.count({ where: { name: "Elsewhere" } }))).toBe(0);
    expect(await db.$queryRaw`SELECT name FROM organizations FOR UPDATE`).not.toContainEqual({
      name: "Elsewhere",
    });
    await db.organization.update({ where: { id: organization.id }, data: { name: "Renamed" } });
  });
  expect(await namesHere()).toContain("Renamed");
  expect(await ask()).toContainEqual({ name: "Renamed" });
});

it("opens a session at the primary, whoever reads elsewhere", async () => {
  await createBareCases(organization, 1);
  const { id } = await db.session.findFirstOrThrow({ where: { organizationPk: organization.pk } });
  expect((await onReplica(actor, () => openSession(actor, id, "read"))).id).toBe(id);
});

it("reads the primary for callers without a point, such as those who write", async () => {
  const secret = await createApiKey(organization, ["sessions:read"]);
  const known = async (method: string) => {
    const key = await authenticateApiKey(secret, { method });
    return onReplica(key ?? {}, isElsewhere);
  };
  expect(await known("GET")).toBe(true);
  expect(await known("POST")).toBe(false);
  expect(await onReplica({}, isElsewhere)).toBe(false);
});

it("leaves out a replica that is not there in time, and says so", async () => {
  replica.isThere = false;
  expect(await onReplica(actor, isElsewhere)).toBe(false);
  expect(replicaStates()).toMatchObject([{ state: "behind" }]);
  replica.isThere = true;
  expect(await replicaAt({ timeline: 1, position: 1n })).toBeNull();
  replica.become("used");
  expect(await onReplica(actor, isElsewhere)).toBe(true);
});

it("reads the primary when a replica is lost before, or fails a statement", async () => {
  Object.assign(replica, { isThere: false, isAnswering: false });
  expect(await onReplica(actor, isElsewhere)).toBe(false);
  expect(replicaStates()).toMatchObject([{ state: "lost" }]);
  Object.assign(replica, { isThere: true, isAnswering: true });
  replica.become("used");
  await onServer(replica.url, (client) => client.query("ALTER TABLE members RENAME TO gone"));
  await onReplica(actor, async () => {
    expect(await db.member.count({ where: { organizationPk: organization.pk } })).toBe(1);
    // After a failure the rest of the work stays where it is.
    expect(await isElsewhere()).toBe(false);
  });
  await onServer(replica.url, (client) => client.query("ALTER TABLE gone RENAME TO members"));
});

it("goes elsewhere at once when the replica is lost while a statement hangs there", async () => {
  const hanging = onReplica(
    actor,
    () => db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_sleep(CASE WHEN current_database() = ${elsewhere} THEN 600 ELSE 0 END)`,
  );
  await expect.poll(() => replica.reads).toBe(1);
  replica.become("lost");
  expect(await hanging).toHaveLength(1);
});

it.each<[string, () => Promise<unknown>]>([
  ["sessions", () => listSessions(actor, sessionListQuery.parse({}))],
  ["filters of sessions", () => listFilterValues(actor)],
  ["cases", () => listCases(actor, caseListQuery.parse({}))],
  ["tabs", () => getTabCounts(actor)],
  ["identities", () => listIdentities(actor, identityListQuery.parse({}))],
  ["requests", () => listRequests(actor, requestsQuery.parse({}))],
  ["counts of requests", () => countRequests(actor)],
  ["events", () => listEvents(actor, auditListQuery.parse({}))],
  ["actors", () => listActors(actor)],
  ["overview", () => getOverview(actor, { days: 7 })],
  ["review", () => getReviewOverview(actor)],
  ["trend", () => getTrend(actor, { days: 7 })],
  ["funnel", () => getFunnel(actor, { days: 7 })],
])("reads %s elsewhere", async (_, read) => {
  await read();
  expect(replica.reads).toBeGreaterThan(0);
});
