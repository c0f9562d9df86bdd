import "server-only";
import type { Inflection } from "@/lib/contract/inflection";
import { askDirectly, db } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { Prisma } from "@/lib/platform/generated/client";
import { acrossOrganizations, type Scope, sameScope, scopeSql } from "@/lib/platform/scope";

/** An endpoint with something to be sent. */
export type Lane = Scope & { endpointPk: bigint; organizationId: string };

/** A delivery that this process sends now. Nobody else takes it before its lease has ended. */
export type Taken = {
  pk: bigint;
  id: string;
  createdAt: Date;
  payload: Record<string, unknown>;
  /** The number of this attempt, from 1. */
  number: number;
  endpointId: string;
  url: string;
  sealedSecret: Uint8Array;
  keyInflection: Inflection;
  attributeBlocklist: string[];
};

/** Whether a delivery may leave: not while its session is restricted (GDPR Art. 18(2)). */
export const mayLeave = Prisma.sql`coalesce((SELECT NOT s.is_restricted FROM sessions s
  WHERE ${sameScope("s", "d")} AND s.pk = d.session_pk), true)`;

/** Finds the endpoints that have something to be sent now. */
export const findLanes = () => db.$queryRaw<Lane[]>`
  SELECT ${acrossOrganizations("webhooks.send")} w.organization_pk AS "organizationPk", w.environment::text AS environment,
    w.pk AS "endpointPk", o.id AS "organizationId"
  FROM webhook_endpoints w JOIN organizations o ON o.pk = w.organization_pk
  WHERE w.enabled AND w.deleted_at IS NULL AND o.held_at IS NULL AND EXISTS (
    SELECT 1 FROM webhook_deliveries d WHERE ${sameScope("d", "w")} AND d.endpoint_pk = w.pk AND d.status = 'pending'
      AND d.next_attempt_at <= now() AND (d.leased_until IS NULL OR d.leased_until < now())
      AND ${mayLeave})`;

/**
 * Takes deliveries of one endpoint that are due. An event of a session or of an identity waits until the earlier ones
 * of the same are delivered or have failed, and while the session is restricted. An attempt whose worker was killed
 * left a lease behind: it is stored as interrupted.
 *
 * Earlier events are counted for each row, in the order of the index, so that the cost does not grow with what waits: an anti-join
 * would read all of it.
 */
export async function take(lane: Lane, limit: number, leaseSeconds: number): Promise<Taken[]> {
  const rows = await askDirectly<Omit<Taken, "pk"> & { pk: string }>(Prisma.sql`${Prisma.raw(prepared)}
    WITH due AS (
      SELECT d.pk, d.attempts, d.url, d.leased_until FROM webhook_deliveries d
      JOIN webhook_endpoints w ON ${sameScope("w", "d")} AND w.pk = d.endpoint_pk AND w.enabled AND w.deleted_at IS NULL
      WHERE ${scopeSql(lane, "d")} AND d.endpoint_pk = ${lane.endpointPk} AND d.status = 'pending'
        AND d.next_attempt_at <= now() AND (d.leased_until IS NULL OR d.leased_until < now())
        AND ${mayLeave}
        AND (SELECT count(*) FROM webhook_deliveries e WHERE ${sameScope("e", "d")} AND e.session_pk = d.session_pk
          AND e.endpoint_pk = d.endpoint_pk AND e.status = 'pending' AND e.pk < d.pk) = 0
        AND (d.identity_pk IS NULL OR (SELECT count(*) FROM webhook_deliveries e WHERE ${sameScope("e", "d")}
          AND e.identity_pk = d.identity_pk AND e.endpoint_pk = d.endpoint_pk AND e.status = 'pending'
          AND e.pk < d.pk) = 0)
      ORDER BY d.next_attempt_at, d.pk LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED
    ), taken AS (
      UPDATE webhook_deliveries d SET attempts = d.attempts + 1, url = w.url,
        leased_until = now() + make_interval(secs => ${leaseSeconds})
      FROM due JOIN webhook_endpoints w ON ${scopeSql(lane, "w")} AND w.pk = ${lane.endpointPk}
      WHERE ${scopeSql(lane, "d")} AND d.pk = due.pk
      RETURNING d.pk, d.id, d.created_at, d.payload, d.attempts, w.id AS endpoint_id, w.url, w.sealed_secret, w.key_inflection,
        w.attribute_blocklist
    ), lost AS (
      INSERT INTO webhook_attempts (organization_pk, environment, delivery_pk, number, url, started_at, failure)
      SELECT ${lane.organizationPk}, ${lane.environment}::"Environment", pk, attempts, url,
        leased_until - make_interval(secs => ${leaseSeconds}), 'interrupted' FROM due WHERE leased_until IS NOT NULL
      ON CONFLICT (organization_pk, environment, delivery_pk, number) DO UPDATE SET failure = excluded.failure
        WHERE webhook_attempts.failure IS NULL AND webhook_attempts.duration_ms IS NULL
    )
    SELECT pk, id, created_at AS "createdAt", payload, attempts AS number, endpoint_id AS "endpointId", url,
      sealed_secret AS "sealedSecret", key_inflection::text AS "keyInflection",
      attribute_blocklist AS "attributeBlocklist"
    FROM taken ORDER BY pk`);
  return rows.map((row) => ({ ...row, pk: BigInt(row.pk) }));
}
