import "server-only";
import { statfs } from "node:fs/promises";
import { Gauge, type Registry } from "prom-client";
import { db, inBackground } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { isReady } from "@/lib/platform/health";
import { sayFailure } from "@/lib/platform/unavailable";
import { families } from "@/lib/telemetry/families";
import type { Family } from "@/lib/telemetry/family";

/** What was read is told again for this long, however often somebody asks. */
const freshMs = 30_000;
/** Whoever asks waits this long for a reading, and then gets what is known. */
const patienceMs = 5_000;

/** Numbers that could not be read anew for so long are no longer told. */
const staleMs = 90_000;

type Reading = { family: Family; gauges: readonly { gauge: Gauge; column: string }[]; readAt: number };

const readingOf = (registry: Registry, family: Family): Reading => ({
  family,
  readAt: 0,
  gauges: family.gauges.map(({ name, help, column }) => ({
    column,
    gauge: new Gauge({ name, help, labelNames: family.labels, registers: [registry] }),
  })),
});

type Row = Record<string, string | number>;

async function read(reading: Reading): Promise<void> {
  const { family, gauges } = reading;
  const { sql, labels } = family;
  const rows = await db.$queryRaw<Row[]>(sql);
  reading.readAt = Date.now();
  for (const { gauge, column } of gauges) {
    gauge.reset();
    for (const row of rows)
      gauge.set(Object.fromEntries(labels.map((label) => [label, row[label] ?? ""])), Number(row[column]));
  }
}

/** Reads one statement after the other. What cannot be read is not told: an old number would look like a new one. */
async function readAll(readings: readonly Reading[]): Promise<void> {
  for (const reading of readings)
    await read(reading).catch((error) => {
      forget(reading);
      sayFailure(error, "telemetry.state");
    });
}

function forget({ gauges }: Reading): void {
  // A gauge without labels begins with 0; removing its only value leaves it out.
  for (const { gauge } of gauges) {
    gauge.reset();
    gauge.remove({});
  }
}

/**
 * Tells the state of the installation, in the processes that run the jobs.
 * @param patience milliseconds that whoever asks waits for a reading
 * @returns reads it anew unless that happened within 30 seconds; one reading runs at a time
 */
export function tellState(registry: Registry, patience = patienceMs): () => Promise<void> {
  const readings = families.map((family) => readingOf(registry, family));
  for (const reading of readings) forget(reading);
  let readAt = 0;
  let reading: Promise<void> | undefined;
  const start = () => {
    readAt = Date.now();
    reading = inBackground(() => readAll(readings)).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return async () => {
    if (!reading && Date.now() - readAt < freshMs) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    await Promise.race([reading ?? start(), late]).finally(() => clearTimeout(timer));
    for (const each of readings) if (Date.now() - each.readAt > staleMs) forget(each);
  };
}

/** Tells whether this process reaches the databases, and how much room the disk of the images has. */
export function tellSurroundings(registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: "countersign_databases_up",
    help: "1 if both databases answer this process, otherwise 0",
    registers,
    async collect() {
      this.set((await isReady()) ? 1 : 0);
    },
  });
  if (env().BLOBS !== "disk") return;
  new Gauge({
    name: "countersign_blobs_free_bytes",
    help: "Free bytes of the disk that images are stored on",
    registers,
    async collect() {
      const { bavail, bsize } = await statfs(env().dataDir).catch(() => ({ bavail: Number.NaN, bsize: 1 }));
      this.set(bavail * bsize);
    },
  });
}
