import "server-only";
import { mayLeave } from "@/lib/outbox/take";
import { Prisma } from "@/lib/platform/generated/client";
import { acrossOrganizations } from "@/lib/platform/scope";
import { isHeld } from "@/lib/records/held";
import { sensitiveDueSql } from "@/lib/retention/run";
import { type Family, seconds } from "@/lib/telemetry/family";
import { jobs, organizations } from "@/lib/telemetry/whole";

/** A count of one organization's rows stops here, so that reading stays cheap whatever has piled up. */
const most = Prisma.raw("1000");
const bounded = "at most 1000 of each organization";

const every = acrossOrganizations("telemetry.state");
/** Every organization and environment, as `x`. */
const scopes = Prisma.sql`(SELECT o.pk AS organization_pk, e.environment FROM organizations o
  CROSS JOIN unnest(enum_range(NULL::"Environment")) e(environment) WHERE o.moved_to IS NULL) x`;
const ofScope = (alias: string) =>
  Prisma.raw(`${alias}.organization_pk = x.organization_pk AND ${alias}.environment = x.environment`);
const environment = Prisma.sql`x.environment::text AS environment`;

const cases: Family = {
  labels: ["environment"],
  sql: Prisma.sql`SELECT ${every} ${environment}, sum(n.waiting)::float8 AS waiting, ${seconds("f.claimable_at")} AS age
    FROM ${scopes}
    LEFT JOIN LATERAL (SELECT c.claimable_at FROM review_cases c WHERE ${ofScope("c")} AND c.claimable_at IS NOT NULL
      ORDER BY c.claimable_at, c.id LIMIT 1) f ON true
    CROSS JOIN LATERAL (SELECT count(*) AS waiting FROM (SELECT 1 FROM review_cases c WHERE ${ofScope("c")}
      AND c.claimable_at IS NOT NULL LIMIT ${most}) b) n
    GROUP BY x.environment`,
  gauges: [
    {
      name: "countersign_cases_waiting",
      help: `Cases that nobody has claimed; ${bounded}`,
      column: "waiting",
    },
    {
      name: "countersign_cases_oldest_seconds",
      help: "How long the oldest of them has waited",
      column: "age",
    },
  ],
};

const webhooks: Family = {
  labels: ["environment"],
  sql: Prisma.sql`SELECT ${every} ${environment}, sum(n.waiting)::float8 AS waiting, sum(n.failed)::float8 AS failed, sum(f.off)::float8 AS off,
      ${seconds("n.due_at")} AS late
    FROM ${scopes} CROSS JOIN LATERAL (
      SELECT coalesce(sum(p.waiting), 0) AS waiting, coalesce(sum(g.failed), 0) AS failed, min(p.due_at) AS due_at
      FROM webhook_endpoints w
      CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(b.next_attempt_at) AS due_at FROM (
        SELECT d.next_attempt_at FROM webhook_deliveries d WHERE ${ofScope("d")} AND d.endpoint_pk = w.pk
          AND d.status = 'pending' AND ${mayLeave} ORDER BY d.next_attempt_at LIMIT ${most}) b) p
      CROSS JOIN LATERAL (SELECT count(*) AS failed FROM (
        SELECT 1 FROM webhook_deliveries d WHERE ${ofScope("d")} AND d.endpoint_pk = w.pk AND d.status = 'failed'
          LIMIT ${most}) b) g
      WHERE ${ofScope("w")} AND w.enabled AND w.deleted_at IS NULL) n
    CROSS JOIN LATERAL (SELECT count(*) AS off FROM webhook_endpoints w
      WHERE ${ofScope("w")} AND NOT w.enabled AND w.disabled_at IS NOT NULL AND w.deleted_at IS NULL) f
    GROUP BY x.environment`,
  gauges: [
    {
      name: "countersign_webhooks_waiting",
      help: "Deliveries to enabled endpoints that may be sent; at most 1000 of each endpoint",
      column: "waiting",
    },
    {
      name: "countersign_webhooks_late_seconds",
      help: "For how long the oldest of them has been due",
      column: "late",
    },
    {
      name: "countersign_webhooks_failed",
      help: "Deliveries to enabled endpoints that were given up; at most 1000 of each endpoint",
      column: "failed",
    },
    {
      name: "countersign_webhook_endpoints_off",
      help: "Endpoints that were switched off because their deliveries failed in a row",
      column: "off",
    },
  ],
};

const sources: Family = {
  labels: ["environment"],
  sql: Prisma.sql`SELECT ${every} ${environment}, count(s.pk)::float8 AS running, sum(n.aside)::float8 AS aside,
      count(s.stopped_because)::float8 AS stopped,
      ${seconds("CASE WHEN s.stopped_because IS NULL AND (s.leased_until IS NULL OR s.leased_until < now()) THEN greatest(s.next_list_at, s.created_at) END")} AS age
    FROM ${scopes} LEFT JOIN sources s ON ${ofScope("s")} AND NOT s.is_paused AND s.removed_at IS NULL
    CROSS JOIN LATERAL (SELECT count(*) AS aside FROM (SELECT 1 FROM source_items i WHERE ${ofScope("i")}
      AND i.source_pk = s.pk AND i.state = 'set_aside' LIMIT ${most}) b) n
    GROUP BY x.environment`,
  gauges: [
    { name: "countersign_sources_running", help: "Sources that are not paused", column: "running" },
    { name: "countersign_sources_stopped", help: "Sources that stopped by themselves", column: "stopped" },
    {
      name: "countersign_sources_late_seconds",
      help: "For how long the next look at a source's list has been due",
      column: "age",
    },
    {
      name: "countersign_sources_set_aside",
      help: "Sessions that could not be taken in; at most 1000 of each source",
      column: "aside",
    },
  ],
};

