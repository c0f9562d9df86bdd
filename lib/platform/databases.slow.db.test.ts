import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { fitPools } from "@/lib/platform/connections";
import { openDatabases } from "@/lib/platform/databases";
import { env, publishEnv } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { onServer } from "@/vitest.database";

const server = inject("server");
const before = { DATABASE_URL: env().DATABASE_URL ?? "", KEYS_DATABASE_URL: env().KEYS_DATABASE_URL ?? "" };
const dataDir = env().dataDir;
const made: string[] = [];
let folder: string;
let name: string;

const locate = (database: string) => {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return url.toString();
};
/** A name of a database that is dropped at the end, should it come to be. */
function called(suffix: string): string {
  const database = `${server.prefix}${name}_${suffix}`;
  made.push(database);
  return database;
}
const exists = (database: string) =>
  onServer(server.url, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    return rowCount === 1;
  });
const on = (database: string, sql: string) => onServer(locate(database), (client) => client.query(sql));
const tablesOf = async (database: string) =>
  (await on(database, "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace")).rowCount;

/** Starts as a process with these databases and this folder would. */
async function start(main: string, keys: string, data = folder): Promise<void> {
  publishEnv({ DATABASE_URL: locate(main), KEYS_DATABASE_URL: locate(keys), DATA_DIR: data });
  await openDatabases();
}

async function refusal(main: string, keys: string, data = folder): Promise<string> {
  const error = await start(main, keys, data).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartError);
  return (error as StartError).message;
}

/** An installation with an organization whose log is sealed and an image. */
async function installation(suffix = ""): Promise<{ main: string; keys: string; data: string }> {
  const [main, keys] = [called(`main${suffix}`), called(`keys${suffix}`)];
  const data = path.join(folder, `data${suffix}`);
  await start(main, keys, data);
  const id = `org_${randomUUID()}`;
  await on(main, `INSERT INTO organizations (id, name) VALUES ('${id}', 'Test')`);
  await on(
    main,
    `INSERT INTO sessions (organization_pk, environment, id, status, created_at, updated_at, source)
     SELECT pk, 'live', 'ses_1', 'completed', now(), now(), 'test' FROM organizations`,
  );
  await on(
    main,
    `INSERT INTO documents (organization_pk, environment, session_pk, id, doc_type, blob_key) SELECT organization_pk, environment, pk, 'doc_1', 'id_front', 'abcd/front' FROM sessions`,
  );
  await fs.mkdir(path.join(data, "blobs/ab/abcd"), { recursive: true });
  await fs.writeFile(path.join(data, "blobs/ab/abcd/front"), "image");
  await on(keys, `INSERT INTO organization_keys VALUES ('${id}', 'master', '\\x00')`);
  return { main, keys, data };
}

beforeEach(async () => {
  name = randomUUID().slice(0, 8);
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-start-"));
});
afterEach(async () => {
  publishEnv({ ...before, DATA_DIR: dataDir });
  await fs.rm(folder, { recursive: true, force: true });
});
afterAll(() =>
  onServer(server.url, async (client) => {
    for (const database of made) await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  }),
);

