import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { existingDataKeys } from "@/lib/platform/keys";
import { finishRedactions } from "@/lib/privacy/redaction";
import { exportSession } from "@/lib/privacy/write";
import {
  actorOf,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleImage,
} from "@/prisma/factories";

const childName = "redact-process";

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

const named = (url: string | undefined) => {
  const location = new URL(url ?? "");
  location.searchParams.set("application_name", childName);
  return location.toString();
};

/** A process of its own that redacts the session after it is told to. */
async function startChild({ actor, sessionId }: Imported) {
  const { DATABASE_URL, KEYS_DATABASE_URL } = env();
  const args = ["--import", "tsx", "prisma/redact-process.ts", actor.scope.organizationId, sessionId];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      TSX_TSCONFIG_PATH: "tsconfig.node.json",
      DATABASE_URL: named(DATABASE_URL),
      KEYS_DATABASE_URL: named(KEYS_DATABASE_URL),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [said] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  expect(String(said)).toContain("ready");
  return { child, go: () => child.stdin.write("go\n") };
}

/** Kills the process and what it had asked of the databases, as when the machine goes down. */
async function kill(child: ChildProcess): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  const over = isOver ? Promise.resolve() : once(child, "exit");
  child.kill("SIGKILL");
  await over;
  const backends = `FROM pg_stat_activity WHERE application_name = '${childName}'`;
  await onDatabase(env().DATABASE_URL, async (client) => {
    await client.query(`SELECT pg_terminate_backend(pid, 5000) ${backends}`);
    await until(async () => (await client.query(`SELECT 1 ${backends}`)).rowCount === 0);
  });
}

async function onDatabase<T>(url: string | undefined, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(10)) if (await holds()) return;
  throw new Error("This never came to be.");
}

/** Waits until the process stands before a lock in one of the two databases. */
const untilHeld = (url: string | undefined) =>
  onDatabase(url, (client) =>
    until(async () => {
      const { rowCount } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database() AND wait_event_type = 'Lock'",
        [childName],
      );
      return rowCount === 1;
    }),
  );

/** Holds a lock until it is released. */
async function hold(url: string | undefined, statement: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
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
    const { child, go } = await startChild(imported);
    const { DATABASE_URL } = env();
    const row = await hold(DATABASE_URL, "SELECT 1 FROM results WHERE session_pk = $1 FOR UPDATE", [
      imported.pk,
    ]);
    go();
    await untilHeld(DATABASE_URL);
    await kill(child);
    await row.release();
    expect(await finishRedactions()).toBe(0);
    await expectWhole(imported);
  });

  it("between the commit and the end of the key is finished by the next start", async () => {
    const imported = await importOne();
    const { child, go } = await startChild(imported);
    const { KEYS_DATABASE_URL } = env();
    const table = await hold(KEYS_DATABASE_URL, lockKeys);
    go();
    await untilHeld(KEYS_DATABASE_URL);
    await kill(child);
    await table.release();
    expect(await hasKey(imported)).toBe(true);
    expect(imagesOf(imported.dataKeyId)).toEqual(imported.images);
    expect(await finishRedactions()).toBe(1);
    await expectGone(imported);
  });

  it("before it could note that it was done is finished by the next start", async () => {
    const imported = await importOne();
    const { child, go } = await startChild(imported);
    const { DATABASE_URL, KEYS_DATABASE_URL } = env();
    const table = await hold(KEYS_DATABASE_URL, lockKeys);
    go();
    await untilHeld(KEYS_DATABASE_URL);
    const row = await hold(DATABASE_URL, "SELECT 1 FROM redaction_cleanups FOR UPDATE");
    await table.release();
    await untilHeld(DATABASE_URL);
    await kill(child);
    await row.release();
    expect(await hasKey(imported)).toBe(false);
    expect(imagesOf(imported.dataKeyId)).toEqual([]);
    expect(await finishRedactions()).toBe(1);
    await expectGone(imported);
  });

  it("at any moment leaves the session whole or gone, never half", { timeout: 120_000 }, async () => {
    const rounds = 6;
    const whole = await timeOneRedaction();
    for (let round = 0; round < rounds; round++) {
      const imported = await importOne(`ses_killed_${round}`);
      const { child, go } = await startChild(imported);
      go();
      // One moment from each sixth of the time it takes, so that both sides of the commit are met.
      await sleep(((round + Math.random()) / rounds) * whole);
      await kill(child);
      await finishRedactions();
      const { retentionStatus } = await db.session.findFirstOrThrow({ where: { pk: imported.pk } });
      await (retentionStatus === "redacted" ? expectGone(imported) : expectWhole(imported));
    }
  });
});
