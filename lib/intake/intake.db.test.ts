import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { takeDue } from "@/lib/intake/engine";
import { storeListed } from "@/lib/intake/list";
import { findTaken, openRecord } from "@/lib/intake/record";
import { sourceActor } from "@/lib/intake/source";
import { blobs } from "@/lib/platform/blobs";
import { publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { newId } from "@/lib/platform/id";
import { prepareImage } from "@/lib/platform/images";
import { scopeOf } from "@/lib/platform/scope";
import { redactSession } from "@/lib/privacy/write";
import { cipherOf } from "@/lib/records/open";
import { askAgain } from "@/lib/sources/sync";
import { sealSourceSecret } from "@/lib/vault/source-secret";
import { actorOf, createOrganization, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";
import { startRegula } from "@/test/vendors/regula-server";
import { picturesOf, startVerifa, type Verifa, type VerifaOptions } from "@/test/vendors/verifa-server";

let organization: TestOrganization;
const running: Verifa[] = [];

beforeAll(async () => {
  publishEnv({ SOURCE_ALLOW_HTTP: "on", SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8" });
});
afterAll(() => publishEnv({ SOURCE_ALLOW_HTTP: "", SOURCE_ALLOWED_NETWORKS: "" }));
afterEach(async () => {
  closeExchanges();
  for (const each of running.splice(0)) await each.stop();
  // No later test takes up what this one left.
  await db.source.updateMany({ where: { organizationPk: organization.pk }, data: { isPaused: true } });
});

async function connect(options: VerifaOptions, given: { key?: string } = {}) {
  organization = await createOrganization();
  const vendor = await startVerifa(options);
  running.push(vendor);
  const id = newId("src");
  const secret = JSON.stringify({ kind: "api_key", key: given.key ?? vendor.key });
  const source = await db.source.create({
    data: {
      organizationPk: organization.pk,
      environment: "sandbox",
      id,
      name: "hosted",
      vendor: "verifa",
      baseUrl: vendor.url,
      sealedCredentials: await sealSourceSecret(organization.id, id, "credentials", secret),
    },
  });
  const own = { ...scopeOf(source), sourcePk: source.pk };
  return {
    vendor,
    source,
    actor: await sourceActor(source, organization.id),
    items: () => db.sourceItem.findMany({ where: own, orderBy: { vendorId: "asc" } }),
    runs: () => db.sourceRun.findMany({ where: own, orderBy: { pk: "asc" } }),
    row: () => db.source.findUniqueOrThrow({ where: { scoped: { ...scopeOf(source), pk: source.pk } } }),
    sessions: () =>
      db.session.findMany({ where: scopeOf(source), orderBy: { id: "asc" }, include: { documents: true } }),
    /** Makes everything due now. */
    async again(isFull = true) {
      const now = new Date();
      await db.source.updateMany({
        where: { ...scopeOf(source), pk: source.pk },
        data: { nextListAt: now, quietUntil: null, ...(isFull && { fullListedAt: null }) },
      });
      await db.sourceItem.updateMany({
        where: { ...own, nextTryAt: { not: null } },
        data: { nextTryAt: now },
      });
      await takeDue();
    },
  };
}

it("the sessions of a source come in with their images, their cases and the vendor's own record", async () => {
  const { vendor, sessions, items, runs, actor, row } = await connect({ sessions: 5 });
  await takeDue();
  const found = await sessions();
  expect(found.map(({ id, source }) => [id, source])).toEqual(vendor.ids.map((id) => [id, "hosted"]));
  expect((await items()).map(({ state, reason }) => [state, reason])).toEqual(
    vendor.ids.map(() => ["taken", null]),
  );
  for (const session of found) {
    const cipher = await cipherOf(actor, "session", session);
    const wanted = await picturesOf(Number(session.id.slice(-7)));
    expect(session.documents).toHaveLength(3);
    for (const document of session.documents) {
      const at = Number(document.id.at(-1));
      const sealed = await blobs().get(document.blobKey ?? "");
      const prepared = await prepareImage(wanted[at] ?? Buffer.alloc(0));
      expect(sealed && cipher.openImage(document.blobKey ?? "", sealed).equals(prepared.bytes)).toBe(true);
    }
    const taken = await findTaken(actor, session.id);
    const record = taken && (await openRecord(actor, taken));
    expect(JSON.parse(record?.session ?? "{}")).toMatchObject({ session: { id: session.id } });
  }
  expect(await runs()).toMatchObject([
    { seen: 5, created: 5, images: 15, setAside: 0, endedAt: expect.any(Date) },
  ]);
  expect(await row()).toMatchObject({ lastError: null, listingSince: null, stoppedBecause: null });
  expect(await db.reviewCase.count({ where: { organizationPk: organization.pk } })).toBe(5);
  expect(vendor.counts.keyOnImages).toBe(15);
});

it("what has not changed is not fetched again, and what has changed is", async () => {
  const { vendor, again, sessions, runs } = await connect({ sessions: 4 });
  await takeDue();
  await again();
  expect(vendor.counts.exports).toBe(4);
  expect(await runs()).toHaveLength(1);
  vendor.change(vendor.ids[1] ?? "");
  const added = vendor.add();
  await again();
  expect(vendor.counts.exports).toBe(6);
  expect((await runs()).at(-1)).toMatchObject({ created: 1, updated: 1 });
  expect((await sessions()).map(({ id }) => id)).toContain(added);
});

it("a listing that need not go to the end stops where nothing is new", async () => {
  const { vendor, again, source } = await connect({ sessions: 30 });
  await db.source.updateMany({
    where: { ...scopeOf(source), pk: source.pk },
    data: { settings: { pageSize: 5 } },
  });
  await takeDue();
  const before = vendor.counts.requests;
  vendor.add();
  await again(false);
  // Two pages of the list, one export, three images.
  expect(vendor.counts.requests - before).toBe(6);
});

it("a page of the list that comes twice hides no session", async () => {
  const { vendor, again, sessions, source } = await connect({
    ...{ sessions: 30, seed: 3, troubles: { doublePage: 0.5 } },
  });
  await db.source.updateMany({
    where: { ...scopeOf(source), pk: source.pk },
    data: { settings: { pageSize: 5 } },
  });
  for (let turn = 0; turn < 15; turn++) await again(turn === 0);
  expect((await sessions()).map(({ id }) => id)).toEqual(vendor.ids);
});

it("a session that was redacted here is neither imported nor fetched again", async () => {
  const { vendor, again, items, source } = await connect({ sessions: 2 });
  await takeDue();
  const [id = ""] = vendor.ids;
  await db.reviewCase.deleteMany({ where: scopeOf(source) });
  await redactSession(actorOf(organization), { sessionId: id, confirm: id });
  expect(await db.sourceRecord.count({ where: scopeOf(source) })).toBe(1);
  vendor.change(id);
  await again();
  expect((await items())[0]).toMatchObject({ state: "left_out", reason: "It was redacted here." });
  expect(vendor.counts.exports).toBe(2);
});

it("a key that the vendor refuses stops the source, and says so in the vendor's words", async () => {
  const { row, sessions } = await connect({ sessions: 2 }, { key: "another" });
  await takeDue();
  expect(await sessions()).toEqual([]);
  expect((await row()).stoppedBecause).toBe("Verifa answered HTTP 401: Invalid API key");
});

it("whatever goes wrong at the vendor, every session comes in once", async () => {
  const troubles = {
    slow: 0.05,
    throttled: 0.02,
    broken: 0.05,
    reset: 0.05,
    truncated: 0.05,
    expired: 0.05,
    doublePage: 0.2,
    html: 0.02,
  };
  const { vendor, again, items, sessions } = await connect({ sessions: 40, seed: 7, troubles });
  for (let turn = 0; turn < 25; turn++) {
    if (turn === 3) for (const id of vendor.ids.slice(0, 10)) vendor.change(id);
    await again();
    if (turn > 3 && (await items()).length === 40 && (await items()).every(({ state }) => state === "taken"))
      break;
  }
  expect((await items()).filter(({ state }) => state !== "taken")).toEqual([]);
  const found = await sessions();
  expect(found.map(({ id }) => id)).toEqual(vendor.ids);
  expect(
    found.every(({ documents }) => documents.length === 3 && documents.every(({ blobKey }) => blobKey)),
  ).toBe(true);
});

it("a decision and a redaction here are told to the vendor once, and one that it made itself is not", async () => {
  const { vendor, again, source, actor, sessions } = await connect({ sessions: 3 });
  const own = { ...scopeOf(source), pk: source.pk };
  const told = { reportsDecisions: true, reportsRedactions: true, settings: { reviewerId: "rev_1" } };
  await db.source.updateMany({ where: own, data: told });
  await takeDue();
  const [decided, redacted, theirs] = await sessions();
  if (!decided || !redacted || !theirs) throw new Error("Three sessions were expected.");
  const earlier = new Date(Date.now() - 60_000);
  const decide = (sessionPk: bigint, decidedBy: string | null) =>
    db.reviewCase.updateMany({
      where: { ...scopeOf(source), sessionPk },
      data: { status: "rejected", decision: "rejected", decidedAt: earlier, decidedBy },
    });
  await decide(decided.pk, "mem_test");
  await decide(theirs.pk, null);
  await db.reviewCase.deleteMany({ where: { ...scopeOf(source), sessionPk: redacted.pk } });
  await redactSession(actorOf(organization), { sessionId: redacted.id, confirm: redacted.id });
  await db.session.updateMany({
    where: { ...scopeOf(source), pk: redacted.pk },
    data: { redactedAt: earlier },
  });
  for (let turn = 0; turn < 2; turn++) {
    await db.source.updateMany({ where: own, data: { nextReportAt: new Date(0) } });
    await again();
  }
  expect(vendor.told.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
    [
      `DELETE /api/v1/sessions/${redacted.id}/data`,
      "POST /api/v1/cases",
      `POST /api/v1/cases/rvc_${decided.id}/reject`,
    ].sort(),
  );
  expect(vendor.told.find(({ path }) => path.endsWith("/reject"))?.body).toEqual({ reviewer_id: "rev_1" });
  const reports = await db.sourceReport.findMany({ where: { ...scopeOf(source), sourcePk: source.pk } });
  expect(reports.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  const { organizationPk } = actor.scope;
  expect(await db.auditEvent.count({ where: { organizationPk, type: "source.reported" } })).toBe(2);
});

it("a decision that was taken before a restriction ends is told when it has ended, and not before", async () => {
  const { vendor, again, source, sessions } = await connect({ sessions: 1 });
  const own = { ...scopeOf(source), pk: source.pk };
  await db.source.updateMany({
    where: own,
    data: { reportsDecisions: true, settings: { reviewerId: "rev_1" } },
  });
  await takeDue();
  const [session] = await sessions();
  const where = { ...scopeOf(source), pk: session?.pk ?? 0n };
  await db.session.updateMany({ where, data: { restrictedAt: new Date() } });
  await db.reviewCase.updateMany({
    where: { ...scopeOf(source), sessionPk: where.pk },
    data: {
      status: "rejected",
      decision: "rejected",
      decidedAt: new Date(Date.now() - 60_000),
      decidedBy: "mem_1",
    },
  });
  const look = async () => {
    await db.source.updateMany({ where: own, data: { nextReportAt: new Date(0) } });
    await db.sourceReport.updateMany({
      where: { ...scopeOf(source), nextTryAt: { not: null } },
      data: { nextTryAt: new Date() },
    });
    await again();
  };
  await look();
  expect(vendor.told).toEqual([]);
  // While it lasts, the vendor is not looked after every second for its sake.
  const [waiting] = await db.sourceReport.findMany({ where: scopeOf(source) });
  expect(waiting).toMatchObject({ state: "pending", tries: 0, leasedUntil: null });
  expect(waiting?.nextTryAt?.getTime()).toBeGreaterThan(Date.now() + 60_000);
  // The restriction is lifted long after the last look.
  await db.source.updateMany({ where: own, data: { reportedAt: new Date(Date.now() + 3_600_000) } });
  await db.session.updateMany({ where, data: { restrictedAt: null } });
  await look();
  expect(vendor.told.map(({ path }) => path)).toContain(`/api/v1/cases/rvc_${session?.id}/reject`);
});

it("a session that came in from a source which was removed is told of by the one that goes on with it", async () => {
  const { vendor, again, source, sessions } = await connect({ sessions: 3 });
  await takeDue();
  const [decided, redacted, foreign] = await sessions();
  if (!decided || !redacted || !foreign) throw new Error("Three sessions were expected.");
  const scope = scopeOf(source);
  await db.source.create({
    data: {
      ...{ ...scope, id: newId("src"), name: "earlier", vendor: "verifa", baseUrl: vendor.url },
      ...{ sealedCredentials: new Uint8Array(), removedAt: new Date() },
    },
  });
  await db.session.updateMany({ where: { ...scope, id: { not: foreign.id } }, data: { source: "earlier" } });
  await db.session.updateMany({ where: { ...scope, id: foreign.id }, data: { source: "api" } });
  const told = { reportsDecisions: true, reportsRedactions: true, settings: { reviewerId: "rev_1" } };
  await db.source.updateMany({ where: { ...scope, pk: source.pk }, data: told });
  const decidedAt = new Date(Date.now() - 60_000);
  await db.reviewCase.updateMany({
    where: { ...scope, sessionPk: { in: [decided.pk, foreign.pk] } },
    data: { status: "rejected", decision: "rejected", decidedAt, decidedBy: "mem_1" },
  });
  await db.reviewCase.deleteMany({ where: { ...scope, sessionPk: redacted.pk } });
  await redactSession(actorOf(organization), { sessionId: redacted.id, confirm: redacted.id });
  await db.session.updateMany({ where: { ...scope, pk: redacted.pk }, data: { redactedAt: decidedAt } });
  await again();
  expect(
    vendor.told
      .map(({ path }) => path)
      .filter((path) => path !== "/api/v1/cases")
      .toSorted(),
  ).toEqual([`/api/v1/cases/rvc_${decided.id}/reject`, `/api/v1/sessions/${redacted.id}/data`].toSorted());
});

it("what the vendor has erased stays here, with its case, until it is decided here", async () => {
  const { vendor, again, items, sessions, source } = await connect({ sessions: 2 });
  await takeDue();
  const [id = ""] = vendor.ids;
  vendor.redact(id);
  await again();
  expect((await items())[0]).toMatchObject({
    state: "kept_here",
    reason: "The vendor has redacted it. What is here stays.",
  });
  const [session] = await sessions();
  expect(session).toMatchObject({ id, retentionStatus: "active" });
  expect(session?.documents.every(({ blobKey }) => blobKey)).toBe(true);
  expect(await db.reviewCase.count({ where: { ...scopeOf(source), sessionPk: session?.pk ?? 0n } })).toBe(1);
});

it("a decision here stands although the vendor's clock is ahead", async () => {
  const { vendor, again, items, sessions, source } = await connect({ sessions: 1 });
  const [id = ""] = vendor.ids;
  vendor.setTime(id, new Date(Date.now() + 3_600_000));
  await takeDue();
  await db.session.updateMany({
    where: { ...scopeOf(source), id },
    data: { status: "completed", updatedAt: new Date() },
  });
  vendor.setTime(id, new Date(Date.now() + 3_700_000));
  await again();
  expect((await items())[0]).toMatchObject({ state: "kept_here" });
  expect((await sessions())[0]).toMatchObject({ status: "completed" });
});

it("a session that is restricted while its images are fetched stays as it is", async () => {
  const { vendor, again, items, sessions, source } = await connect({ sessions: 1 });
  await takeDue();
  const [id = ""] = vendor.ids;
  vendor.during.picture = () =>
    db.session.updateMany({ where: { ...scopeOf(source), id }, data: { restrictedAt: new Date() } });
  vendor.change(id);
  const [before] = await sessions();
  await again();
  const [after] = await sessions();
  expect(after).toMatchObject({ isRestricted: true, updatedAt: before?.updatedAt });
  expect((await items())[0]?.state).not.toBe("taken");
});

it("a session that is asked for while it is fetched is fetched once more", async () => {
  const { vendor, source } = await connect({ sessions: 1 });
  const [id = ""] = vendor.ids;
  let isAsked = false;
  vendor.during.picture = async () => {
    if (isAsked) return;
    isAsked = true;
    await askAgain(db, source, [id]);
  };
  await takeDue();
  expect(vendor.counts.exports).toBe(2);
});

it("a refusal for one session neither stops the source nor keeps the vendor's words with it", async () => {
  const { vendor, items, row } = await connect({ sessions: 3 });
  const [id = ""] = vendor.ids;
  vendor.during.refused.add(id);
  await takeDue();
  expect((await items()).map(({ state }) => state)).toEqual(["set_aside", "taken", "taken"]);
  expect((await items())[0]?.reason).toBe("Verifa answered HTTP 403.");
  expect(await row()).toMatchObject({ stoppedBecause: null });
});

it("a source that is changed while it works is opened anew", async () => {
  const { vendor, source, sessions } = await connect({ sessions: 8 });
  const own = { ...scopeOf(source), pk: source.pk };
  vendor.during.picture = () =>
    db.source.updateMany({ where: own, data: { version: 2, statuses: ["completed"] } });
  await takeDue();
  // Those that were being fetched at this moment came in with the filter of before.
  expect((await sessions()).length).toBeLessThanOrEqual(4);
  vendor.during.picture = undefined;
  await takeDue();
  expect((await sessions()).length).toBeLessThanOrEqual(4);
  expect(
    await db.sourceItem.count({ where: { ...scopeOf(source), state: "left_out" } }),
  ).toBeGreaterThanOrEqual(4);
});

it("a run ends when its source is paused, and the next one takes up what was left", async () => {
  const { vendor, again, source, runs, sessions } = await connect({ sessions: 9 });
  const own = { ...scopeOf(source), pk: source.pk };
  vendor.during.picture = () => db.source.updateMany({ where: own, data: { isPaused: true } });
  await takeDue();
  const before = await sessions();
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(9);
  await takeDue();
  expect(await runs()).toMatchObject([{ created: before.length, endedAt: expect.any(Date) }]);
  vendor.during.picture = undefined;
  await db.source.updateMany({ where: own, data: { isPaused: false } });
  await again();
  expect(await runs()).toMatchObject([{}, { created: 9 - before.length, endedAt: expect.any(Date) }]);
});

it("a session of a vendor that names no times is retained from its end, and not from its last change", async () => {
  const { source, actor } = await connect({ sessions: 0 });
  const vendor = await startRegula({ sessions: 8 });
  const [id = ""] = vendor.ids.filter((each) => vendor.personOf(each).status === 2);
  const secret = JSON.stringify({ kind: "api_key", key: vendor.key });
  const sealed = await sealSourceSecret(actor.scope.organizationId, source.id, "credentials", secret);
  const settings = { list: { mode: "none" }, created: [], updated: [] };
  const data = { vendor: "regula", baseUrl: vendor.url, settings, sealedCredentials: sealed, version: 2 };
  await db.source.updateMany({ where: { ...scopeOf(source), pk: source.pk }, data });
  const take = async () => {
    await askAgain(db, source, [id]);
    await takeDue();
    const row = await db.session.findFirstOrThrow({ where: { ...scopeOf(source), id } });
    return { terminalAt: row.terminalAt, updatedAt: row.updatedAt, result: row.resultStatus };
  };
  const first = await take();
  vendor.change(id);
  const second = await take();
  await vendor.stop();
  expect([first.result, second.result]).toEqual(["approved", "rejected"]);
  expect(second.updatedAt > first.updatedAt).toBe(true);
  expect(second.terminalAt).toEqual(first.terminalAt);
});

it("ids that cannot be stored are not listed, and do not end the listing", async () => {
  const { source } = await connect({ sessions: 1 });
  const lane = { ...scopeOf(source), pk: source.pk, organizationId: organization.id };
  const listed = ["ses_nul\0", "x".repeat(200), "ses good", "ses_ok", ""].map((id) => ({
    id,
    version: "1\0",
  }));
  expect(await storeListed(lane, listed)).toBe(1);
  expect(await db.sourceItem.findMany({ where: scopeOf(source) })).toMatchObject([
    { vendorId: "ses_ok", version: "1" },
  ]);
});

it("a status that is not taken keeps a new session out, and a session that is here is followed to it", async () => {
  const { vendor, again, items, sessions, source } = await connect({ sessions: 2 });
  const own = { ...scopeOf(source), pk: source.pk };
  await db.source.updateMany({ where: own, data: { statuses: ["under_review"] } });
  const [here = "", late = ""] = vendor.ids;
  vendor.decide(late, "approved");
  await takeDue();
  expect((await items()).map(({ state }) => state)).toEqual(["taken", "left_out"]);
  vendor.decide(here, "rejected");
  await again();
  expect(await sessions()).toMatchObject([{ id: here, status: "completed", resultStatus: "rejected" }]);
  expect(await db.reviewCase.count({ where: { ...scopeOf(source), status: "open" } })).toBe(0);
});
