import { randomInt } from "node:crypto";
import fs from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { newClient } from "@/lib/platform/connect";
import { StartError } from "@/lib/platform/errors";
import { withFileLock } from "@/lib/platform/file-lock";
import { proveFolder } from "@/lib/platform/folder";
import { command, findPlace, initialize, type Place, readPassword } from "@/lib/platform/postgres-place";

/** A running embedded PostgreSQL. Several processes may share one; the last one to leave stops it. */
export type EmbeddedPostgres = {
  /** Connection string of a database on it. */
  url: (database: string) => string;
  stop: () => Promise<void>;
};

const options = (port: number, extra: readonly string[]) =>
  [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    "-c unix_socket_directories=",
    "-c timezone=UTC",
    // Old segments are removed, not reused, because the write-ahead log contains keys that have been destroyed.
    "-c wal_recycle=off",
    // An organization that moves to another cell is copied from the decoded log.
    "-c wal_level=logical",
    ...extra,
  ].join(" ");

/**
 * Starts PostgreSQL below a folder, or joins a server that already runs there, started by another of our processes.
 * If the server dies, it is started again on the same port, so that connection strings stay valid.
 * @param folder contains data, password and log; created when missing
 * @param flags further `-c name=value` settings, used only if this process starts the server
 * @param onLost called when the server has died, and with what follows
 * @throws StartError in one sentence when the folder cannot be used or the server does not start
 */
