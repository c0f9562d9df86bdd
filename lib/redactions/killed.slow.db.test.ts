import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { finishRedactions } from "@/lib/erasure/columns";
import { placeHold } from "@/lib/holds/write";
import { buildPackages } from "@/lib/packages/jobs";
import { downloadPackage, requestPackage } from "@/lib/packages/package";
import { verifyPackage } from "@/lib/packages/verify";
import { runRedactions } from "@/lib/redactions/jobs";
import { getRedaction } from "@/lib/redactions/read";
import { requestRedaction } from "@/lib/redactions/write";
import { getRequest } from "@/lib/requests/read";
import * as review from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import * as requests from "@/lib/requests/write";
import { runRetention } from "@/lib/retention/run";
import { currentSettings } from "@/lib/settings/load";
import { updateRetention } from "@/lib/settings/write";
import { existingDataKeys } from "@/lib/vault/data-keys";
import {
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleImage,
} from "@/test/factories";
import { type Killable, killNow, startKillable } from "@/test/killable";
import { randomOfTest } from "@/test/random";
import { db } from "@/test/test-db";

const kills = 50;
const counts = { bulk: 150, retention: 100, package: 25, held: 5 };
const dayMs = 86_400_000;
const idOf = (kind: keyof typeof counts, at: number) =>
  `ses_${kind}${String(at).padStart(26 - kind.length, "0")}`;
const idsOf = (kind: keyof typeof counts) => Array.from({ length: counts[kind] }, (_, at) => idOf(kind, at));

