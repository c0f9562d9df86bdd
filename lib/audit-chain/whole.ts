import "server-only";
import type { LogName } from "@/lib/audit-chain/canonical";
import { forgetEnd, knownHead, knownLogs, LogFaultError, newestSeal } from "@/lib/audit-chain/head";
import { logName } from "@/lib/audit-chain/rows";
import { allLogs, type Log } from "@/lib/audit-chain/seal";
import { type LogReport, verifyLog } from "@/lib/audit-chain/verify";
import { verifyWords } from "@/lib/audit-chain/words";
import { recordScopedEvents } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { withConnection } from "@/lib/platform/row-stream";

/** Verifies a log and its search words. */
export async function verifyWhole(log: Log, options?: Parameters<typeof verifyLog>[1]): Promise<LogReport> {
  const report = await verifyLog(log, options);
  if (report.fault) return report;
  return { ...report, fault: (await verifyWords(log)) ?? null };
}

/** Returns the logs in the keys database whose organization the main database has lost. */
export async function missingLogs(): Promise<LogName[]> {
  const there = await withConnection((client) => allLogs(client));
  const known = new Set(there.map(({ organizationId }) => organizationId));
  return (await knownLogs()).filter(({ organization }) => !known.has(organization));
}

/**
 * Returns whether the main database was restored from a backup and is older than the keys database. Then it may lack
 * rows for keys that are in use.
 */
export async function isMainBehind(): Promise<boolean> {
  if ((await missingLogs()).length > 0) return true;
  return withConnection(async (client) => {
    for (const log of await allLogs(client)) {
      const known = await knownHead(logName(log));
      const newest = await newestSeal(client, log);
      if (known?.isSettled && known.seal.payload.number > (newest?.payload.number ?? 0)) return true;
    }
    return false;
  });
}

export type AcceptedEnd = { seal: number; known: number };

/**
 * Accepts a log that ends before the newest seal in the keys database, after its main database was restored from a
 * backup. Cutting off the end of a log looks the same, so a person must ask for it, and the log records it for good.
 * @returns null when the log does not end early
 * @throws LogFaultError when the restored log has another fault
 */
export async function acceptEnd(log: Log): Promise<AcceptedEnd | null> {
  const known = await knownHead(logName(log));
  const newest = await withConnection((client) => newestSeal(client, log));
  const seal = newest?.payload.number ?? 0;
  if (!known || seal >= known.seal.payload.number) return null;
  const { fault } = await verifyLog(log, { isRestored: true });
  if (fault) throw new LogFaultError(logName(log), fault);
  const accepted = { seal, known: known.seal.payload.number };
  const scope = { organizationPk: BigInt(log.organizationPk), environment: log.environment };
  const metadata = { ...accepted, knownHash: known.seal.hash };
  await db.$transaction((tx) =>
    recordScopedEvents(tx, "audit.accept", [{ scope, event: { type: "audit.end-accepted", metadata } }]),
  );
  await forgetEnd(logName(log));
  return accepted;
}
