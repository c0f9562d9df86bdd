import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type End, openEnds } from "@/lib/cells/ends";
import { followKeys } from "@/lib/cells/kept-keys";
import { abortMove, findMove, moveOrganization } from "@/lib/cells/move";
import { placementOf } from "@/lib/cells/placement";
import { announce } from "@/lib/cells/rows";
import { subscribe } from "@/lib/cells/stream";
import { closeDb } from "@/lib/platform/db";
import { env, publishEnv } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { createApiKey, createMember, sampleImage, type TestOrganization } from "@/test/factories";
import { requestScene } from "@/test/request-scene";
import { appendEvents } from "@/test/sealing";
import { onServer } from "@/vitest.database";

const { url: server, prefix } = inject("server");
const folder = await fs.mkdtemp(path.join(os.tmpdir(), "countersign-cell-"));
const names = [`${prefix}other_main`, `${prefix}other_keys`] as const;
const file = path.join(folder, "cell.env");
const before = { ...env() };
let organization: TestOrganization;
let said: string[] = [];

const locate = (name: string) => {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
};

const count = async ({ main }: End, table: string) =>
  (await main.query(`SELECT 1 FROM ${table} WHERE organization_pk = $1`, [String(organization.pk)])).rowCount;
const keysOf = async ({ keys }: End) =>
  (await keys.query("SELECT 1 FROM data_keys WHERE organization_id = $1", [organization.id])).rowCount;

/** Opens both cells as the command does, and goes back to the settings of the test afterwards. */
async function inCells<T>(work: (ends: Awaited<ReturnType<typeof findMove>>) => Promise<T>): Promise<T> {
  const both = await openEnds(file);
  try {
    return await work(await findMove({ ...both, id: organization.id }));
  } finally {
    await Promise.all([closeDb(), closeKeys()]);
    await both.from.close();
    await both.to.close();
    publishEnv({
      DATABASE_URL: before.DATABASE_URL ?? "",
      KEYS_DATABASE_URL: before.KEYS_DATABASE_URL ?? "",
      DATABASE_DIRECT_URL: "",
      DATA_DIR: before.DATA_DIR,
      CELL: "",
      MASTER_KEY: before.MASTER_KEY ?? "",
    });
  }
}

/** Writes to the other cell while the organization arrives, as somebody who has a link would. */
async function writeEarly({ to, pk }: Awaited<ReturnType<typeof findMove>>): Promise<unknown> {
  const client = await to.another();
  await client.query("RESET countersign.moving");
  return client.query("INSERT INTO settings (organization_pk, environment) VALUES ($1, 'live')", [pk]);
}

const options = (more = {}) => ({
  maxHoldMs: 60_000,
  tries: 1,
  removesSource: false,
  say: (line: string) => void said.push(line),
  isEnding: () => false,
  ...more,
});

beforeAll(async () => {
  await onServer(server, async (client) => {
    await client.query(`CREATE DATABASE ${names[0]} TEMPLATE ${prefix}template_main`);
    await client.query(`CREATE DATABASE ${names[1]} TEMPLATE ${prefix}template_keys`);
  });
  const scene = await requestScene(await sampleImage("jpeg", 200));
  organization = scene.organization;
  await createMember(organization, ["lead"]);
  await createApiKey(organization, ["sessions:read"]);
  await appendEvents(scene.officer, 20);
  await fs.cp(path.join(env().dataDir, "keys"), path.join(folder, "data/keys"), { recursive: true });
  const lines = ["CELL=1", "DATA_DIR=data", `DATABASE_URL=${locate(names[0])}`];
  await fs.writeFile(file, [...lines, `KEYS_DATABASE_URL=${locate(names[1])}`].join("\n"));
});

