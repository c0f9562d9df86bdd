import "server-only";
import { randomUUID } from "node:crypto";
import { undoSeconds } from "@/lib/cases/policy";
import { recordEvent } from "@/lib/events/record";
import { afterFailedReport } from "@/lib/intake/policy";
import type { OpenSource } from "@/lib/intake/source";
import type { Lane, Pace } from "@/lib/intake/take";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import type { Report } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";

/** How often a source that tells its vendor looks for what is to be told. */
const everySeconds = 5;
/** What a long transaction committed late is found, because each look begins before the last one ended. */
const overlapMinutes = 15;
/** A decision can be undone for so long, and is told after. */
const holdSeconds = undoSeconds + 5;
/** How often it is looked whether a restriction has ended. */
const restrictedSeconds = 3600;

/** Whether a source tells its vendor of a kind of event, and the vendor takes it. */
const tells = ({ adapter, row }: OpenSource, kind: Report["kind"]): boolean =>
  adapter.report !== null &&
  (adapter.takes?.includes(kind) ?? true) &&
  (kind === "decision" ? row.reportsDecisions : row.reportsRedactions);

/**
 * The condition that session `s` is one of the source's: it came in from it, or from a removed source of the same vendor
 * whose sessions it goes on with.
 */
const isOurs = (lane: Lane, { row }: OpenSource) => Prisma.sql`(s.source = ${row.name} OR EXISTS (
    SELECT 1 FROM sources o WHERE ${scopeSql(lane, "o")} AND o.name = s.source AND o.vendor = ${row.vendor}
      AND o.removed_at IS NOT NULL)
  AND EXISTS (SELECT 1 FROM source_items i WHERE ${scopeSql(lane, "i")} AND i.source_pk = ${lane.pk} AND i.vendor_id = s.id))`;

/** The condition that report `q` is of a decision on a session that is restricted now. */
const isRestricted = Prisma.sql`(q.kind = 'decision' AND EXISTS (
  SELECT 1 FROM sessions s WHERE ${sameScope("s", "q")} AND s.id = q.vendor_id AND s.is_restricted))`;

/**
 * Lets reports wait whose sessions are restricted: they are stored and not used (GDPR Art. 18(2)), and told when the
 * restriction has ended.
 */
const letWait = (lane: Lane) => db.$executeRaw`
  UPDATE source_reports q SET next_try_at = now() + make_interval(secs => ${restrictedSeconds})
  WHERE ${scopeSql(lane, "q")} AND q.source_pk = ${lane.pk} AND q.next_try_at <= now() AND ${isRestricted}`;

/**
 * Queues what has happened here to the source's sessions since the last look: decisions that can no longer be undone,
 * and redactions. What the source itself decided is not told back. Looking twice queues nothing twice.
 */
async function queueReports(lane: Lane, source: OpenSource): Promise<void> {
  const [looked] = await db.$queryRaw<{ from: Date; until: Date }[]>`
    UPDATE sources s SET next_report_at = now() + make_interval(secs => ${everySeconds})
    WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk} AND s.next_report_at <= now()
    RETURNING coalesce(s.reported_at, s.created_at) - make_interval(mins => ${overlapMinutes}) AS "from",
      now() - make_interval(secs => ${holdSeconds}) AS until`;
  if (!looked) return;
  const { from, until } = looked;
  if (tells(source, "decision"))
    await db.$executeRaw`
      INSERT INTO source_reports (organization_pk, environment, source_pk, vendor_id, kind, decision, happened_at)
      SELECT c.organization_pk, c.environment, ${lane.pk}, s.id, 'decision', c.decision, c.decided_at
      FROM review_cases c JOIN sessions s ON ${scopeSql(lane, "s")} AND s.pk = c.session_pk
      WHERE ${scopeSql(lane, "c")} AND c.decided_at > ${from} AND c.decided_at <= ${until} AND c.decided_by IS NOT NULL
        AND c.decision IS NOT NULL AND ${isOurs(lane, source)}
      ON CONFLICT DO NOTHING`;
  if (tells(source, "redaction"))
    await db.$executeRaw`
      INSERT INTO source_reports (organization_pk, environment, source_pk, vendor_id, kind, happened_at)
      SELECT s.organization_pk, s.environment, ${lane.pk}, s.id, 'redaction', s.redacted_at
      FROM sessions s WHERE ${scopeSql(lane, "s")} AND s.redacted_at > ${from} AND s.redacted_at <= ${until}
        AND ${isOurs(lane, source)}
      ON CONFLICT DO NOTHING`;
  await db.$executeRaw`UPDATE sources s SET reported_at = ${until} WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk}`;
}

