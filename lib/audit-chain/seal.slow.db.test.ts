import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import type pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { eventColumns, readEvent } from "@/lib/audit-chain/canonical";
import { alignTransactions } from "@/lib/audit-chain/clock";
import { knownHead } from "@/lib/audit-chain/head";
import { type Log, mostSealed, sealEvents } from "@/lib/audit-chain/seal";
import { verifyLog } from "@/lib/audit-chain/verify";
import { recordEvent } from "@/lib/events/record";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { env } from "@/lib/platform/env";
import { copyRows, withConnection } from "@/lib/platform/row-stream";
import { actorOf, createOrganization, type TestOrganization } from "@/test/factories";
import { randomOfTest } from "@/test/random";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";
import { onServer } from "@/vitest.database";

let organization: TestOrganization;
let log: Log;

beforeEach(async () => {
  await sealEverything();
  organization = await createOrganization();
  log = { organizationPk: String(organization.pk), organizationId: organization.id, environment: "sandbox" };
});

const main = () => env().DATABASE_URL ?? "";
const count = () => db.auditEvent.count({ where: { organizationPk: organization.pk } });
const note = (noteId: string) =>
  recordEvent(db, actorOf(organization), { type: "case.note-added", metadata: { noteId } });

const insert = `INSERT INTO audit_events (organization_pk, environment, id, type, actor_kind, actor_id, actor_name, metadata)
  SELECT $1::bigint, 'sandbox', 'aud_' || $2::text || n, 'case.note-added', 'job', 'test', 'test', '{"noteId": "x"}' FROM generate_series(1, $3::int) n`;
const insertMany = (client: pg.Client, name: string, events: number) =>
  client.query(insert, [organization.pk, `${organization.id}_${name}_`, events]);

async function expectAllSealed(events: number): Promise<void> {
  expect(await verifyLog(log)).toMatchObject({ fault: null, events, unsealed: 0 });
  expect(await count()).toBe(events);
}

describe("the bytes of an event", () => {
  const text = fc.string({ unit: "grapheme" }).map((value) => value.replaceAll("\0", ""));
  const row = fc.record({
    type: text,
    createdAt: fc.date({ min: new Date(0), max: new Date(8e12), noInvalidDate: true }),
    actorKind: text,
    actorId: text,
    actorName: text,
    resourceType: fc.option(text),
    resourceId: fc.option(text),
    metadata: fc.dictionary(
      // Prisma's client, which only this test writes an event with, cannot take this key.
      text.filter((key) => key !== "__proto__"),
      fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text)),
    ),
    ipAddress: fc.option(text),
    requestMethod: fc.option(text),
    requestPath: fc.option(fc.constantFrom("\\N", "\\", "a\tb\nc\rd", '/api?x="1"', "\u0001\u007f\u2028é😀")),
  });

  it("are the canonical JSON of its columns, whatever they contain", async () => {
    let number = 0;
    const kept = await withConnection(async (client) => {
      const check = async (values: typeof row extends fc.Arbitrary<infer R> ? R : never) => {
        const { sequence } = await db.auditEvent.create({
          data: {
            organizationPk: organization.pk,
            environment: "sandbox",
            id: `aud_${log.organizationId}_${number++}`,
            ...values,
          },
        });
        const stored = await db.auditEvent.findFirstOrThrow({ where: { sequence } });
        const event = [
          Number(sequence),
          Number(stored.transactionId),
          stored.createdAt.toISOString(),
          stored.id,
          stored.type,
          stored.environment,
          stored.actorKind,
          stored.actorId,
          stored.actorName,
          stored.resourceType,
          stored.resourceId,
          stored.ipAddress,
          stored.requestMethod,
          stored.requestPath,
          stored.metadata,
        ];
        const lines: string[] = [];
        for await (const rows of copyRows(
          client,
          `SELECT ${eventColumns} FROM audit_events WHERE sequence = ${sequence}`,
        ))
          lines.push(...rows);
        expect(lines.map(readEvent)).toEqual([
          { id: stored.id, sequence: event[0], transaction: event[1], line: canonicalJson(event) },
        ]);
      };
      await fc.assert(fc.asyncProperty(row, check), { numRuns: 200 });
      return number;
    });
    await sealEverything();
    await expectAllSealed(kept);
  });
});

