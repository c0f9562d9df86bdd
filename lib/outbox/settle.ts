import "server-only";
import { DatabaseError } from "pg";
import { jobActor } from "@/lib/actor/job";
import { recordEvent } from "@/lib/events/record";
import { daysAfter } from "@/lib/format/day";
import { queueMail } from "@/lib/mail/queue";
import type { Lane } from "@/lib/outbox/take";
import { askDirectly, db, type Transaction } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { env } from "@/lib/platform/env";
import { Prisma } from "@/lib/platform/generated/client";
import type { AttemptFailure } from "@/lib/platform/generated/enums";
import { scopeSql } from "@/lib/platform/scope";

/** What came of an attempt. `failure` is null when the endpoint has acknowledged the delivery. */
export type Outcome = {
  pk: bigint;
  number: number;
  /** Where it was sent to; the endpoint may have another URL by now. */
  url: string;
  httpStatus: number | null;
  failure: AttemptFailure | null;
  startedAt: Date;
  durationMs: number;
  answerBytes: number;
  /** When a failed delivery is sent again. */
  retrySeconds: number;
};

/** So many deliveries that fail finally, one after another, switch an endpoint off. */
export const mostFailedInARow = 10;

/**
 * Stores attempts with what came of them: each delivery is delivered, has failed finally, or waits for its next
 * attempt. An acknowledgement counts even if another worker has meanwhile taken the delivery over, or its endpoint was
 * deleted; a failure does not. An attempt that this process interrupted itself is no attempt of the endpoint's. One
 * acknowledgement among them starts the count of failures in a row again.
 */
export async function settle(lane: Lane, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const settled = await store(lane, outcomes).catch((error) => {
    // A delivery was erased while its attempt was being stored. The others are stored now, without it.
    if (!isOrphan(error)) throw error;
    return store(lane, outcomes);
  });
  if (settled.some(({ failedInARow }) => failedInARow >= mostFailedInARow)) await switchOff(lane);
}

/** Whether a statement failed because a row that it refers to is gone (SQLSTATE 23503). */
const isOrphan = (error: unknown) => error instanceof DatabaseError && error.code === "23503";

function store(lane: Lane, outcomes: readonly Outcome[]) {
  const of = <K extends keyof Outcome>(name: K) => outcomes.map((each) => each[name]);
  return askDirectly<{ failedInARow: number }>(Prisma.sql`${Prisma.raw(prepared)}
    WITH told AS (
      SELECT * FROM unnest(${of("pk")}::bigint[], ${of("number")}::int[], ${of("url")}::text[], ${of("httpStatus")}::int[],
        ${of("failure")}::text[], ${of("startedAt")}::timestamptz[], ${of("durationMs")}::int[], ${of("answerBytes")}::int[],
        ${of("retrySeconds")}::float8[])
        AS t(pk, number, url, http_status, failure, started_at, duration_ms, answer_bytes, retry_seconds)
    ), tried AS (
      INSERT INTO webhook_attempts AS a
        (organization_pk, environment, delivery_pk, number, url, http_status, failure, started_at, duration_ms, answer_bytes)
      SELECT d.organization_pk, d.environment, d.pk, told.number, told.url, told.http_status,
        told.failure::"AttemptFailure", told.started_at, told.duration_ms, told.answer_bytes
      FROM told JOIN webhook_deliveries d ON ${scopeSql(lane, "d")} AND d.pk = told.pk
      ON CONFLICT (organization_pk, environment, delivery_pk, number) DO UPDATE SET http_status = excluded.http_status,
        failure = excluded.failure, duration_ms = excluded.duration_ms, answer_bytes = excluded.answer_bytes
    ), judged AS (
      SELECT d.pk, told.http_status, told.retry_seconds,
        CASE WHEN told.failure IS NULL THEN 'delivered' WHEN told.failure = 'interrupted' THEN 'interrupted'
          WHEN d.attempts >= d.max_attempts THEN 'failed' ELSE 'pending' END AS outcome
      FROM told JOIN webhook_deliveries d ON ${scopeSql(lane, "d")} AND d.pk = told.pk AND (
        (d.status = 'pending' AND d.attempts = told.number) OR (d.status <> 'delivered' AND told.failure IS NULL))
    ), ended AS (
      UPDATE webhook_deliveries d SET
        status = (CASE WHEN j.outcome = 'interrupted' THEN 'pending' ELSE j.outcome END)::"DeliveryStatus",
        http_status = j.http_status, leased_until = NULL,
        max_attempts = d.max_attempts + (j.outcome = 'interrupted')::int,
        next_attempt_at = CASE j.outcome WHEN 'pending' THEN now() + make_interval(secs => j.retry_seconds)
          WHEN 'interrupted' THEN now() END,
        ended_at = CASE WHEN j.outcome IN ('delivered', 'failed') THEN now() END
      FROM judged j WHERE ${scopeSql(lane, "d")} AND d.pk = j.pk
        AND (d.status = 'pending' OR (d.status = 'failed' AND j.outcome = 'delivered'))
      RETURNING d.status
    ), counted AS (
      SELECT count(*) FILTER (WHERE status = 'delivered') AS good, count(*) FILTER (WHERE status = 'failed') AS bad FROM ended
    )
    UPDATE webhook_endpoints w SET failed_in_a_row = CASE WHEN c.good > 0 THEN 0 ELSE w.failed_in_a_row + c.bad::int END
    FROM counted c WHERE ${scopeSql(lane, "w")} AND w.pk = ${lane.endpointPk}
      AND (c.bad > 0 OR (c.good > 0 AND w.failed_in_a_row > 0))
    RETURNING w.failed_in_a_row AS "failedInARow"`);
}

/** Switches an endpoint off that has failed too often in a row. A crash before leaves it to the next failure. */
async function switchOff(lane: Lane): Promise<void> {
  const actor = await jobActor("webhooks.send", lane.environment, [], lane.organizationId);
  await db.$transaction(async (tx) => {
    const [endpoint] = await tx.$queryRaw<{ id: string; url: string; failed: number }[]>`
      UPDATE webhook_endpoints SET enabled = false, disabled_at = now()
      WHERE ${scopeSql(lane)} AND pk = ${lane.endpointPk} AND enabled AND failed_in_a_row >= ${mostFailedInARow}
      RETURNING id, url, failed_in_a_row AS failed`;
    if (!endpoint) return;
    await recordEvent(tx, actor, {
      type: "webhook.endpoint-disabled",
      metadata: { failedInARow: endpoint.failed },
      resource: { type: "webhook", id: endpoint.id },
    });
    await mailAdmins(tx, lane, endpoint);
  });
}

const keptDays = 3;

/** Tells the admins by mail that an endpoint was switched off. */
async function mailAdmins(
  tx: Transaction,
  { organizationPk, organizationId, environment }: Lane,
  { id, url, failed }: { id: string; url: string; failed: number },
): Promise<void> {
  const admins = await tx.member.findMany({
    where: { organizationPk, removedAt: null, roles: { has: "admin" } },
    select: { email: true, name: true, language: true },
  });
  const facts = {
    host: URL.canParse(url) ? new URL(url).host : url,
    environment,
    failures: failed,
    url: `${env().publicUrl}/${environment}/settings/webhooks`,
  };
  const expiresAt = daysAfter(new Date(), keptDays);
  for (const { email: address, name, language } of admins)
    await queueMail(
      tx,
      { organizationPk, organizationId },
      {
        ...{ kind: "webhook_disabled", facts, aboutId: id, expiresAt },
        to: { address, name, language },
      },
    );
}