type Taken = {
  pk: bigint;
  vendorId: string;
  kind: Report["kind"];
  decision: "approved" | "rejected" | null;
  tries: number;
};

async function takeReport(lane: Lane, worker: string, { leaseSeconds }: Pace): Promise<Taken | null> {
  const [taken] = await db.$queryRaw<Taken[]>`
    WITH due AS MATERIALIZED (
      SELECT q.pk FROM source_reports q WHERE ${scopeSql(lane, "q")} AND q.source_pk = ${lane.pk}
        AND q.next_try_at <= now() AND NOT ${isRestricted} AND (q.leased_until IS NULL OR q.leased_until < now())
      ORDER BY q.next_try_at, q.pk LIMIT 1 FOR UPDATE OF q SKIP LOCKED)
    UPDATE source_reports r SET leased_by = ${worker}::uuid, leased_until = now() + make_interval(secs => ${leaseSeconds}),
      tries = r.tries + 1
    FROM due WHERE ${scopeSql(lane, "r")} AND r.pk = due.pk
    RETURNING r.pk, r.vendor_id AS "vendorId", r.kind::text AS kind, r.decision::text AS decision, r.tries`;
  return taken ?? null;
}

const reportOf = ({ kind, decision }: Taken): Report | null => {
  if (kind === "redaction") return { kind };
  return decision ? { kind, decision, note: null } : null;
};

/** Tells the vendor, and stores that it was told together with the event of it. */
async function send(
  lane: Lane,
  { adapter, actor, client, settings, row }: OpenSource,
  taken: Taken,
  worker: string,
) {
  const report = reportOf(taken);
  if (!report || !adapter.report)
    throw new VendorError("incomplete", `${adapter.title} takes no such report.`);
  await adapter.report(client, settings, taken.vendorId, report);
  await db.$transaction(async (tx) => {
    const told = await tx.$executeRaw`UPDATE source_reports r SET state = 'delivered', delivered_at = now(),
        next_try_at = NULL, leased_by = NULL, leased_until = NULL, last_error = NULL
      WHERE ${scopeSql(lane, "r")} AND r.pk = ${taken.pk} AND r.leased_by = ${worker}::uuid`;
    if (told === 0) return;
    await recordEvent(tx, actor, {
      type: "source.reported",
      metadata: { source: row.name, kind: taken.kind, decision: taken.decision },
      resource: { type: "session", id: taken.vendorId },
    });
  });
}

/** Stores that the vendor was not told: it is told again later, or it does not take this report. */
async function settleFailure(
  lane: Lane,
  taken: Taken,
  worker: string,
  { fault, message, retryAfterMs }: VendorError,
) {
  const waitSeconds = afterFailedReport(fault, taken.tries, retryAfterMs);
  await db.$executeRaw`UPDATE source_reports r SET leased_by = NULL, leased_until = NULL, last_error = ${message},
      state = ${waitSeconds === null ? "failed" : "pending"}::"SourceReportState",
      next_try_at = CASE WHEN ${waitSeconds === null} THEN NULL ELSE now() + make_interval(secs => ${waitSeconds ?? 0}) END
    WHERE ${scopeSql(lane, "r")} AND r.pk = ${taken.pk} AND r.leased_by = ${worker}::uuid`;
}

/** Tells a source's vendor of what was decided and redacted here, one after the other, in the order in which it happened. */
export async function tellVendor(
  lane: Lane,
  source: OpenSource,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  if (!tells(source, "decision") && !tells(source, "redaction")) return;
  await queueReports(lane, source);
  await letWait(lane);
  while (!signal.aborted) {
    const worker = randomUUID();
    const taken = await takeReport(lane, worker, pace);
    if (!taken) return;
    await send(lane, source, taken, worker).catch((error) => {
      if (!(error instanceof VendorError)) throw error;
      return settleFailure(lane, taken, worker, error);
    });
  }
}
