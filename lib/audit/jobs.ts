import "server-only";
import fs from "node:fs/promises";
import type pg from "pg";
import { type Checkpoints, readCheckpoints } from "@/lib/audit-chain/checkpoint";
import { askWitnesses } from "@/lib/audit-chain/cosigning";
import { pruneLogs } from "@/lib/audit-chain/pruning";
import { allLogs, type Log, sealEvents, servedLogs } from "@/lib/audit-chain/seal";
import type { LogReport } from "@/lib/audit-chain/verify";
import { missingLogs, verifyWhole } from "@/lib/audit-chain/whole";
import { sendCheckpoints } from "@/lib/audit-chain/witness";
import { indexWords } from "@/lib/audit-chain/words";
import { recordScopedEvents } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import type { Job } from "@/lib/platform/queue";
import { withConnection } from "@/lib/platform/row-stream";
import { acrossOrganizations, isServedSql, type Scope } from "@/lib/platform/scope";
import type { Tick } from "@/lib/platform/tick";

/** Seals events within seconds after their transaction ends. */
export const sealEventsTick: Tick = { name: "audit.seal", everySeconds: 3, run: sealOrAlarm };

const alarmMs = 600_000;
let lastAlarm = { message: "", at: 0 };

/**
 * Seals the logs. Logs an alarm at once when a log differs from the keys database, and repeats the same alarm every
 * ten minutes.
 */
async function sealOrAlarm(): Promise<void> {
  try {
    await sealEvents();
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    if (error.message === lastAlarm.message && Date.now() - lastAlarm.at < alarmMs) return;
    lastAlarm = { message: error.message, at: Date.now() };
    log.error({ alarm: "audit" }, error.message);
  }
}

/** Indexes the words of sealed events. Until then a search compares such events one by one, which is slower. */
export const indexWordsTick: Tick = {
  name: "audit.index",
  everySeconds: 10,
  run: async () => void (await indexWords()),
};

/** Starts requested verifications within seconds. */
export const verifyTick: Tick = { name: "audit.verify", everySeconds: 2, run: runVerifications };

/** Every log is verified every night. */
export const verifyAllJob: Job = { name: "audit.verify-all", cron: "41 1 * * *", run: requestAll };

/** Sends checkpoints to places outside the installation when there are new seals. */
export const sendCheckpointsJob: Job = {
  name: "audit.checkpoints",
  cron: "*/10 * * * *",
  run: async () => sendCheckpoints(await everyLog()),
};

/** Asks witnesses outside to sign that the logs only grew. */
export const askWitnessesJob: Job = {
  name: "audit.witnesses",
  cron: "*/5 * * * *",
  run: async () => askWitnesses(await everyLog()),
};

/** Removes events past AUDIT_RETENTION_DAYS every night. */
export const pruneLogsJob: Job = { name: "audit.prune", cron: "11 2 * * *", run: () => pruneLogs() };

const everyLog = () => withConnection(servedLogs);
const scopeOf = ({ organizationPk, environment }: Log) => ({
  organizationPk: BigInt(organizationPk),
  environment,
});

/**
 * Requests a verification of every log. A log whose organization the main database has lost cannot be verified, so it
 * raises an alarm here.
 */
export async function requestAll(): Promise<void> {
  for (const { organization, environment } of await missingLogs())
    log.error({ alarm: "audit", organization, environment }, "this log is gone");
  for (const each of await everyLog()) {
    const scope = scopeOf(each);
    const asked = { requestedAt: new Date(), requestedBy: "nightly", startedAt: null, finishedAt: null };
    await db.auditVerification.upsert({
      where: { organizationPk_environment: scope },
      create: { ...scope, ...asked },
      update: asked,
    });
  }
}

/** The advisory lock that lets only one process verify. PostgreSQL releases it when the process dies. */
const verifyLock = 6_071_984;

/** Runs the requested verifications one after the other. A verification that a crash interrupted starts again. */
export async function runVerifications(signal: AbortSignal): Promise<void> {
  const asked = await db.$queryRaw<Scope[]>`
    SELECT ${acrossOrganizations("audit.verify")} organization_pk AS "organizationPk", environment::text AS environment FROM audit_verifications v
    WHERE finished_at IS NULL AND ${isServedSql("v")} ORDER BY requested_at`;
  if (asked.length === 0) return;
  await withConnection(async (client) => {
    if (!(await holdLock(client))) return;
    const logs = await allLogs(client);
    for (const { organizationPk, environment } of asked) {
      const found = logs.find(
        (each) => each.organizationPk === String(organizationPk) && each.environment === environment,
      );
      if (found) await runVerification(found, signal);
    }
  });
}

async function holdLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ isOurs: boolean }>(`SELECT pg_try_advisory_lock($1) AS "isOurs"`, [
    verifyLock,
  ]);
  return rows[0]?.isOurs ?? false;
}

async function runVerification(target: Log, signal: AbortSignal): Promise<void> {
  const scope = scopeOf(target);
  const where = { organizationPk_environment: scope };
  await db.auditVerification.update({ where, data: { startedAt: new Date(), seals: 0, events: 0 } });
  let toldAt = Date.now();
  const report = await verifyWhole(target, {
    checkpoints: await ownCheckpoints(),
    onProgress: async ({ seals, events }) => {
      signal.throwIfAborted();
      if (Date.now() - toldAt < 500) return;
      toldAt = Date.now();
      await db.auditVerification.update({ where, data: { seals, events } });
    },
  });
  await finish(scope, report);
}

async function finish(scope: ReturnType<typeof scopeOf>, report: LogReport): Promise<void> {
  const { seals, events, fault } = report;
  await db.$transaction(async (tx) => {
    await tx.auditVerification.update({
      where: { organizationPk_environment: scope },
      data: { finishedAt: new Date(), seals, events, report },
    });
    const event = { type: "audit.verified" as const, metadata: { isSound: fault === null, seals, events } };
    await recordScopedEvents(tx, "audit.verify", [{ scope, event }]);
  });
}

/**
 * Reads the checkpoint file if this machine can read it: its checkpoints show whether the end of a log was cut off.
 */
async function ownCheckpoints(): Promise<Checkpoints | undefined> {
  const file = env().AUDIT_CHECKPOINT_FILE;
  const text = file && (await fs.readFile(/* turbopackIgnore: true */ file, "utf8").catch(() => undefined));
  try {
    return text ? readCheckpoints(text) : undefined;
  } catch (error) {
    log.error({ err: error }, "AUDIT_CHECKPOINT_FILE");
    return undefined;
  }
}
