import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Source } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { keyOf, scopeOf } from "@/lib/platform/scope";
import { getRun, getSource, listItems, listReports, listRuns, listSources } from "@/lib/sources/read";
import { sourceInput } from "@/lib/sources/schema";
import { createSource } from "@/lib/sources/write";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
const page = { limit: 10, offset: 0 };

beforeAll(removeAllSessions);
beforeEach(async () => {
  organization = await createOrganization();
});

/** A source as its row stands in the database; nothing is asked of its vendor. */
const sourceWith = (given: Partial<Source> = {}) =>
  db.source.create({
    data: {
      ...{
        organizationPk: organization.pk,
        environment: "sandbox" as const,
        id: newId("src"),
        name: "hosted",
      },
      ...{ vendor: "verifa", baseUrl: "https://vendor.example", sealedCredentials: new Uint8Array() },
      ...(given as object),
    },
  });

const input = (name: string) => ({
  ...{ name, vendor: "verifa", baseUrl: "https://vendor.example" },
  credentials: { kind: "api_key" as const, key: "k" },
});

it("a source is connected only when its last listing went well", async () => {
  const admin = await createMember(organization, ["admin"]);
  const row = await sourceWith();
  const now = new Date();
  const cases: [Partial<Source>, object][] = [
    [{}, { state: "listing", listedAt: null, lists: true }],
    [{ listedAt: now }, { state: "running", listedAt: now.toISOString() }],
    [{ listedAt: now, listingSince: now }, { state: "listing" }],
    [
      { lastError: "Away.", lastErrorAt: now },
      { state: "failing", lastErrorAt: now.toISOString() },
    ],
    [{ listingSince: null, quietUntil: new Date(now.getTime() + 3_600_000) }, { state: "quiet" }],
    [{ isPaused: true }, { state: "paused" }],
    [{ stoppedBecause: "The key was refused." }, { state: "stopped" }],
    [
      { stoppedBecause: null, isPaused: false, quietUntil: null, lastError: null, vendor: "veriff" },
      { state: "on_notice", listedAt: null, lists: false },
    ],
    [
      { vendor: "regula", settings: { list: { mode: "none" } } as never },
      { state: "on_notice", listedAt: null, lists: false },
    ],
    [
      { settings: { list: { mode: "views" } } as never, listedAt: now },
      { state: "running", lists: true },
    ],
    [{ lastError: "Away." }, { state: "failing" }],
  ];
  for (const [data, shown] of cases) {
    await db.source.update({ where: keyOf(row), data: data as object });
    expect(await getSource(admin, { sourceId: row.id }), JSON.stringify(data)).toMatchObject(shown);
  }
});

it("a restricted session is on no list and in no number for whoever may not read it", async () => {
  const [lead, compliance] = [
    await createMember(organization, ["lead"]),
    await createMember(organization, ["lead", "compliance"]),
  ];
  const row = await sourceWith();
  const other = await createOrganization();
  const ids = ["ses_free", "ses_restricted", "ses_unknown"];
  for (const id of ids.slice(0, 2)) await importFor(actorOf(organization), sampleAs(id));
  // Another organization's session of the same id says nothing about this one.
  await importFor(actorOf(other), sampleAs("ses_unknown"));
  await db.session.updateMany({
    where: {
      OR: [
        { organizationPk: organization.pk, id: "ses_restricted" },
        { organizationPk: other.pk, id: "ses_unknown" },
      ],
    },
    data: { restrictedAt: new Date() },
  });
  const own = { ...scopeOf(row), sourcePk: row.pk };
  await db.sourceItem.createMany({ data: ids.map((vendorId) => ({ ...own, vendorId })) });
  await db.sourceReport.createMany({
    data: ids.map((vendorId) => ({ ...own, vendorId, kind: "decision" as const, happenedAt: new Date() })),
  });
  await db.sourceRun.create({ data: { ...own, id: newId("run") } });
  const sourceId = row.id;
  const seenBy = async (actor: typeof lead) => {
    const items = await listItems(actor, { sourceId, ...page });
    const due = await listItems(actor, { sourceId, state: "due", ...page });
    const reports = await listReports(actor, { sourceId, ...page });
    expect(due.data).toEqual(items.data);
    expect(reports.data.map(({ vendorId }) => vendorId)).toEqual(items.data.map(({ vendorId }) => vendorId));
    const [listed] = (await listSources(actor)).data;
    const numbers = [
      items.pagination.total,
      reports.pagination.total,
      (await getSource(actor, { sourceId })).waiting,
      listed?.waiting,
      (await listRuns(actor, { sourceId, ...page })).data[0]?.waiting,
    ];
    return { ids: items.data.map(({ vendorId }) => vendorId), numbers };
  };
  expect(await seenBy(compliance)).toEqual({ ids: [...ids].reverse(), numbers: [3, 3, 3, 3, 3] });
  expect(await seenBy(lead)).toEqual({ ids: ["ses_unknown", "ses_free"], numbers: [2, 2, 2, 2, 2] });
  const rest = await listItems(lead, { sourceId, limit: 1, offset: 1 });
  expect(rest.data.map(({ vendorId }) => vendorId)).toEqual(["ses_free"]);
  expect(rest.pagination).toMatchObject({ total: 2, hasMore: false });
});

