import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { finishRedactions } from "@/lib/erasure/columns";
import { newClient } from "@/lib/platform/connect";
import { env } from "@/lib/platform/env";
import { exportSession } from "@/lib/privacy/write";
import { existingDataKeys } from "@/lib/vault/data-keys";
import {
  actorOf,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleImage,
} from "@/test/factories";
import { killNow, startKillable, untilHeld } from "@/test/killable";
import { randomOfTest } from "@/test/random";
import { db, uncounted } from "@/test/test-db";

beforeEach(removeAllSessions);

async function importOne(sessionId = "ses_killed") {
  const actor = actorOf(await createOrganization());
  const bundle = sampleAs(sessionId);
  const documents = ["front", "back"].map((page) => ({
    ...bundle.documents?.[0],
    id: `doc_${page}`,
    page,
    download_url: `${page}.jpg`,
  }));
  const images = { "front.jpg": await sampleImage(), "back.jpg": await sampleImage() };
  await importFor(actor, { ...bundle, documents }, images);
  const { pk, dataKeyId } = await db.session.findFirstOrThrow({ where: { id: sessionId } });
  if (!dataKeyId) throw new Error("The session has no key.");
  const read = async () => steady(await exportSession(actor, { sessionId }));
  return { actor, sessionId, pk, dataKeyId, read, before: await read(), images: imagesOf(dataKeyId) };
}
type Imported = Awaited<ReturnType<typeof importOne>>;

/** An export without what differs between two exports of the same session: the signed URLs. */
const steady = (bundle: unknown) =>
  JSON.parse(
    JSON.stringify(bundle, (key, value) => (key.startsWith("download_url") ? Boolean(value) : value)),
  );

function imagesOf(dataKeyId: string): string[] {
  const folder = readdirSync(path.join(env().dataDir, "blobs"), { recursive: true, withFileTypes: true });
  return folder
    .filter((entry) => entry.isFile() && entry.parentPath.includes(dataKeyId))
    .map(({ name }) => name)
    .sort();
}

/** A process of its own that redacts the session after it is told to. */
const startChild = ({ actor, sessionId }: Imported) =>
  startKillable("redact-process.ts", actor.scope.organizationId, sessionId);

/** Holds a lock until it is released. */
async function hold(url: string | undefined, statement: string, values: unknown[] = []) {
  const client = newClient({ connectionString: uncounted(url ?? "") });
  await client.connect();
  await client.query("BEGIN");
  await client.query(statement, values);
  return { release: () => client.end() };
}

const lockKeys = "LOCK TABLE data_keys IN EXCLUSIVE MODE";

const hasKey = async ({ dataKeyId }: Imported) => (await existingDataKeys([dataKeyId])).has(dataKeyId);

/** Sealed values of the session that are left, over every table that has such a column. */
async function sealedLeft({ pk }: Imported): Promise<number> {
  const columns = await db.$queryRaw<{ table: string; key: string }[]>`
    SELECT s.table_name AS table, k.column_name AS key FROM information_schema.columns s
    JOIN information_schema.columns k ON k.table_name = s.table_name
      AND k.column_name = CASE s.table_name WHEN 'sessions' THEN 'pk' WHEN 'screening_hits' THEN 'check_pk' ELSE 'session_pk' END
    WHERE s.table_schema = 'public' AND s.column_name = 'sealed'`;
  expect(columns.length).toBeGreaterThan(8);
  let left = 0;
  for (const { table, key } of columns) {
    const owner = key === "check_pk" ? "IN (SELECT pk FROM screening_checks WHERE session_pk = $1)" : "= $1";
    const [row] = await db.$queryRawUnsafe<{ count: bigint }[]>(
      `SELECT count(*) FROM "${table}" WHERE sealed IS NOT NULL AND ${key} ${owner}`,
      pk,
    );
    left += Number(row?.count);
  }
  return left;
}

