import "server-only";
import { jobActor } from "@/lib/actor/job";
import { recordEvent } from "@/lib/events/record";
import type { Lane } from "@/lib/outbox/take";
import { db, type Transaction } from "@/lib/platform/db";
import type { AttemptFailure } from "@/lib/platform/generated/enums";
import { scopeSql } from "@/lib/platform/scope";

/** What came of an attempt. `failure` is null when the endpoint has acknowledged the delivery. */
export type Outcome = {
  pk: bigint;
  number: number;
  httpStatus: number | null;
  failure: AttemptFailure | null;
  durationMs: number;
  answerBytes: number;
  /** When a failed delivery is sent again. */
  retrySeconds: number;
};

/** So many deliveries that fail finally, one after another, switch an endpoint off. */
export const mostFailedInARow = 10;

/**
 * Stores what came of attempts: each delivery is delivered, has failed finally, or waits for its next attempt. An
 * acknowledgement counts even if another worker has meanwhile taken the delivery over; a failure does not. An attempt
 * that this process interrupted itself is no attempt of the endpoint's.
 */
export async function settle(lane: Lane, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await db.$transaction(async (tx) => {
    const settled = await store(tx, lane, outcomes);
    // In the order of the outcomes, because only failures after the last success are in a row.
    const ended = new Map(settled.map(({ pk, status }) => [pk, status]));
    const statuses = outcomes.map(({ pk }) => ended.get(pk));
    const failed = statuses.slice(statuses.lastIndexOf("delivered") + 1).filter((each) => each === "failed");
    if (failed.length > 0) await countFailures(tx, lane, failed.length);
  });
}

function store(tx: Transaction, lane: Lane, outcomes: readonly Outcome[]) {
  const of = <K extends keyof Outcome>(name: K) => outcomes.map((each) => each[name]);
  return tx.$queryRaw<{ pk: bigint; status: string }[]>`
    WITH told AS (
      SELECT * FROM unnest(${of("pk")}::bigint[], ${of("number")}::int[], ${of("httpStatus")}::int[],
        ${of("failure")}::text[], ${of("durationMs")}::int[], ${of("answerBytes")}::int[], ${of("retrySeconds")}::float8[])
        AS t(pk, number, http_status, failure, duration_ms, answer_bytes, retry_seconds)
    ), tried AS (
      UPDATE webhook_attempts a SET http_status = told.http_status, failure = told.failure::"AttemptFailure",
        duration_ms = told.duration_ms, answer_bytes = told.answer_bytes
      FROM told WHERE ${scopeSql(lane, "a")} AND a.delivery_pk = told.pk AND a.number = told.number
    ), streak AS (
      UPDATE webhook_endpoints w SET failed_in_a_row = 0
      WHERE ${scopeSql(lane, "w")} AND w.pk = ${lane.endpointPk} AND w.failed_in_a_row > 0
        AND EXISTS (SELECT 1 FROM told WHERE failure IS NULL)
    ), judged AS (
      SELECT d.pk, told.http_status, told.retry_seconds,
        CASE WHEN told.failure IS NULL THEN 'delivered' WHEN told.failure = 'interrupted' THEN 'interrupted'
          WHEN d.attempts >= d.max_attempts THEN 'failed' ELSE 'pending' END AS outcome
      FROM told JOIN webhook_deliveries d ON ${scopeSql(lane, "d")} AND d.pk = told.pk AND d.status = 'pending'
        AND (told.failure IS NULL OR d.attempts = told.number)
    )
    UPDATE webhook_deliveries d SET
      status = (CASE WHEN j.outcome = 'interrupted' THEN 'pending' ELSE j.outcome END)::"DeliveryStatus",
      http_status = j.http_status, leased_until = NULL,
      max_attempts = d.max_attempts + (j.outcome = 'interrupted')::int,
      next_attempt_at = CASE j.outcome WHEN 'pending' THEN now() + make_interval(secs => j.retry_seconds)
        WHEN 'interrupted' THEN now() END,
      ended_at = CASE WHEN j.outcome IN ('delivered', 'failed') THEN now() END
    FROM judged j WHERE ${scopeSql(lane, "d")} AND d.pk = j.pk
    RETURNING d.pk, d.status::text AS status`;
}

/** Counts final failures, and switches the endpoint off when there are too many in a row. */
async function countFailures(tx: Transaction, lane: Lane, count: number): Promise<void> {
  const [endpoint] = await tx.$queryRaw<{ id: string; failed: number; isNew: boolean }[]>`
    UPDATE webhook_endpoints w SET failed_in_a_row = old.failed_in_a_row + ${count}::int,
      enabled = old.enabled AND old.failed_in_a_row + ${count}::int < ${mostFailedInARow},
      disabled_at = CASE WHEN old.enabled AND old.failed_in_a_row + ${count}::int >= ${mostFailedInARow}
        THEN now() ELSE old.disabled_at END
    FROM (SELECT pk, enabled, failed_in_a_row, disabled_at FROM webhook_endpoints
      WHERE ${scopeSql(lane)} AND pk = ${lane.endpointPk} FOR UPDATE) old
    WHERE ${scopeSql(lane, "w")} AND w.pk = old.pk
    RETURNING w.id, w.failed_in_a_row AS failed, old.enabled AND NOT w.enabled AS "isNew"`;
  if (!endpoint?.isNew) return;
  const { id, failed } = endpoint;
  await recordEvent(tx, await jobActor("webhooks.send", lane.environment, [], lane.organizationId), {
    type: "webhook.endpoint-disabled",
    metadata: { failedInARow: failed },
    resource: { type: "webhook", id },
  });
}