it("only what is here has a time at which it was fetched", async () => {
  const admin = await createMember(organization, ["admin"]);
  const row = await sourceWith();
  const states = ["due", "taken", "kept_here", "set_aside", "left_out"] as const;
  const takenAt = new Date();
  await db.sourceItem.createMany({
    data: states.map((state) => ({ ...scopeOf(row), sourcePk: row.pk, vendorId: state, state, takenAt })),
  });
  const { data } = await listItems(admin, { sourceId: row.id, ...page });
  expect(data.filter((item) => item.takenAt !== null).map(({ state }) => state)).toEqual([
    "kept_here",
    "taken",
  ]);
});

it("a source has no name that stands for another way, or that sessions which are here name", async () => {
  const admin = await createMember(organization, ["admin"]);
  for (const name of ["api", "created", "demo", "import"])
    expect(sourceInput.safeParse(input(name)).success, name).toBe(false);
  await importFor(actorOf(organization), sampleAs("ses_other"));
  const own = { organizationPk: organization.pk, id: "ses_other" };
  for (const restrictedAt of [null, new Date()]) {
    await db.session.updateMany({ where: own, data: { source: "earlier", restrictedAt } });
    await expect(createSource(admin, input("earlier"))).rejects.toMatchObject({
      code: "validation_error",
      fields: [expect.objectContaining({ field: "name" })],
    });
  }
  expect(await db.source.count({ where: { organizationPk: organization.pk } })).toBe(0);
  await db.session.updateMany({ where: own, data: { source: "other" } });
  expect(await createSource(admin, input("earlier"))).toMatchObject({ name: "earlier" });
});

it("a run is shown with its source, and to no other", async () => {
  const admin = await createMember(organization, ["admin"]);
  const [one, other] = [await sourceWith(), await sourceWith({ name: "other" })];
  const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
  const id = newId("srn");
  await db.sourceRun.create({ data: { ...scope, sourcePk: one.pk, id, seen: 3, created: 2 } });
  const run = { id, kind: "sync", seen: 3, created: 2, endedAt: null };
  expect(await getRun(admin, { sourceId: one.id, runId: id })).toMatchObject(run);
  await expect(getRun(admin, { sourceId: other.id, runId: id })).rejects.toMatchObject({ code: "not_found" });
  const stranger = await createMember(await createOrganization(), ["admin"]);
  await expect(getRun(stranger, { sourceId: one.id, runId: id })).rejects.toMatchObject({
    code: "not_found",
  });
  const reviewer = await createMember(organization, ["reviewer"]);
  await expect(getRun(reviewer, { sourceId: one.id, runId: id })).rejects.toMatchObject({
    code: "forbidden",
  });
});
