import type pg from "pg";
import { describe, expect, it } from "vitest";
import { newClient } from "@/lib/platform/connect";
import { forRequests } from "@/lib/platform/deadlines";
import { env, publishEnv } from "@/lib/platform/env";
import { openPool, sharedConfig } from "@/lib/platform/pool";
import { isPooler } from "@/lib/platform/pooler";
import { uncounted } from "@/test/test-db";

const connectionString = uncounted(env().DATABASE_URL ?? "");

/** Ends the connection on the server, as a restart of PostgreSQL does, while no statement runs on it. */
async function terminate(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const other = newClient({ connectionString });
  await other.connect();
  const ended = new Promise<void>((resolve) => client.on("end", () => resolve()));
  await other.query("SELECT pg_terminate_backend($1, 5000)", [rows[0]?.pid]);
  await Promise.all([ended, other.end()]);
}

// An error event without a listener would be an error outside the tests, which fails the run.
describe("a connection that the server ends between two statements", () => {
  it("fails the next statement, and not the process", async () => {
    const client = newClient({ connectionString });
    await client.connect();
    await terminate(client);
    await expect(client.query("SELECT 1")).rejects.toThrow();
  });

  it("does so when it is borrowed from a pool, which then opens another", async () => {
    const pool = openPool({ connectionString, max: 1 }, "the test database");
    const client = await pool.connect();
    await terminate(client);
    await expect(client.query("SELECT 1")).rejects.toThrow();
    client.release();
    expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});

it("sends no name of a statement through a pooler, and has its times in UTC", async () => {
  publishEnv({ POOLED: "main" });
  const pool = openPool({ ...sharedConfig("main", forRequests), max: 1 }, "the test database");
  publishEnv({ POOLED: "" });
  const { rows } = await pool.query({
    name: "kept",
    text: `SELECT current_setting('TimeZone') AS zone, current_setting('statement_timeout') AS deadline,
      (SELECT count(*)::int FROM pg_prepared_statements) AS names, $1::text AS given`,
    values: ["yes"],
  });
  await pool.end();
  expect(rows).toEqual([{ zone: "UTC", deadline: "0", names: 0, given: "yes" }]);
});

it("knows a server from a pooler", async () => {
  expect(await isPooler(connectionString)).toBe(false);
});
