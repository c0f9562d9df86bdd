import { Prisma } from "@/lib/platform/generated/client";

/** A point in what a database has written: its timeline, which a failover changes, and the position there. */
export type Point = { timeline: number; position: bigint };

/** Reads a position as PostgreSQL prints it (pg_lsn): two hexadecimal halves of 64 bits. */
export function readPosition(text: string): bigint {
  const [high = "0", low = "0"] = text.split("/");
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/**
 * SQL for where the primary stands, as text. Whatever the statement can see was written before. A commit becomes
 * visible after it was flushed, unless commits do not wait for that.
 */
export const pointSql = Prisma.sql`CASE WHEN NOT pg_is_in_recovery() THEN (SELECT left(pg_walfile_name(here.at), 8) || ' ' || here.at::text FROM (
  SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END AS at) here) END`;

/** Reads what {@link pointSql} returned. */
export function readPoint(text: string): Point {
  const [timeline = "0", position = "0/0"] = text.split(" ");
  return { timeline: Number.parseInt(timeline, 16), position: readPosition(position) };
}

/** Whether a point is before another: a later timeline began after everything on the one before it. */
export const isBefore = (point: Point, other: Point): boolean =>
  point.timeline === other.timeline ? point.position < other.position : point.timeline < other.timeline;