afterAll(async () => {
  await onServer(server, async (client) => {
    for (const name of names) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  await fs.rm(folder, { recursive: true, force: true });
});

describe("the move of an organization", () => {
  it("that is given up leaves nothing in the other cell", async () => {
    await inCells(async (ends) => {
      await announce(ends);
      await subscribe(ends);
      expect((await followKeys(ends)).copied.length).toBeGreaterThan(0);
    });
    await inCells(async (ends) => {
      await abortMove(ends, () => undefined);
      expect(await keysOf(ends.to)).toBe(0);
      expect(await count(ends.to, "sessions")).toBe(0);
      expect(await placementOf(ends.to.main, organization.id)).toBeNull();
    });
  });

  it("is refused to a second command, and when the hold would last too long, and then it is served here", async () => {
    await inCells(async (ends) => {
      const second = { ...ends.from, main: await ends.from.another() };
      await expect(findMove({ ...ends, from: second })).rejects.toThrow("Another command moves");
      await expect(moveOrganization(ends, options({ maxHoldMs: 0 }))).rejects.toThrow(/has not moved/);
      expect((await placementOf(ends.from.main, organization.id))?.heldAt).toBeNull();
    });
  });

  it("brings every row, key and image, and a log that verifies, and destroys what was destroyed here", async () => {
    await inCells(async (ends) => {
      said = [];
      const [sessions, keys] = [await count(ends.from, "sessions"), await keysOf(ends.from)];
      const [gone] = (await ends.from.keys.query<{ id: string }>("SELECT id FROM data_keys LIMIT 1")).rows;
      await followKeys(ends);
      const early: Promise<unknown>[] = [];
      const say = (line: string) => {
        said.push(line);
        if (line.endsWith(" keys copied")) early.push(writeEarly(ends).catch(({ code }) => code));
      };
      await ends.from.main.query(
        `INSERT INTO idempotent_answers (organization_pk, environment, api_key_pk, key, fingerprint, holder, lease_until)
         VALUES ($1, 'live', 1, 'refused', '', 'gone', now() + interval '1 hour')`,
        [ends.pk],
      );
      await ends.from.keys.query("DELETE FROM data_keys WHERE id = $1", [gone?.id]);
      expect(await moveOrganization(ends, options({ say }))).toBe(true);
      expect(await Promise.all(early)).toEqual(["CSH01"]);
      expect(said.join("\n")).toMatch(/The contents of \d+ tables are the same/);
      expect(await count(ends.to, "sessions")).toBe(sessions);
      expect(await keysOf(ends.to)).toBe((keys ?? 0) - 1);
      expect(await count(ends.from, "api_keys")).toBe(0);
      expect(await count(ends.to, "api_keys")).toBe(1);
      expect(await placementOf(ends.from.main, organization.id)).toMatchObject({ movedTo: 1 });
      expect(await placementOf(ends.to.main, organization.id)).toMatchObject({ heldAt: null, movedTo: null });
      const { rows: leases } = await ends.to.main.query(
        'SELECT lease_until <= now() AS "isOver" FROM idempotent_answers WHERE organization_pk = $1',
        [ends.pk],
      );
      expect(leases).toEqual([{ isOver: true }]);
      const named = await ends.to.main.query<{ key: string }>(
        "SELECT blob_key AS key FROM documents WHERE organization_pk = $1 AND blob_key IS NOT NULL",
        [String(organization.pk)],
      );
      const kept = named.rows.map(({ key }) => key).filter((key) => !key.startsWith(gone?.id ?? ""));
      expect(kept.length).toBeGreaterThan(0);
      for (const key of kept) expect(await ends.to.blobs.has(key)).toBe(true);
      expect(await fs.readFile(path.join(folder, "data/erasures.jsonl"), "utf8")).toContain(gone?.id);
    });
  });

  it("can be run again, and removes what is left here", async () => {
    await inCells(async (ends) => {
      expect(await moveOrganization(ends, options({ removesSource: true }))).toBe(true);
      expect(await count(ends.from, "sessions")).toBe(0);
      expect(await keysOf(ends.from)).toBe(0);
      expect(await placementOf(ends.from.main, organization.id)).toMatchObject({ movedTo: 1 });
      await expect(abortMove(ends, () => undefined)).rejects.toThrow("move it back");
    });
  });
});