async function expectWhole(imported: Imported): Promise<void> {
  expect(await hasKey(imported)).toBe(true);
  expect(imagesOf(imported.dataKeyId)).toEqual(imported.images);
  expect(await db.redactionCleanup.count()).toBe(0);
  expect(await imported.read()).toEqual(imported.before);
}

async function expectGone(imported: Imported): Promise<void> {
  expect(await hasKey(imported)).toBe(false);
  expect(existsSync(path.join(env().dataDir, "blobs", imported.dataKeyId))).toBe(false);
  expect(imagesOf(imported.dataKeyId)).toEqual([]);
  expect(await db.redactionCleanup.count()).toBe(0);
  expect(await sealedLeft(imported)).toBe(0);
  const { dataKeyId, retentionStatus } = await db.session.findFirstOrThrow({ where: { pk: imported.pk } });
  expect({ dataKeyId, retentionStatus }).toEqual({ dataKeyId: null, retentionStatus: "redacted" });
}

/** @returns milliseconds from the word to the end of the process */
async function timeOneRedaction(): Promise<number> {
  const imported = await importOne();
  const { child, go } = await startChild(imported);
  const start = Date.now();
  go();
  await once(child, "exit");
  const took = Date.now() - start;
  await expectGone(imported);
  return took;
}

describe("a redaction whose process is killed", () => {
  it("inside its transaction has changed nothing", async () => {
    const imported = await importOne();
    expect(imported.images.length).toBeGreaterThanOrEqual(2);
    expect(await sealedLeft(imported)).toBeGreaterThan(0);
    const killed = await startChild(imported);
    const { DATABASE_URL } = env();
    const row = await hold(DATABASE_URL, "SELECT 1 FROM results WHERE session_pk = $1 FOR UPDATE", [
      imported.pk,
    ]);
    killed.go();
    await untilHeld(DATABASE_URL);
    await killNow(killed);
    await row.release();
    expect(await finishRedactions()).toBe(0);
    await expectWhole(imported);
  });

  it("between the commit and the destruction of the key is finished by the next start", async () => {
    const imported = await importOne();
    const killed = await startChild(imported);
    const { KEYS_DATABASE_URL } = env();
    const table = await hold(KEYS_DATABASE_URL, lockKeys);
    killed.go();
    await untilHeld(KEYS_DATABASE_URL);
    await killNow(killed);
    await table.release();
    expect(await hasKey(imported)).toBe(true);
    expect(imagesOf(imported.dataKeyId)).toEqual(imported.images);
    expect(await finishRedactions()).toBe(1);
    await expectGone(imported);
  });

  it("before it noted its end is finished by the next start", async () => {
    const imported = await importOne();
    const killed = await startChild(imported);
    const { DATABASE_URL, KEYS_DATABASE_URL } = env();
    const table = await hold(KEYS_DATABASE_URL, lockKeys);
    killed.go();
    await untilHeld(KEYS_DATABASE_URL);
    const row = await hold(DATABASE_URL, "SELECT 1 FROM redaction_cleanups FOR UPDATE");
    await table.release();
    await untilHeld(DATABASE_URL);
    await killNow(killed);
    await row.release();
    expect(await hasKey(imported)).toBe(false);
    expect(imagesOf(imported.dataKeyId)).toEqual([]);
    expect(await finishRedactions()).toBe(1);
    await expectGone(imported);
  });

  it("at any moment leaves the session complete or erased, never half", async () => {
    const random = randomOfTest();
    const rounds = 6;
    const whole = await timeOneRedaction();
    for (let round = 0; round < rounds; round++) {
      const imported = await importOne(`ses_killed_${round}`);
      const killed = await startChild(imported);
      killed.go();
      // One moment from each sixth of the time it takes, so that both sides of the commit are met.
      await sleep(((round + random.next()) / rounds) * whole);
      await killNow(killed);
      await finishRedactions();
      const { retentionStatus } = await db.session.findFirstOrThrow({ where: { pk: imported.pk } });
      await (retentionStatus === "redacted" ? expectGone(imported) : expectWhole(imported));
    }
  });
});
