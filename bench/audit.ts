import { hash } from "node:crypto";
import { freshDatabases } from "@/bench/dataset";
import { atLeast, atMost, type Figure, median } from "@/bench/figure";
import type { Actor } from "@/lib/actor/actor";
import { eventColumns, readEvent } from "@/lib/audit-chain/canonical";
import { allLogs, type Log, sealEvents } from "@/lib/audit-chain/seal";
import { verifyLog } from "@/lib/audit-chain/verify";
import { assertVersion, lockCase, writableCipher } from "@/lib/cases/load";
import { insertNote, noteSql } from "@/lib/cases/notes";
import { recordScopedEvents } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { copyRows, withConnection } from "@/lib/platform/row-stream";
import { actorOf, createOrganization, importFor, sampleAs } from "@/test/factories";

/** Creates databases with one organization, one session and its case. */
export async function prepareLog(url: (database: string) => string): Promise<Actor> {
  await freshDatabases(url, "bench_audit");
  const actor = actorOf(await createOrganization("Bench"));
  await importFor(actor, sampleAs("ses_bench"));
  return actor;
}

/** Writes a note on a case with the product's statements, with or without its event. */
async function writeNote(actor: Actor, hasEvent: boolean): Promise<void> {
  await db.$transaction(async (tx) => {
    const found = await lockCase(tx, actor, "rvc_bench");
    assertVersion(found, undefined);
    const note = [
      actor,
      found,
      await writableCipher(actor, found),
      "Bench",
      "The photograph is as last time.",
    ] as const;
    if (hasEvent) await insertNote(tx, ...note);
    else await tx.$executeRaw`${Prisma.raw(prepared)} ${noteSql(...note).sql}`;
  });
}

/** Compares a write with its event to the same transaction without; in turn, so that noise affects both. */
export async function appendOverhead(url: (database: string) => string): Promise<Figure> {
  const actor = await prepareLog(url);
  const times = { with: [] as number[], without: [] as number[] };
  for (let round = 0; round < 1_100; round++) {
    for (const side of round % 2 ? (["with", "without"] as const) : (["without", "with"] as const)) {
      const start = performance.now();
      await writeNote(actor, side === "with");
      if (round >= 100) times[side].push(performance.now() - start);
    }
  }
  return atMost("audit-append-overhead", median(times.with), median(times.without), 1.1);
}

const types = ["case.opened", "case.claimed", "case.note-added"] as const;

/** Appends events as jobs do, many in one statement, which is the cheapest way. */
export async function append(actor: Actor, events: number): Promise<void> {
  const { scope } = actor;
  const batch = 500;
  for (let from = 0; from < events; from += batch)
    await recordScopedEvents(
      db,
      "bench",
      Array.from({ length: batch }, (_, at) => ({ scope, event: eventOf(from + at) })),
    );
}

function eventOf(at: number) {
  const resource = { type: "case" as const, id: newId("rvc") };
  const type = types[at % types.length];
  if (type === "case.opened") return { type, resource, metadata: { fields: ["first_name", "last_name"] } };
  if (type === "case.claimed")
    return { type, resource, metadata: { reviewerId: `mem_${at % 40}`, how: "next" as const } };
  return { type: "case.note-added" as const, resource, metadata: { noteId: newId("note") } };
}

/** Compares the time of sealing events to the time of appending them. */
export async function sealVsAppend(url: (database: string) => string): Promise<Figure> {
  const actor = await prepareLog(url);
  await append(actor, 1_000);
  await sealEvents();
  const figures: Figure[] = [];
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    await append(actor, 20_000);
    const appended = performance.now();
    if ((await sealEvents()) !== 20_000) throw new Error("Not every event was sealed.");
    figures.push(atMost("audit-seal-vs-append", performance.now() - appended, appended - start, 0.5));
  }
  return best(figures, (left, right) => left.ratio - right.ratio);
}

/** Compares a whole verification to bare SHA-256 of the same events, in bytes per second. */
export async function verifyVsSha256(url: (database: string) => string): Promise<Figure> {
  const actor = await prepareLog(url);
  const events = 100_000;
  await append(actor, events);
  await sealEvents();
  const log = (await withConnection((client) => allLogs(client))).find(
    ({ environment }) => environment === "sandbox",
  );
  if (!log) throw new Error("There is no log.");
  const bare = await bareRate(log);
  const rates: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    const report = await verifyLog(log);
    if (report.fault || report.events < events) throw new Error("The log did not verify.");
    rates.push(bare.bytes / (performance.now() - start));
  }
  return atLeast("audit-verify-vs-sha256", Math.max(...rates), bare.rate, 0.2);
}

/** Measures bare SHA-256 over each event of a log; the best of five runs, in bytes per millisecond. */
async function bareRate(log: Log): Promise<{ bytes: number; rate: number }> {
  const lines = await readLines(log);
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  const rates: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    for (const line of lines) hash("sha256", line, "buffer");
    rates.push(bytes / (performance.now() - start));
  }
  return { bytes, rate: Math.max(...rates) };
}

async function readLines({ organizationPk, environment }: Log): Promise<Buffer[]> {
  return withConnection(async (client) => {
    const lines: Buffer[] = [];
    const select = `SELECT ${eventColumns} FROM audit_events WHERE organization_pk = ${organizationPk} AND environment = '${environment}'`;
    for await (const rows of copyRows(client, select))
      lines.push(...rows.map((row) => Buffer.from(`\0${readEvent(row).line}`)));
    return lines;
  });
}

function best(figures: readonly Figure[], order: (left: Figure, right: Figure) => number): Figure {
  const [first] = figures.toSorted(order);
  if (!first) throw new Error("Nothing was measured.");
  return first;
}
