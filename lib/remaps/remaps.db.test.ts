import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { takeDue } from "@/lib/intake/engine";
import { remapDue } from "@/lib/intake/remap-run";
import { blobs } from "@/lib/platform/blobs";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { newId } from "@/lib/platform/id";
import { redactSession } from "@/lib/privacy/write";
import { previewRemap } from "@/lib/remaps/read";
import { startRemap } from "@/lib/remaps/write";
import { listRuns } from "@/lib/sources/read";
import { fetchItems, resumeSource } from "@/lib/sources/sync";
import { createSource, removeSource, updateSource } from "@/lib/sources/write";
import { actorOf, createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";
import { type RegulaServer, startRegula } from "@/test/vendors/regula-server";

let organization: TestOrganization;
let vendor: RegulaServer;
let admin: Actor;
let sourceId: string;
const { signal } = new AbortController();
const page = { limit: 10, offset: 0 };

beforeAll(async () => {
  publishEnv({ SOURCE_ALLOW_HTTP: "on", SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8" });
  vendor = await startRegula({ sessions: 80 });
});
afterAll(async () => {
  closeExchanges();
  await vendor.stop();
  publishEnv({ SOURCE_ALLOW_HTTP: "", SOURCE_ALLOWED_NETWORKS: "" });
});
beforeEach(async () => {
  organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
  await db.source.updateMany({ data: { isPaused: true } });
});

/** Sessions whose status at the vendor is 4, which needs review until an admin says otherwise. */
const inReview = (count: number) => vendor.ids.filter((_, at) => at % 8 < 2).slice(0, count);

async function connect(ids: readonly string[]) {
  const source = await createSource(admin, {
    ...{ name: "idv", vendor: "regula", baseUrl: vendor.url },
    credentials: { kind: "api_key", key: vendor.key },
    vendorSettings: { list: { mode: "none" } },
  });
  sourceId = source.id;
  await fetchItems(admin, { sourceId, vendorIds: [...ids] });
  await takeDue();
  const { organizationPk } = admin.scope;
  expect(await db.session.count({ where: { organizationPk } })).toBe(ids.length);
  return vendor.calls.get("api")?.all;
}

async function read(vendorSettings: Record<string, unknown>) {
  const { version } = await db.source.findUniqueOrThrow({ where: { id: sourceId } });
  await updateSource(admin, {
    sourceId,
    version,
    vendorSettings: { list: { mode: "none" }, ...vendorSettings },
  });
}
/** The source as it is now, as somebody wants it who has just seen the preview. */
const wanted = async () => ({ sourceId, version: (await previewRemap(admin, { sourceId })).version });
const remapped = () =>
  db.auditEvent.count({ where: { organizationPk: organization.pk, type: "source.remapped" } });
const approves = { statuses: { "0": "pending", "1": "rejected", "2": "approved", "4": "approved" } };
const sessionOf = (id: string) =>
  db.session.findFirstOrThrow({
    where: { organizationPk: organization.pk, id },
    include: { documents: true, sourceRecord: true, reviewCase: true },
  });

/** Puts sessions into each state in which they stay as they are. @returns the sentence that says why, by session */
async function settleEach([
  decided = "",
  held = "",
  here = "",
  lost = "",
  damaged = "",
  redacted = "",
]: string[]) {
  const own = { organizationPk: organization.pk };
  await db.reviewCase.updateMany({
    where: { ...own, session: { id: decided } },
    data: { status: "approved", decision: "approved", decidedBy: "mem_1", decidedAt: new Date() },
  });
  const { pk: sessionPk } = await sessionOf(held);
  await db.hold.create({
    data: {
      ...{ ...own, environment: "sandbox" as const, id: newId("hold"), sessionPk, reason: "litigation" },
      ...{ owner: "legal", reviewOn: new Date("2099-01-01"), placedBy: "mem_1" },
    },
  });
  await db.session.updateMany({ where: { ...own, id: here }, data: { updatedAt: new Date() } });
  const fileOf = async (id: string) => (await sessionOf(id)).sourceRecord?.blobKey ?? "";
  await blobs().remove(await fileOf(lost));
  await blobs().put(await fileOf(damaged), Buffer.from("nothing"));
  await db.reviewCase.deleteMany({ where: { ...own, session: { id: redacted } } });
  await redactSession(actorOf(organization), { sessionId: redacted, confirm: redacted });
  return {
    [decided]: "It was decided here.",
    [held]: "It is under a legal hold. What is here stays.",
    [here]: "The session has been changed here since it was imported.",
    [lost]: "The file with what the vendor sent is missing.",
    [damaged]: "What is kept of what the vendor sent is damaged.",
    [redacted]: "It was redacted here.",
  };
}

it("a mapping is applied again to what is kept: the preview says what changes, and the run changes just that", async () => {
  const [free = "", second = "", restricted = "", ...settled] = inReview(9);
  const untouched = vendor.ids[2] ?? "";
  const ids = [free, second, restricted, ...settled, untouched];
  const calls = await connect(ids);
  const reasons = await settleEach(settled);
  const own = { organizationPk: organization.pk };
  await db.session.updateMany({ where: { ...own, id: restricted }, data: { restrictedAt: new Date() } });
  await read({ ...approves, externalRef: "another" });
  const before = await Promise.all(ids.map(sessionOf));

  const preview = await previewRemap(admin, { sourceId });
  const both = { from: { status: "under_review", result: "needs_review" }, reason: null, became: "updated" };
  const changed = {
    ...{ ...both, to: { status: "completed", result: "approved" } },
    fields: ["result.status", "session.external_ref", "session.status"],
  };
  const said = new Map(preview.sessions.map(({ sessionId, ...rest }) => [sessionId, rest]));
  expect(said.get(free)).toEqual(changed);
  expect(said.get(second)).toEqual(changed);
  expect(said.get(untouched)).toMatchObject({ fields: ["session.external_ref"] });
  for (const [id, reason] of Object.entries(reasons))
    expect(said.get(id), reason).toMatchObject({ reason, to: null, fields: [] });
  expect([...said.keys()].toSorted()).toEqual([free, second, untouched, ...settled].toSorted());
  expect(preview).toMatchObject({
    ...{ total: 9, looked: 9, updated: 3, unchanged: 0, leftAlone: 4, unreadable: 2, next: null },
    fields: [
      { name: "session.external_ref", sessions: 3 },
      { name: "result.status", sessions: 2 },
      { name: "session.status", sessions: 2 },
    ],
  });
  expect(await Promise.all(ids.map(sessionOf))).toEqual(before);
  const mayReadAll = await createMember(organization, ["admin", "compliance"]);
  expect((await previewRemap(mayReadAll, { sourceId })).sessions).toContainEqual(
    expect.objectContaining({ sessionId: restricted, reason: "It cannot be changed here now." }),
  );

  const run = await startRemap(admin, await wanted());
  expect(run).toMatchObject({ kind: "remap", waiting: 9, endedAt: null });
  await expect(startRemap(admin, await wanted())).rejects.toMatchObject({ code: "conflict" });
  await remapDue(signal);
  expect((await listRuns(admin, { sourceId, ...page })).data[0]).toMatchObject({
    ...{ id: run.id, kind: "remap", seen: 9, updated: 3, unchanged: 0, keptHere: 4, setAside: 2 },
    ...{ endedAt: expect.any(String), waiting: null },
  });
  const after = await Promise.all(ids.map(sessionOf));
  const blobsOf = (all: typeof after) =>
    all.map(({ documents }) => documents.map(({ blobKey }) => blobKey).toSorted());
  expect(blobsOf(after)).toEqual(blobsOf(before));
  expect(after.slice(0, 2)).toMatchObject(
    [free, second].map((id) => ({ id, status: "completed", resultStatus: "approved", externalRef: null })),
  );
  // Nobody has worked on their cases, so none waits any more.
  expect(after.slice(0, 2).map(({ reviewCase }) => reviewCase)).toEqual([null, null]);
  expect(after.slice(2, -1)).toEqual(before.slice(2, -1));
  expect(vendor.calls.get("api")?.all).toBe(calls);
  const events = await db.auditEvent.findMany({
    where: { ...own, type: { in: ["source.remap-started", "source.remapped"] } },
    orderBy: { sequence: "asc" },
  });
  expect(events.map(({ actorId, metadata }) => [actorId, metadata])).toEqual([
    [admin.id, { sessions: 9 }],
    ["source:idv", { looked: 9, updated: 3, unchanged: 0, leftAlone: 4, unreadable: 2 }],
  ]);

  // Twice changes nothing more, and what comes from the vendor again is as it was read.
  expect(await previewRemap(admin, { sourceId })).toMatchObject({ updated: 0, unchanged: 3, fields: [] });
  await resumeSource(admin, { sourceId });
  await fetchItems(admin, { sourceId, vendorIds: [free] });
  await takeDue();
  expect(await sessionOf(free)).toMatchObject({ updatedAt: after[0]?.updatedAt, status: "completed" });
  expect(JSON.stringify([preview, events.map(({ metadata }) => metadata)])).not.toMatch(/Utopia|customer-/);
});

it("a run goes on where its process was killed, and ends when the mapping is changed or its source removed", async () => {
  const ids = inReview(3);
  await connect(ids);
  await read(approves);
  const { id } = await startRemap(admin, await wanted());
  // The process that took it has read one session, and is gone.
  const [first = ""] = ids.toSorted();
  const lease = new Date(Date.now() + 60_000);
  const where = { organizationPk: organization.pk, id };
  await db.sourceRun.updateMany({
    where,
    data: { place: first, seen: 1, updated: 1, leasedUntil: lease, leasedBy: randomUUID() },
  });
  await remapDue(signal);
  expect(await db.sourceRun.findFirstOrThrow({ where })).toMatchObject({ seen: 1, endedAt: null });
  await db.sourceRun.updateMany({ where, data: { leasedUntil: new Date(0) } });
  await remapDue(signal);
  expect(await db.sourceRun.findFirstOrThrow({ where })).toMatchObject({ seen: 3, updated: 3 });
  expect((await sessionOf(first)).status).toBe("under_review");

  const seen = await wanted();
  const told = await remapped();
  await startRemap(admin, seen);
  await read({});
  await remapDue(signal);
  // The run of the mapping that is no longer the source's says what it did, and the preview of it is void.
  expect(await remapped()).toBe(told + 1);
  await expect(startRemap(admin, seen)).rejects.toMatchObject({ code: "conflict" });
  const runs = () => listRuns(admin, { sourceId, ...page });
  expect((await runs()).data[0]).toMatchObject({ kind: "remap", seen: 0, endedAt: expect.any(String) });
  await startRemap(admin, await wanted());
  const stopping = new AbortController();
  stopping.abort();
  await remapDue(stopping.signal);
  expect((await runs()).data[0]).toMatchObject({ seen: 0, endedAt: null });
  await removeSource(admin, { sourceId });
  await remapDue(signal);
  expect(
    await db.sourceRun.count({ where: { organizationPk: organization.pk, endedAt: null, kind: "remap" } }),
  ).toBe(0);
});

it("a run that cannot go on leaves those of others to go on", async () => {
  const organizationPk = organization.pk;
  await connect(inReview(1));
  await read(approves);
  await startRemap(admin, await wanted());
  await db.source.updateMany({
    where: { organizationPk },
    data: { settings: { statuses: 5 }, isPaused: true },
  });

  organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
  const [id = ""] = inReview(1);
  await connect([id]);
  await read(approves);
  await startRemap(admin, await wanted());
  await remapDue(signal);
  expect((await sessionOf(id)).status).toBe("completed");
  await db.sourceRun.updateMany({ where: { organizationPk }, data: { endedAt: new Date() } });
});

it("a session whose images would be lost, or are not here, stays as it is", async () => {
  const [id = ""] = inReview(1);
  await connect([id]);
  await read({ ...approves, images: { LIVENESS_PORTRAIT: "signature" } });
  const reasonOf = async () => (await previewRemap(admin, { sourceId })).sessions[0]?.reason;
  expect(await reasonOf()).toBe(
    "An image that is here has no place in it any more. Fetch it from the vendor instead.",
  );
  await db.document.deleteMany({ where: { organizationPk: organization.pk, docType: "selfie" } });
  await read(approves);
  expect(await reasonOf()).toBe("It has an image now that is not here. Fetch it from the vendor instead.");
});

it("a preview is read page by page", async () => {
  const ids = inReview(3);
  await connect(ids);
  const rest = await previewRemap(admin, { sourceId, after: ids.toSorted()[0] });
  expect(rest).toMatchObject({ total: 3, looked: 2, unchanged: 2, sessions: [], next: null });
});

it("only who manages sources applies a mapping, and only in their own organization and environment", async () => {
  await connect(inReview(1));
  const other = await createMember(await createOrganization(), ["admin"]);
  const live = actorOf(organization, { roles: ["admin"], environment: "live" } as never);
  for (const act of [previewRemap, startRemap]) {
    for (const role of ["reviewer", "lead", "compliance", "auditor"] as const)
      await expect(
        act(await createMember(organization, [role]), { sourceId, version: 1 }),
      ).rejects.toMatchObject({
        code: "forbidden",
      });
    for (const actor of [other, live])
      await expect(act(actor, { sourceId, version: 1 })).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await db.sourceRun.count({ where: { organizationPk: organization.pk, kind: "remap" } })).toBe(0);
});