const audit: Family = {
  labels: ["environment"],
  sql: Prisma.sql`SELECT ${every} ${environment}, sum(n.unsealed)::float8 AS unsealed, ${seconds("n.first_at")} AS age
    FROM ${scopes}
    LEFT JOIN LATERAL (SELECT s.last_transaction, s.last_sequence FROM audit_seals s WHERE ${ofScope("s")}
      ORDER BY s.number DESC LIMIT 1) l ON true
    CROSS JOIN LATERAL (SELECT count(*) AS unsealed, min(b.created_at) AS first_at FROM (
      SELECT e.created_at FROM audit_events e WHERE ${ofScope("e")}
        AND (e.transaction_id, e.sequence) > (coalesce(l.last_transaction, -1), coalesce(l.last_sequence, -1))
      ORDER BY e.transaction_id, e.sequence LIMIT ${most}) b) n
    GROUP BY x.environment`,
  gauges: [
    {
      name: "countersign_audit_unsealed_events",
      help: `Events without a seal; ${bounded}`,
      column: "unsealed",
    },
    {
      name: "countersign_audit_unsealed_seconds",
      help: "Age of the oldest event without a seal; events are sealed within seconds",
      column: "age",
    },
  ],
};

/** The clock of a paused request stands. */
const isPaused = Prisma.sql`EXISTS (SELECT 1 FROM request_pauses p WHERE p.organization_pk = r.organization_pk
  AND p.environment = r.environment AND p.request_pk = r.pk AND p.until IS NULL)`;

const requests: Family = {
  labels: ["environment"],
  sql: Prisma.sql`SELECT ${every} ${environment}, sum(n.past)::float8 AS past, sum(n.near)::float8 AS near
    FROM ${scopes} CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE b.due_on < current_date) AS past,
        count(*) FILTER (WHERE b.due_on >= current_date) AS near
      FROM (SELECT r.due_on FROM requests r WHERE ${ofScope("r")} AND r.status = 'open' AND NOT ${isPaused}
        AND r.due_on <= current_date + 7 ORDER BY r.due_on LIMIT ${most}) b) n
    GROUP BY x.environment`,
  gauges: [
    {
      name: "countersign_requests_past_deadline",
      help: `Open requests of data subjects, not paused, whose deadline was yesterday (UTC) or earlier; ${bounded}`,
      column: "past",
    },
    {
      name: "countersign_requests_near_deadline",
      help: `Open requests of data subjects, not paused, whose deadline is within 7 days; ${bounded}`,
      column: "near",
    },
  ],
};

/** Retention runs every night. What it left for two nights is overdue. */
const graceDays = Prisma.raw("2");
const later = {
  settings: Prisma.sql`(SELECT organization_pk, environment,
    sensitive_data_retention_days + ${graceDays} AS sensitive_data_retention_days FROM retention_settings)`,
  overrides: Prisma.sql`(SELECT organization_pk, environment, document_type,
    sensitive_data_retention_days + ${graceDays} AS sensitive_data_retention_days FROM retention_overrides)`,
};

const retention: Family = {
  labels: ["environment"],
  sql: Prisma.sql`SELECT ${every} ${environment}, sum(n.overdue)::float8 AS overdue FROM ${scopes}
    CROSS JOIN LATERAL (SELECT count(*) AS overdue FROM (SELECT 1 FROM ${sensitiveDueSql(later)}
      AND ${ofScope("s")} AND NOT ${isHeld} LIMIT ${most}) b) n
    GROUP BY x.environment`,
  gauges: [
    {
      name: "countersign_retention_overdue",
      help: `Sessions that are two days or more past their sensitive window and still open; ${bounded}`,
      column: "overdue",
    },
  ],
};

const erasure: Family = {
  labels: [],
  sql: Prisma.sql`SELECT count(*)::float8 AS unfinished, ${seconds("b.created_at")} AS age
    FROM (SELECT created_at FROM redaction_cleanups ORDER BY created_at LIMIT ${most}) b`,
  gauges: [
    {
      name: "countersign_erasures_unfinished",
      help: "Keys and images that are still to be destroyed after an erasure; at most 1000",
      column: "unfinished",
    },
    {
      name: "countersign_erasures_oldest_seconds",
      help: "How long the oldest of them has waited",
      column: "age",
    },
  ],
};

/** What a worker tells of the installation. Each statement touches a bounded number of rows of each organization. */
export const families: readonly Family[] = [
  cases,
  webhooks,
  sources,
  audit,
  requests,
  retention,
  erasure,
  jobs,
  organizations,
];
