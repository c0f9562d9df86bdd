import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { scopeSql } from "@/lib/platform/scope";
import { isKept } from "@/lib/records/kept";
import { isRetained, retentionLaw } from "@/lib/records/retained";
import type { RedactionTarget } from "@/lib/redactions/schema";
import { sessionKeyset } from "@/lib/sessions/load";
import { currentSettings } from "@/lib/settings/load";

/**
 * Finds a bulk redaction in the actor's organization and environment.
 * @throws AppError not_found
 */
export async function ownRedactionOf(actor: Actor, id: string) {
  const found = await db.redaction.findFirst({ where: { ...inScope(actor), id } });
  if (!found) throw new AppError("not_found", "Redaction not found.");
  return found;
}

export type OwnRedaction = Awaited<ReturnType<typeof ownRedactionOf>>;

/**
 * SQL of the internal keys of the sessions a target names, as they are now.
 * @param which those that may go, or those that a law keeps: the latter are redacted one by one, by name, if at all
 * @throws AppError validation_error unless it names ids or a filter, and one of them
 */
export async function targetSql(
  actor: Actor,
  { sessionIds, filter }: RedactionTarget,
  which: "free" | "kept" = "free",
): Promise<Prisma.Sql> {
  const isKeptByLaw = Prisma.sql`(${isKept("t")} OR (t.retention_status <> 'redacted' AND ${isRetained(retentionLaw(await currentSettings(actor)), "t")}))`;
  const wanted = which === "kept" ? isKeptByLaw : Prisma.sql`NOT ${isKeptByLaw}`;
  if ((sessionIds === undefined) === (filter === undefined))
    throw new AppError("validation_error", "Name sessions, or a filter that finds sessions.", {
      fields: [{ field: "session_ids", message: "either this or filter" }],
    });
  if (filter) {
    const withRestricted = can(actor, "sessions:read-restricted");
    const every = { ...filter, limit: 1, offset: 0 };
    const { from, where, anyOf } = await sessionKeyset(actor, every, { withRestricted });
    const spread = anyOf ? [Prisma.sql`(${Prisma.join(anyOf.values.map(anyOf.condition), " OR ")})`] : [];
    return Prisma.sql`SELECT t.pk FROM ${from} WHERE ${Prisma.join([...where, ...spread, wanted], " AND ")}`;
  }
  const ids = [...(sessionIds ?? [])];
  return Prisma.sql`SELECT t.pk FROM sessions t WHERE ${scopeSql(inScope(actor), "t")}
    AND t.id = ANY(${ids}::text[]) AND ${wanted}
    ${can(actor, "sessions:read-restricted") ? Prisma.empty : Prisma.sql`AND NOT t.is_restricted`}`;
}
