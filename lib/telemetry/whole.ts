import "server-only";
import { Prisma } from "@/lib/platform/generated/client";
import { type Family, seconds } from "@/lib/telemetry/family";

/** Scheduled jobs of the whole installation, by queue. */
export const jobs: Family = {
  labels: ["queue"],
  sql: Prisma.sql`SELECT q.name AS queue, w.waiting, w.age, coalesce(e.state = 'failed', false)::int::float8 AS failed
    FROM pgboss.queue q
    CROSS JOIN LATERAL (SELECT count(*)::float8 AS waiting, ${seconds("j.start_after")} AS age FROM pgboss.job j
      WHERE j.name = q.name AND j.state < 'active' AND j.start_after <= now()) w
    LEFT JOIN LATERAL (SELECT j.state FROM pgboss.job j WHERE j.name = q.name AND j.state IN ('completed', 'failed')
      ORDER BY j.completed_on DESC LIMIT 1) e ON true`,
  gauges: [
    { name: "countersign_jobs_waiting", help: "Jobs that could run and have not begun", column: "waiting" },
    {
      name: "countersign_jobs_oldest_seconds",
      help: "How long the oldest of them has waited",
      column: "age",
    },
    {
      name: "countersign_jobs_failed",
      help: "1 where the newest run of the last twelve hours failed, with its repetitions",
      column: "failed",
    },
  ],
};

/** The organizations that live in this database. */
export const organizations: Family = {
  labels: [],
  sql: Prisma.sql`SELECT count(*)::float8 AS count,
      (count(*) FILTER (WHERE held_at < now() - interval '1 minute'))::float8 AS held
    FROM organizations WHERE moved_to IS NULL`,
  gauges: [
    { name: "countersign_organizations", help: "Organizations of this installation", column: "count" },
    {
      name: "countersign_organizations_held",
      help: "Organizations whose writes have been refused for a minute, because a move was interrupted",
      column: "held",
    },
  ],
};
