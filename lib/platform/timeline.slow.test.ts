import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPool } from "@/lib/platform/pool";
import { type EmbeddedPostgres, startPostgres } from "@/lib/platform/postgres";
import { admit, forgetTimelines, timelineOf, watchTimelines } from "@/lib/platform/timeline";

let folder: string;
let dataDir: string;
let postgres: EmbeddedPostgres;
const pools: pg.Pool[] = [];

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-timeline-"));
  await fs.chmod(folder, 0o755);
  await start();
  dataDir = (await ask("SHOW data_directory")) ?? "";
});

afterEach(async () => {
  forgetTimelines();
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  await postgres.stop();
  if (!dataDir.startsWith(folder)) await fs.rm(path.dirname(dataDir), { recursive: true, force: true });
  await fs.rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  postgres = await startPostgres(path.join(folder, "database"), ["-c fsync=off"]);
}

/** Opens a pool without connections. */
function watchedPool(watched?: "the database"): pg.Pool {
  const pool = openPool({ connectionString: postgres.url("postgres"), max: 4 }, "the test server", watched);
  pools.push(pool);
  return pool;
}

async function ask(sql: string): Promise<string | undefined> {
  const { rows } = await watchedPool().query({ text: sql, rowMode: "array" });
  return rows[0]?.[0];
}

/** Makes the server a standby at its next start. */
async function restartAsStandby(): Promise<void> {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  await postgres.stop();
  await fs.writeFile(path.join(dataDir, "standby.signal"), "");
  await start();
}

it("uses no standby, and uses a promoted one only when the work is done", async () => {
  const first = await timelineOf(watchedPool());
  await restartAsStandby();
  let [times, isDone] = [0, false];
  watchTimelines(new Map([["the database", first]]), async () => {
    times++;
    // What the work itself does on the new server is not held up.
    await ask("SELECT 1");
    isDone = true;
  });
  const pool = watchedPool("the database");
  await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "57P03" });
  expect(times).toBe(0);

  await ask("SELECT pg_promote()");
  const answers = await Promise.all([1, 2, 3].map(() => pool.query("SELECT 1").then(() => isDone)));
  expect(answers).toEqual([true, true, true]);
  await watchedPool("the database").query("SELECT 1");
  expect(times).toBe(1);
  expect(await timelineOf(pool)).not.toBe(first);
});

it("does not use a promoted server while the work fails, and tries again", async () => {
  const first = await timelineOf(watchedPool());
  let fails = true;
  watchTimelines(new Map([["the database", first]]), async () => {
    if (fails) throw new Error("The ledger is away.");
  });
  await restartAsStandby();
  await ask("SELECT pg_promote()");
  const pool = watchedPool("the database");
  await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "57P03" });
  fails = false;
  await expect(pool.query("SELECT 1")).resolves.toBeDefined();
});

it("finds a promotion behind a connection that stayed open", async () => {
  let times = 0;
  const pool = watchedPool("the database");
  await pool.query("SELECT 1");
  watchTimelines(new Map([["the database", "00000009"]]), async () => times++);
  await admit(pool, "the database");
  await admit(pool, "the database");
  expect(times).toBe(1);
});

it("goes on without the watch where a host does not tell its timeline", async () => {
  const refusing = { query: () => Promise.reject(Object.assign(new Error("no"), { code: "42501" })) };
  watchTimelines(new Map([["the database", "unknown"]]), () => Promise.reject(new Error("never")));
  await expect(admit(refusing as unknown as pg.Pool, "the database")).resolves.toBeUndefined();
});