let officer: Actor;
let redactionId = "";
let requestId = "";
const folder = mkdtempSync(path.join(tmpdir(), "killed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function importAll(admin: Actor): Promise<void> {
  const image = await sampleImage();
  const kinds = Object.keys(counts) as (keyof typeof counts)[];
  for (const id of kinds.flatMap(idsOf)) {
    const bundle = sampleAs(id, { external_ref: id.startsWith("ses_package") ? "cust_package" : null });
    const images = Object.fromEntries(
      (bundle.documents ?? []).flatMap(({ download_url }) => (download_url ? [[download_url, image]] : [])),
    );
    await importFor(admin, bundle, images);
  }
}

async function askForPackage(): Promise<string> {
  const { id } = await requests.receiveRequest(officer, {
    kind: "access",
    channel: "email",
    requester: { externalRef: "cust_package" },
  });
  await requests.verifyRequester(officer, { requestId: id, how: "signed_in" });
  const { matches } = await searchRequest(officer, { requestId: id });
  for (const { sessionId } of matches)
    await review.decideMatch(officer, { requestId: id, sessionId, state: "accepted" });
  await review.reviewRequest(officer, { requestId: id });
  await requestPackage(officer, { requestId: id });
  return id;
}

beforeAll(async () => {
  await removeAllSessions();
  const organization = await createOrganization();
  officer = await createMember(organization, ["compliance"]);
  const admin = await createMember(organization, ["admin"]);
  await importAll(admin);
  const { version } = (await currentSettings(admin)).retention;
  await updateRetention(admin, { version, dataRetentionDays: 30, autoRedactOnRetentionExpiry: true });
  await db.session.updateMany({
    where: { id: { in: idsOf("retention") } },
    data: { terminalAt: new Date(Date.now() - 40 * dayMs) },
  });
  for (const sessionId of idsOf("held"))
    await placeHold(officer, { sessionId, reason: "Matter", owner: "Legal", reviewOn: "2099-01-01" });
  requestId = await askForPackage();
  const sessionIds = [...idsOf("bulk"), ...idsOf("held")];
  const confirm = `redact ${sessionIds.length}`;
  redactionId = (await requestRedaction(officer, { sessionIds, confirm })).id;
});

const inOrganization = () => ({ organizationPk: officer.scope.organizationPk });

/** A session has its key and says so, or has neither; between the two stands a note that is still to be followed. */
async function expectNoneHalf(): Promise<void> {
  const rows = await db.session.findMany({
    where: inOrganization(),
    select: { id: true, retentionStatus: true, dataKeyId: true, sealed: true },
  });
  const wrong = rows.filter(
    ({ retentionStatus, dataKeyId, sealed }) =>
      (retentionStatus === "redacted") === Boolean(dataKeyId) || Boolean(dataKeyId) !== Boolean(sealed),
  );
  expect(wrong).toEqual([]);
  const alive = rows.flatMap(({ dataKeyId }) => dataKeyId ?? []);
  expect((await existingDataKeys(alive)).size).toBe(alive.length);
}

/** What a minute of silence does: the next builder takes over. */
const letTimePass = () =>
  db.package.updateMany({
    where: { status: "building" },
    data: { workedAt: new Date(Date.now() - 120_000) },
  });

const progress = async () => {
  const { counts: done } = await getRedaction(officer, { redactionId });
  const expired = await db.session.count({
    where: { ...inOrganization(), id: { startsWith: "ses_retention" }, retentionStatus: "redacted" },
  });
  const { package: made } = await getRequest(officer, { requestId });
  return { bulk: done.deleted + done.held, expired, files: made?.filesDone ?? 0, status: made?.status };
};

const isMoved = (now: Awaited<ReturnType<typeof progress>>, before: typeof now) =>
  now.bulk > before.bulk || now.expired > before.expired || now.files !== before.files;

/** Waits for the first sign of work, or until there is clearly none left to begin. */
async function untilMoved(before: Awaited<ReturnType<typeof progress>>): Promise<void> {
  const isDone = before.bulk === counts.bulk + counts.held && before.expired === counts.retention;
  if (isDone && before.status === "ready") return;
  for (const end = Date.now() + 15_000; Date.now() < end; await sleep(10))
    if (isMoved(await progress(), before)) return;
}

it("a bulk redaction killed fifty times is done once, completely, and leaves no session half redacted", {
  timeout: 1_800_000,
}, async () => {
  const random = randomOfTest();
  let last = await progress();
  let met = 0;
  let next: Promise<Killable> = startKillable("work-process.ts");
  for (let round = 0; round < kills; round++) {
    const killed = await next;
    // The one after it gets ready meanwhile.
    next = startKillable("work-process.ts");
    killed.go();
    await untilMoved(last);
    await sleep(random.next() * 60);
    await killNow(killed);
    const now = await progress();
    expect(now.bulk).toBeGreaterThanOrEqual(last.bulk);
    expect(now.expired).toBeGreaterThanOrEqual(last.expired);
    if (isMoved(now, last)) met++;
    last = now;
    await letTimePass();
    await expectNoneHalf();
  }
  await killNow(await next);
  expect(met, "kills that met work").toBeGreaterThan(kills / 2);

  await finishRedactions();
  await Promise.all([runRedactions(), runRetention(), buildPackages()]);
  await expectNoneHalf();
  expect(await db.redactionCleanup.count()).toBe(0);
  expect(await getRedaction(officer, { redactionId })).toMatchObject({
    status: "finished",
    counts: { waiting: 0, deleted: counts.bulk, alreadyRedacted: 0, held: counts.held, failed: 0 },
  });
  const once = async (type: string) => {
    const events = await db.auditEvent.groupBy({
      by: ["resourceId"],
      where: { ...inOrganization(), type },
      _count: true,
    });
    expect(Math.max(...events.map(({ _count }) => _count)), type).toBe(1);
    return events.length;
  };
  expect(await once("session.redacted")).toBe(counts.bulk + counts.retention);
  expect(await once("session.retention-expired")).toBe(counts.retention);
  expect(await once("package.built")).toBe(1);
  expect(await once("redaction.finished")).toBe(1);
  const webhooks = await db.webhookDelivery.groupBy({
    by: ["sessionPk"],
    where: { ...inOrganization(), event: "session.redacted" },
    _count: true,
  });
  expect(webhooks.filter(({ _count }) => _count !== 1)).toEqual([]);

  const stream = await (await downloadPackage(officer, { requestId })).open();
  const file = path.join(folder, "package.zip");
  await pipeline(Readable.fromWeb(stream as ReadableStream), createWriteStream(file));
  const { faults, files } = await verifyPackage(file);
  expect(faults).toEqual([]);
  expect(files).toBeGreaterThan(counts.package * 3);
});
