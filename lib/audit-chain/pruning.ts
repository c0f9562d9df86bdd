import "server-only";
import { formats, type PruningPayload } from "@/lib/audit-chain/canonical";
import { type Log, servedLogs } from "@/lib/audit-chain/seal";
import { logKey } from "@/lib/audit-chain/signing";
import { recordScopedEvents } from "@/lib/events/record";
import { daysAgo } from "@/lib/format/day";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { db } from "@/lib/platform/db";
import { signText } from "@/lib/platform/ed25519";
import { env } from "@/lib/platform/env";
import { withConnection } from "@/lib/platform/row-stream";
import { type Scope, scopeSql } from "@/lib/platform/scope";

const batch = 5_000;

/**
 * Removes events older than AUDIT_RETENTION_DAYS, by whole seals. It first writes a signed statement, without which
 * the database refuses to delete these events, then deletes in batches. The seals stay. The next run finishes an
 * interrupted removal.
 * @returns the number of removed events
 */
export async function pruneLogs(now = new Date()): Promise<number> {
  const days = env().AUDIT_RETENTION_DAYS;
  if (!days) return 0;
  const before = daysAgo(days, now);
  let removed = 0;
  for (const log of await withConnection((client) => servedLogs(client)))
    removed += await pruneLog(log, before, now);
  return removed;
}

const scopeOf = ({ organizationPk, environment }: Log) => ({
  organizationPk: BigInt(organizationPk),
  environment,
});

async function pruneLog(log: Log, before: Date, now: Date): Promise<number> {
  const scope = scopeOf(log);
  const [due, stated] = await Promise.all([
    db.auditSeal.findFirst({ where: { ...scope, sealedAt: { lt: before } }, orderBy: { number: "desc" } }),
    db.auditPruning.findFirst({ where: scope, orderBy: { throughSeal: "desc" } }),
  ]);
  const throughSeal = Math.max(due?.number ?? 0, stated?.throughSeal ?? 0);
  if (throughSeal === 0) return 0;
  if (throughSeal > (stated?.throughSeal ?? 0)) await statePruning(log, throughSeal, now);
  return removeEvents(log, throughSeal);
}

async function statePruning(log: Log, throughSeal: number, now: Date): Promise<void> {
  const scope = scopeOf(log);
  const { key } = await logKey(log.organizationId);
  const payload: PruningPayload = {
    format: formats.pruning,
    organization: log.organizationId,
    environment: log.environment,
    through_seal: throughSeal,
    pruned_at: now.toISOString(),
  };
  const signature = new Uint8Array(signText(key, canonicalJson(payload)));
  const range = { gt: await prunedThrough(log), lte: throughSeal };
  await db.$transaction(async (tx) => {
    const { _sum } = await tx.auditSeal.aggregate({
      where: { ...scope, number: range },
      _sum: { count: true },
    });
    await tx.auditPruning.create({ data: { ...scope, throughSeal, prunedAt: now, signature } });
    const metadata = { throughSeal, events: _sum.count ?? 0 };
    await recordScopedEvents(tx, "audit.prune", [{ scope, event: { type: "audit.pruned", metadata } }]);
  });
}

const prunedThrough = async (log: Log) =>
  (await db.auditPruning.findFirst({ where: scopeOf(log), orderBy: { throughSeal: "desc" } }))?.throughSeal ??
  0;

async function removeEvents(log: Log, throughSeal: number): Promise<number> {
  const scope = scopeOf(log);
  let removed = 0;
  for (let count = batch; count === batch; removed += count) count = await removeBatch(scope, throughSeal);
  return removed;
}

/** Deletes a batch of events and their words. */
async function removeBatch(scope: Scope, throughSeal: number): Promise<number> {
  const [gone] = await db.$queryRaw<{ count: bigint }[]>`
    WITH gone AS (
      DELETE FROM audit_events WHERE ${scopeSql(scope)}
        AND sequence IN (
        SELECT e.sequence FROM audit_events e, audit_seals s
        WHERE ${scopeSql(scope, "e")} AND ${scopeSql(scope, "s")} AND s.number = ${throughSeal}
          AND (e.transaction_id, e.sequence) <= (s.last_transaction, s.last_sequence)
        ORDER BY e.transaction_id, e.sequence LIMIT ${batch})
      RETURNING sequence),
    unsearched AS (DELETE FROM audit_event_words
      WHERE ${scopeSql(scope)} AND sequence IN (SELECT sequence FROM gone))
    SELECT count(*) FROM gone`;
  return Number(gone?.count ?? 0);
}
