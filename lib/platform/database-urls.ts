import { env } from "@/lib/platform/env";

/** A database of the product. */
export type Part = "main" | "keys";

/** The address where statements and transactions go; a pooler may stand there. */
export function urlOf(part: Part): string {
  const { DATABASE_URL, KEYS_DATABASE_URL } = env();
  return (part === "main" ? DATABASE_URL : KEYS_DATABASE_URL) ?? "";
}

/**
 * The address where a session of PostgreSQL lasts as long as its connection: for listening, locks of a session,
 * migrations, streams and background work. It is the server itself.
 */
export function directUrlOf(part: Part): string {
  const { DATABASE_DIRECT_URL, KEYS_DATABASE_DIRECT_URL } = env();
  return (part === "main" ? DATABASE_DIRECT_URL : KEYS_DATABASE_DIRECT_URL) ?? urlOf(part);
}

/** Returns whether a pooler stands at the address of a database, as the start of this process has found out. */
export const isPooled = (part: Part): boolean => env().POOLED.includes(part);