describe("sealing", () => {
  it("leaves nothing out between batches, and continues after a full one", async () => {
    await onServer(main(), (client) => insertMany(client, "many", 2 * mostSealed + 5));
    expect(await sealEverything()).toBe(2 * mostSealed + 5);
    await expectAllSealed(2 * mostSealed + 5);
    expect(await sealEverything()).toBe(0);
  });

  it("waits for a transaction that has written, and for those that began after it", async () => {
    await onServer(main(), async (slow) => {
      await slow.query("BEGIN");
      await insertMany(slow, "slow", 1);
      await note("quick");
      expect(await sealEvents()).toBe(0);
      expect(await verifyLog(log)).toMatchObject({ fault: null, seals: 0, unsealed: 1 });
      await slow.query("COMMIT");
    });
    expect(await sealEverything()).toBe(2);
    await expectAllSealed(2);
  });

  it("loses no event of eight writers with long transactions", async () => {
    const run = randomOfTest();
    let written = 0;
    let isOver = false;
    // Other tests' open transactions delay sealing, so writing goes on until there are enough seals.
    const sealed = () => db.auditSeal.count({ where: { organizationPk: organization.pk } });
    const writer = (name: number) =>
      onServer(main(), async (client) => {
        const random = run.fork(`writer ${name}`);
        for (let round = 0; round < 25 || (await sealed()) <= 5; round++) {
          await client.query("BEGIN");
          await insertMany(client, `${name}_${round}_a`, random.int(1, 20));
          await sleep(random.next() ** 4 * 250);
          await insertMany(client, `${name}_${round}_b`, 1);
          const isKept = random.chance(0.8);
          await client.query(isKept ? "COMMIT" : "ROLLBACK");
        }
      });
    const sealer = async () => {
      while (!isOver) await sealEvents();
    };
    // Two sealers at once, besides.
    const sealers = [sealer(), sealer()];
    await Promise.all(Array.from({ length: 8 }, (_, name) => writer(name)));
    isOver = true;
    await Promise.all(sealers);
    await sealEverything();
    written = await count();
    const report = await verifyLog(log);
    expect(report).toMatchObject({ fault: null, events: written, unsealed: 0 });
    expect(report.seals).toBeGreaterThan(5);
  });
});

const childName = "seal-process";

async function startChild() {
  const url = new URL(main());
  url.searchParams.set("application_name", childName);
  const child = spawn(process.execPath, ["--import", "tsx", "test/seal-process.ts"], {
    env: { ...process.env, TSX_TSCONFIG_PATH: "tsconfig.node.json", DATABASE_URL: url.toString() },
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const kill = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
    const alive = () =>
      db.$queryRaw<
        { n: number }[]
      >`SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = ${childName}`;
    while ((await alive())[0]?.n) await sleep(10);
  };
  return { go: () => child.stdin.write("go\n"), kill };
}

describe("a killed sealer", () => {
  it("after its seal was announced has sealed exactly that, which the next sealer writes", async () => {
    for (let at = 0; at < 3; at++) await note(`announced_${at}`);
    await onServer(main(), async (client) => {
      // The main database loses the seal as it commits, as a crash would.
      await client.query(
        `CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''lost''; END'`,
      );
      await client.query(
        "CREATE CONSTRAINT TRIGGER lose AFTER INSERT ON audit_seals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lose()",
      );
      await expect(sealEverything()).rejects.toThrow("lost");
      await client.query("DROP TRIGGER lose ON audit_seals");
      await client.query("DROP FUNCTION lose");
    });
    const known = await knownHead({ organization: log.organizationId, environment: "sandbox" });
    expect(known).toMatchObject({ isSettled: false, seal: { payload: { number: 1, count: 3 } } });
    // Announced and not written, it counts all the same: what it sealed cannot be changed any more.
    expect(await verifyLog(log)).toMatchObject({ fault: null, seals: 1, events: 3 });
    await note("later");
    await sealEverything();
    await sealEverything();
    expect((await db.auditSeal.findMany({ where: { organizationPk: organization.pk } })).at(0)?.count).toBe(
      3,
    );
    await expectAllSealed(4);
  });

  it("before its seal is written has sealed nothing", async () => {
    for (let at = 0; at < 5; at++) await note(`killed_${at}`);
    const { go, kill } = await startChild();
    await onServer(main(), async (holder) => {
      await holder.query("BEGIN");
      await holder.query("LOCK TABLE audit_seals IN SHARE MODE");
      go();
      const waiting = `SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.application_name = '${childName}'`;
      // Outside the holder's transaction, which would see the connections of its first look again and again.
      while ((await db.$queryRawUnsafe<unknown[]>(waiting)).length === 0) await sleep(10);
      const killed = kill();
      await sleep(50);
      await holder.query("ROLLBACK");
      await killed;
    });
    await sealEverything();
    await expectAllSealed(5);
  });

  it("at any moment leaves a log that can be continued", async () => {
    const random = randomOfTest();
    let events = 0;
    for (let round = 0; round < 8; round++) {
      const { go, kill } = await startChild();
      await onServer(main(), (client) => insertMany(client, `round${round}`, 6_000));
      events += 6_000;
      go();
      await sleep(random.next() * 300);
      await kill();
      expect((await verifyLog(log)).fault).toBeNull();
    }
    await sealEverything();
    await expectAllSealed(events);
  });
});

describe("a database restored on another server", () => {
  it("continues after what was sealed, and an event ahead of a known server was forged", async () => {
    await alignTransactions();
    await note("before");
    await sealEverything();
    // As if the other server had counted much further.
    await db.$executeRaw`
      INSERT INTO audit_events (organization_pk, environment, id, type, actor_kind, actor_id, actor_name, metadata, transaction_id)
      SELECT ${organization.pk}, 'sandbox', ${`aud_${organization.id}_far`}, 'case.note-added', 'job', 'test', 'test', '{}',
        pg_current_xact_id()::text::bigint + 1000000`;
    await alignTransactions();
    await expect(sealEverything()).rejects.toThrow(/names a transaction that has not begun/);
    await onServer(env().KEYS_DATABASE_URL ?? "", (keys) =>
      keys.query("UPDATE installation SET main_server = 'the other'"),
    );
    await alignTransactions();
    await note("after");
    expect(await sealEverything()).toBe(2);
    await expectAllSealed(3);
    await alignTransactions();
    await note("later");
    expect(await sealEverything()).toBe(1);
    await expectAllSealed(4);
  });
});