describe("main database, keys database and images", () => {
  it("get one id in all three at the first start, and start again with it", async () => {
    const { main, keys, data } = await installation();
    await start(main, keys, data);
    const ids = [
      (await on(main, "SELECT id::text FROM installation")).rows[0].id,
      (await on(keys, "SELECT id::text FROM installation")).rows[0].id,
      (await fs.readFile(path.join(data, "blobs/installation"), "utf8")).trim(),
    ];
    expect(new Set(ids).size).toBe(1);
  });

  it("start again before anything needs a key", async () => {
    const [main, keys] = [called("main"), called("keys")];
    await start(main, keys);
    await start(main, keys);
    await on(main, "INSERT INTO organizations (id, name) VALUES ('org_1', 'Test')");
    await start(main, keys);
  });

  it("get the same id when two processes start first at once", async () => {
    const [main, keys] = [called("main"), called("keys")];
    await Promise.all([start(main, keys), start(main, keys)]);
    expect((await on(main, "SELECT id FROM installation")).rows).toEqual(
      (await on(keys, "SELECT id FROM installation")).rows,
    );
  });

  it("are not created when the keys database is misspelled", async () => {
    const { main, data } = await installation();
    const typo = called("kyes");
    expect(await refusal(main, typo, data)).toMatch(
      /^The keys database “.*kyes” lacks keys of the organizations/,
    );
    expect(await exists(typo)).toBe(false);
  });

  it("are refused with an empty keys database, which stays empty", async () => {
    const { main, data } = await installation();
    const empty = called("empty");
    await onServer(server.url, (client) => client.query(`CREATE DATABASE ${empty}`));
    expect(await refusal(main, empty, data)).toMatch(/lacks keys of the organizations/);
    expect(await tablesOf(empty)).toBe(0);
  });

  it("are refused with the keys or the main database of another installation", async () => {
    const [one, other] = [await installation("1"), await installation("2")];
    expect(await refusal(one.main, other.keys, one.data)).toMatch(/belong to two installations; name two/);
    expect(await refusal(other.main, one.keys, one.data)).toMatch(/belong to two installations; name two/);
  });

  it("are refused when needed keys are missing", async () => {
    const { main, keys, data } = await installation();
    await on(keys, "DELETE FROM organization_keys");
    expect(await refusal(main, keys, data)).toMatch(/lacks keys of the organizations/);
  });

  it("are not created when the main database is misspelled", async () => {
    const { main, keys, data } = await installation();
    const typo = called("mian");
    expect(await refusal(typo, keys, data)).toMatch(
      /does not exist, and .* contains the keys of an installation/,
    );
    expect(await refusal(typo, called("kyes"), data)).toMatch(
      /does not exist, and .* contains the images of an installation/,
    );
    expect(await exists(typo)).toBe(false);
    await on(main, "DELETE FROM documents");
    await on(main, "DELETE FROM sessions");
    await on(main, "DELETE FROM organizations");
    expect(await refusal(main, keys, data)).toMatch(/is empty, and .* contains the keys of an installation/);
  });

  it("are refused with images of another installation, or without any of the named images", async () => {
    const [one, other] = [await installation("1"), await installation("2")];
    expect(await refusal(one.main, one.keys, other.data)).toMatch(
      /belong to another installation than the databases/,
    );
    expect(await refusal(one.main, one.keys, path.join(folder, "nothing"))).toMatch(
      /has none of the images that the main database names; put them back, or/,
    );
  });

  it("accept an unused installation of an older program", async () => {
    const [main, keys] = [called("main"), called("keys")];
    await start(main, keys);
    for (const database of [main, keys]) await on(database, "DELETE FROM installation");
    await fs.rm(path.join(folder, "blobs"), { recursive: true });
    await on(main, "INSERT INTO organizations (id, name) VALUES ('org_1', 'Test')");
    await start(main, keys);
    const empty = called("empty");
    expect(await refusal(main, empty)).toMatch(/lacks keys of the organizations/);
  });

  it("accept a part without an id that contains their data, such as a backup from before there were ids", async () => {
    const { main, keys, data } = await installation();
    await on(main, "DELETE FROM installation");
    await start(main, keys, data);
    await on(keys, "DELETE FROM installation");
    await start(main, keys, data);
    await fs.rm(path.join(data, "blobs/installation"));
    await start(main, keys, data);
    const stranger = await installation("2");
    await on(stranger.keys, "DELETE FROM installation");
    expect(await refusal(main, stranger.keys, data)).toMatch(/lacks keys of the organizations/);
  });
});

describe("a server with few connections", () => {
  const spend = async (processes: number, poolSize: number, runsJobs = true) => {
    publishEnv({ DATABASE_PROCESSES: String(processes), DATABASE_POOL_SIZE: String(poolSize) });
    const spending = await fitPools({ runsJobs });
    expect(env().DATABASE_POOL_SIZE).toBe(spending.poolSize);
    for (const { share, direct } of spending.servers)
      expect(Object.values(direct).reduce((all, each) => all + each, 0)).toBeLessThanOrEqual(share);
    return spending.poolSize;
  };
  afterEach(() => publishEnv({ DATABASE_PROCESSES: "", DATABASE_POOL_SIZE: "5" }));

  it("divides them among the processes, which get smaller pools or do not start", async () => {
    const { rows } = await onServer(server.url, (client) =>
      client.query(
        `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true)::int, 0) AS room`,
      ),
    );
    const room: number = rows[0].room;
    expect(await spend(1, 100)).toBe(Math.min(100, Math.floor((room - 25) / 2)));
    expect(await spend(1, 5)).toBe(5);
    expect(await spend(4, 100)).toBe(Math.floor((Math.floor(room / 4) - 25) / 2));
    // A process without background work needs fewer for itself.
    expect(await spend(4, 100, false)).toBe(Math.floor((Math.floor(room / 4) - 15) / 2));
    await expect(spend(room, 5)).rejects.toThrow(
      new RegExp(
        `allows ${room} connections, 1 for each of DATABASE_PROCESSES=${room}, and a process needs at least 27; raise`,
      ),
    );
  });
});

describe("a start that fails", () => {
  it("says in one sentence that the database was migrated by a newer program", async () => {
    for (const part of ["main", "keys"] as const) {
      const made = await installation(`_${part}`);
      await on(
        made[part],
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ('later', 'x', '29990101000000_later', now(), 1)`,
      );
      expect(await refusal(made.main, made.keys, made.data)).toMatch(
        /has been migrated by a newer version of this program \(29990101000000_later\); start that version\.$/,
      );
    }
  });

  it("says that a database is read-only", async () => {
    const { main, keys, data } = await installation();
    await onServer(server.url, (client) =>
      client.query(`ALTER DATABASE ${main} SET default_transaction_read_only = on`),
    );
    expect(await refusal(main, keys, data)).toMatch(/is read-only; switch off default_transaction_read_only/);
  });

  it("says that the server is down, and that the folder is not writable, even with an own database", async () => {
    publishEnv({ DATABASE_URL: "postgresql://nobody:secret@127.0.0.1:1/x", DATA_DIR: folder });
    await expect(openDatabases()).rejects.toThrow(
      /^The database at postgresql:\/\/nobody@127.0.0.1:1\/x cannot be reached: .+\.$/,
    );
    await fs.writeFile(path.join(folder, "file"), "");
    publishEnv({ ...before, DATA_DIR: path.join(folder, "file/data") });
    await expect(openDatabases()).rejects.toThrow(/cannot be written to; set DATA_DIR to one that can\.$/);
  });
});
