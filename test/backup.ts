import fs from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { newClient } from "@/lib/platform/connect";
import { closeDb } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { tellCases } from "@/lib/records/live";

const onPostgres = async (work: (client: pg.Client) => Promise<unknown>) => {
  const url = new URL(env().DATABASE_URL ?? "");
  url.pathname = "/postgres";
  const client = newClient({ connectionString: url.toString() });
  await client.connect();
  await work(client).finally(() => client.end());
};

const objectInUse = "55006";
const nameOf = (url: string | undefined) => new URL(url ?? "").pathname.slice(1);

/** Replaces a database with an exact copy of another. */
async function copyDatabase(from: string, to: string): Promise<void> {
  // Notices are sent a moment after a change, and would reconnect during the copy.
  await tellCases();
  await Promise.all([closeDb(), closeKeys()]);
  await onPostgres(async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${to} WITH (FORCE)`);
    for (let attempts = 20; ; attempts--) {
      await client.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", [
        from,
      ]);
      try {
        await client.query(`CREATE DATABASE ${to} TEMPLATE ${from}`);
        return;
      } catch (error) {
        // Work in the background may connect again in between.
        if ((error as { code?: string }).code !== objectInUse || attempts === 0) throw error;
      }
    }
  });
}

/** What a backup contains. The erasure ledger is not part of it, because a ledger is never restored. */
export type Kept = "main" | "keys" | "blobs";

/**
 * Backs up both databases and the images as they are now.
 * @returns functions that restore some of them and that remove the copies
 */
export async function backUp(): Promise<{ restore: (...kept: Kept[]) => Promise<void> }> {
  const { DATABASE_URL, KEYS_DATABASE_URL, dataDir } = env();
  const databases = { main: nameOf(DATABASE_URL), keys: nameOf(KEYS_DATABASE_URL) };
  const images = path.join(dataDir, "blobs");
  const imagesThen = `${dataDir}-yesterday`;
  for (const name of Object.values(databases)) await copyDatabase(name, `${name}_yesterday`);
  await fs.rm(imagesThen, { recursive: true, force: true });
  await fs.cp(images, imagesThen, { recursive: true });
  return {
    async restore(...kept) {
      for (const each of kept)
        if (each !== "blobs") await copyDatabase(`${databases[each]}_yesterday`, databases[each]);
      if (!kept.includes("blobs")) return;
      await fs.rm(images, { recursive: true, force: true });
      await fs.cp(imagesThen, images, { recursive: true });
    },
  };
}