export async function startPostgres(
  folder: string,
  flags: readonly string[] = [],
  onLost: (what: string, error?: unknown) => void = () => undefined,
): Promise<EmbeddedPostgres> {
  await proveFolder(folder);
  const place = await findPlace(folder);
  const password = await readPassword(place);
  const connection: Connection = (port, database) =>
    `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
  const locked = <T>(work: () => Promise<T>) => withFileLock(path.join(folder, "postgres.lock"), work);

  const { port, stop } = await locked(async () => {
    await initialize(place, password);
    const port = (await runningPort(place, connection)) ?? (await launch(place, flags));
    const client = await hold(connection(port, "postgres"));
    return { port, ...keepAlive({ place, flags, connection, locked, onLost, port, client }) };
  });
  return { url: (database) => connection(port, database), stop };
}

type Connection = (port: number, database: string) => string;

/** Opens a connection that stays open: no other process stops the server while it exists. */
async function hold(url: string): Promise<pg.Client> {
  const client = newClient({ connectionString: url, connectionTimeoutMillis: 10_000, keepAlive: true });
  await client.connect();
  return client;
}

type Held = {
  place: Place;
  flags: readonly string[];
  connection: Connection;
  locked: <T>(work: () => Promise<T>) => Promise<T>;
  onLost: (what: string, error?: unknown) => void;
  port: number;
  client: pg.Client;
};

const againMs = 1_000;

/** Watches the server through the open connection, and starts the server again when the connection is lost. */
function keepAlive({ place, flags, connection, locked, onLost, port, client }: Held) {
  let held: pg.Client | null = client;
  let isStopping = false;
  let isReviving = false;
  const revive = () =>
    locked(async () => {
      const running = await runningPort(place, connection);
      if (running === undefined && !isStopping) await launch(place, flags, port);
      held = await hold(connection(port, "postgres"));
      // At once: an end that comes while the lock is given back would be missed.
      watch(held);
    });
  const watch = (watched: pg.Client) => watched.once("end", () => void bringBack());
  const bringBack = async () => {
    held = null;
    if (isStopping || isReviving) return;
    isReviving = true;
    onLost("PostgreSQL is gone; starting it again");
    while (held === null && !isStopping) {
      try {
        await revive();
        onLost("PostgreSQL is back");
      } catch (error) {
        onLost("PostgreSQL did not come back; trying again", error);
        await sleep(againMs);
      }
    }
    isReviving = false;
  };
  watch(client);
  return {
    stop: () => {
      isStopping = true;
      return locked(() => leave(place, held).catch((error) => onLost("PostgreSQL did not stop", error)));
    },
  };
}

/** Returns the port of a server that already serves this data folder. */
async function runningPort(place: Place, connection: Connection): Promise<number | undefined> {
  const lines = await fs.readFile(path.join(place.dataDir, "postmaster.pid"), "utf8").catch(() => "");
  const port = Number(lines.split("\n")[3]);
  if (!port) return undefined;
  for (let attempt = 0; attempt < 50; attempt++) {
    const client = newClient({
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
      // 57P03 means that the server is starting up or recovering from a kill. Any other error means that it does not
      // run.
      if ((error as { code?: string }).code !== "57P03") return undefined;
      await sleep(200);
    }
  }
  return undefined;
}

/**
 * Starts the server, on its previous port if that is free, so that known connection strings stay valid.
 * @param wanted the port it must have
 */
async function launch(place: Place, flags: readonly string[], wanted?: number): Promise<number> {
  let port = wanted ?? (await rememberedPort(place)) ?? (await anyFreePort());
  const logFile = `${place.dataDir}.log`;
  const args = () => [
    "start",
    "-w",
    "-t",
    "60",
    "-D",
    place.dataDir,
    "-l",
    logFile,
    "-o",
    options(port, flags),
  ];
  await fs.writeFile(logFile, "", { flag: "a", mode: 0o600 });
  await fs.chmod(logFile, 0o600);
  if (place.uid !== undefined && place.gid !== undefined) await fs.chown(logFile, place.uid, place.gid);
  // The backends of a killed server take a moment to notice, and keep its memory until then.
  for (let patience = 20; ; patience--) {
    try {
      await fs.writeFile(portFile(place), String(port));
      await command(place, "pg_ctl", args());
      break;
    } catch (cause) {
      if (patience === 0) {
        const said = await lastLines(logFile);
        throw new StartError(`PostgreSQL did not start; ${logFile} says why. It ends:\n${said}`, { cause });
      }
      await sleep(500);
      // A copy of this installation, or any other program, may have taken the port since it was found free.
      if (wanted === undefined) port = (await freePort(port).catch(() => undefined)) ?? (await anyFreePort());
    }
  }
  return port;
}

/** Returns the end of a log, so that an error says the cause also where the file is removed. */
async function lastLines(file: string): Promise<string> {
  const text = await fs.readFile(file, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-5).join("\n");
}

const portFile = ({ dataDir }: Place) => `${dataDir}.port`;

/** Returns the port of the last start, if it is free. */
async function rememberedPort(place: Place): Promise<number | undefined> {
  const port = Number(await fs.readFile(portFile(place), "utf8").catch(() => ""));
  if (!Number.isInteger(port) || port < 1024 || port > 65_535) return undefined;
  return (await freePort(port).catch(() => undefined)) && port;
}

/** A connection that a process has closed stays in the server's list for a moment. */
const closingMs = 1_000;

async function leave(place: Place, holder: pg.Client | null): Promise<void> {
  // A dead server needs no stopping. One that does not answer is left to other processes.
  const count = () =>
    holder
      ?.query(
        "SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
      )
      .then(
        ({ rows }) => rows[0].others as number,
        () => undefined,
      );
  let others = await count();
  for (const end = Date.now() + closingMs; others && Date.now() < end; others = await count())
    await sleep(50);
  await holder?.end().catch(() => undefined);
  if (others === 0) await command(place, "pg_ctl", ["stop", "-w", "-m", "fast", "-D", place.dataDir]);
}

/**
 * Returns a free port below 32768, where Linux begins to take ports for outgoing connections: one of those could hold
 * the port while the server is down for a moment, and the server could not come back on it.
 */
async function anyFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = await freePort(randomInt(20_000, 32_768)).catch(() => undefined);
    if (port) return port;
  }
  return freePort(0);
}

/**
 * Returns the given port; for 0, any that is free.
 * @throws when the given port is in use
 */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
