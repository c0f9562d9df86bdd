import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openPool } from "@/lib/platform/pool";
import { type EmbeddedPostgres, startPostgres } from "@/lib/platform/postgres";
import {
  admit,
  type CatchUp,
  forgetTimelines,
  isBehind,
  timelineOf,
  watchTimelines,
} from "@/lib/platform/timeline";

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

/** The work, which tells on which timeline it was done. */
const doneAfter =
  (work: () => Promise<unknown>): CatchUp =>
  async () => {
    await work();
    return timelineOf(watchedPool());
  };

it("uses no standby, and uses a promoted one only when the work is done", async () => {
  const first = await timelineOf(watchedPool());
  await restartAsStandby();
  let [times, isDone] = [0, false];
  watchTimelines(
    new Map([["the database", first]]),
    doneAfter(async () => {
      times++;
      // What the work itself does on the new server is not held up.
      await ask("SELECT pg_sleep(0.3)");
      isDone = true;
    }),
  );
  const pool = watchedPool("the database");
  await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "57P03" });
  await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "57P03" });
  expect(times).toBe(0);

  await ask("SELECT pg_promote()");
  const asked = admit(watchedPool(), "the database");
  await vi.waitUntil(() => times === 1);
  const answers = await Promise.all([1, 2, 3].map(() => pool.query("SELECT 1").then(() => isDone)));
  expect(answers).toEqual([true, true, true]);
  await asked;
  await watchedPool("the database").query("SELECT 1");
  expect(times).toBe(1);
  expect(await timelineOf(pool)).not.toBe(first);
});

it("does not use a promoted server while the work fails, and tries again", async () => {
  const first = await timelineOf(watchedPool());
  let fails = true;
  watchTimelines(
    new Map([["the database", first]]),
    doneAfter(async () => {
      if (fails) throw new Error("The ledger is away.");
    }),
  );
  await restartAsStandby();
  await ask("SELECT pg_promote()");
  const pool = watchedPool("the database");
  for (let at = 0; at < 2; at++)
    await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "57P03" });
  fails = false;
  await admit(watchedPool(), "the database");
  await expect(pool.query("SELECT 1")).resolves.toBeDefined();
});

it("holds back connections that stayed open, as behind a pooler, until the work is done", async () => {
  const pool = watchedPool("the database");
  await pool.query("SELECT 1");
  let [fails, isDone, times] = [true, false, 0];
  watchTimelines(
    new Map([["the database", "00000009"]]),
    doneAfter(async () => {
      times++;
      await ask("SELECT pg_sleep(0.3)");
      if (fails) throw new Error("The ledger is away.");
      isDone = true;
    }),
  );
  await expect(admit(watchedPool(), "the database")).rejects.toMatchObject({ code: "57P03" });
  await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "57P03" });
  await expect(pool.connect()).rejects.toMatchObject({ code: "57P03" });
  fails = false;
  const asked = admit(watchedPool(), "the database");
  await vi.waitUntil(() => times === 2);
  expect(await pool.query("SELECT 1").then(() => isDone)).toBe(true);
  await asked;
  expect(isBehind()).toBe(false);
});

it("is not used by a connection to a server on which the work was not done", async () => {
  watchTimelines(new Map([["the database", "00000009"]]), async () => "00000007");
  const pool = watchedPool("the database");
  await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "57P03" });
});

it("goes on without the watch where a host does not tell its timeline", async () => {
  const refusing = { query: () => Promise.reject(Object.assign(new Error("no"), { code: "42501" })) };
  watchTimelines(new Map([["the database", "unknown"]]), () => Promise.reject(new Error("never")));
  await expect(admit(refusing as unknown as pg.Pool, "the database")).resolves.toBeUndefined();
});
