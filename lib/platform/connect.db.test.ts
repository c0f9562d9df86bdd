import type pg from "pg";
import { describe, expect, it } from "vitest";
import { newClient } from "@/lib/platform/connect";
import { env } from "@/lib/platform/env";
import { openPool } from "@/lib/platform/pool";
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
