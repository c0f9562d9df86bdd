import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, inject } from "vitest";
import { closeDb } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { closeRateLimits } from "@/lib/platform/rate-limit";
import { tellCases } from "@/lib/records/live";
import { closeTestDb } from "@/test/test-db";
import { onServer } from "./vitest.database";

// Gives every test file a pair of databases and a data folder of its own, before its first import.
const { url: server, prefix } = inject("server");
const name = `${prefix}${randomUUID().slice(0, 8)}`;
const databases = [`${name}_main`, `${name}_keys`] as const;
const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-test-"));

await onServer(server, async (client) => {
  await client.query(`CREATE DATABASE ${databases[0]} TEMPLATE ${prefix}template_main`);
  await client.query(`CREATE DATABASE ${databases[1]} TEMPLATE ${prefix}template_keys`);
});

function locate(database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}

/**
 * Closes every connection and forgets all that the program keeps for its process, under names that begin so. The single
 * listening connection stays, because it comes back by itself, to the database of the next file.
 */
async function forget(): Promise<void> {
  await Promise.all([closeDb(), closeKeys(), closeRateLimits()]);
  for (const name of Object.keys(globalThis))
    if (/^countersign(?!Listen)/.test(name)) Reflect.deleteProperty(globalThis, name);
}

const environment = { ...process.env };
publishEnv({
  DATABASE_URL: locate(databases[0]),
  KEYS_DATABASE_URL: locate(databases[1]),
  DATABASE_POOL_SIZE: "5",
  DATA_DIR: dataDir,
});
// Work that the previous file of this process left unfinished may have connected once more.
await forget();

afterAll(async () => {
  await tellCases();
  await Promise.all([forget(), closeTestDb()]);
  await onServer(server, async (client) => {
    for (const database of databases) await client.query(`DROP DATABASE ${database} WITH (FORCE)`);
  });
  // Something may still write a last file into it.
  await fs.rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  // The next file of this process begins with the same settings.
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  publishEnv(environment as Record<string, string>);
});
