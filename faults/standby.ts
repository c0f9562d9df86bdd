import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { type Cluster, runAt } from "@/faults/cluster";
import { install } from "@/faults/server";
import { command, findPlace, initialize, type Place, readPassword } from "@/lib/platform/postgres-place";

const versions = ["18", "17", "16", "15", "14"];
const folders = versions.map((version) => `/usr/lib/postgresql/${version}/bin`);

/** Returns the folder of a PostgreSQL that can make standbys; the one that the product ships cannot. */
export const standbyPrograms = (): string | undefined =>
  folders.find((folder) => existsSync(path.join(folder, "pg_basebackup")));

const settings = [
  "shared_preload_libraries=pg_stat_statements",
  "pg_stat_statements.max=20000",
  "pg_stat_statements.track_utility=off",
];

async function placeFor(): Promise<Place> {
  const { folder } = await install();
  return { ...(await findPlace(folder)), binDir: standbyPrograms() ?? "" };
}

export type Servers = { primary: Cluster; standbys: Awaited<ReturnType<typeof runAt>>[] };

/** Starts a primary, and standbys that stream from it. */
export async function openServers(count: number): Promise<Servers> {
  const place = await placeFor();
  const password = await readPassword(place);
  await initialize(place, password);
  const primary = await runAt(place, password, settings);
  const standbys: Servers["standbys"] = [];
  for (let at = 0; at < count; at++) {
    const target = await placeFor();
    await fs.mkdir(target.dataDir, { mode: 0o700 });
    if (target.uid !== undefined) await fs.chown(target.dataDir, target.uid, target.gid ?? target.uid);
    await command(target, "pg_basebackup", [
      `--dbname=${primary.url("postgres")}`,
      `--pgdata=${target.dataDir}`,
      "--write-recovery-conf",
      "--checkpoint=fast",
    ]);
    standbys.push(await runAt(target, password, settings));
  }
  return { primary, standbys };
}
