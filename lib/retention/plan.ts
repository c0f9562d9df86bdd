import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { type Scope, scopeSql } from "@/lib/platform/scope";
import type { RetentionDraft, RetentionPlanDto } from "@/lib/privacy/schema";
import { isHeld } from "@/lib/records/held";
import { retentionLaw } from "@/lib/records/retained";
import { brokenFloors, exceededCeilings } from "@/lib/retention/bounds";
import { fullDueSql, sensitiveDueSql, type WindowTables } from "@/lib/retention/run";
import { overridesOf } from "@/lib/settings/dto";
import { currentSettings } from "@/lib/settings/load";

const mostListed = 100;

/** The retention settings with a draft applied; what the draft does not name is as saved. */
function drafted(scope: Scope, draft: RetentionDraft): WindowTables {
  const of = (column: string, value: unknown, type: string) =>
    value === undefined
      ? Prisma.raw(column)
      : Prisma.sql`${value}::${Prisma.raw(type)} AS ${Prisma.raw(column)}`;
  const settings = Prisma.sql`(SELECT organization_pk, environment,
    ${of("sensitive_data_retention_days", draft.sensitiveDataRetentionDays, "int")},
    ${of("data_retention_days", draft.dataRetentionDays, "int")},
    ${of("auto_redact_on_retention_expiry", draft.autoRedactOnRetentionExpiry, "boolean")}
    FROM retention_settings WHERE ${scopeSql(scope)})`;
  return { settings, overrides: draftedOverrides(scope, draft) };
}

function draftedOverrides({ organizationPk, environment }: Scope, draft: RetentionDraft): Prisma.Sql {
  if (!draft.retentionOverrides) return Prisma.sql`retention_overrides`;
  return Prisma.sql`(SELECT ${organizationPk}::bigint AS organization_pk, ${environment}::"Environment" AS environment,
    "documentType" AS document_type, "sensitiveDataRetentionDays" AS sensitive_data_retention_days,
    "dataRetentionDays" AS data_retention_days
    FROM jsonb_to_recordset(${JSON.stringify(draft.retentionOverrides)}::jsonb)
      AS drafted("documentType" text, "sensitiveDataRetentionDays" int, "dataRetentionDays" int))`;
}

type Due = { ids: string[]; results: Record<string, number> | null; count: bigint };

/** Counts sessions and lists the first of them. */
async function listed(due: readonly Prisma.Sql[]): Promise<RetentionPlanDto["erased"]> {
  const each = due.map((sql) => Prisma.sql`SELECT s.pk, s.id, s.terminal_at, s.result_status FROM ${sql}`);
  const [found] = await db.$queryRaw<Due[]>`
    WITH due AS MATERIALIZED (${Prisma.join(each, " UNION ")})
    SELECT (SELECT count(*) FROM due) AS count,
      ARRAY(SELECT id FROM due ORDER BY terminal_at, id LIMIT ${mostListed}) AS ids,
      (SELECT jsonb_object_agg(result, count) FROM
        (SELECT coalesce(result_status::text, 'undecided') AS result, count(*) FROM due GROUP BY 1) g) AS results`;
  const results = Object.entries(found?.results ?? {}).map(([key, count]) => ({ key, count }));
  return {
    count: Number(found?.count ?? 0),
    sessionIds: found?.ids ?? [],
    byResult: results.toSorted((one, other) => other.count - one.count),
  };
}

/**
 * Lists what the next retention run would do in the actor's environment: which sessions lose sensitive data, which
 * are erased, which a retention duty or a legal hold protects, and which windows break a duty of the law.
 * @param draft unsaved settings
 */
export async function planRetention(actor: Actor, draft: RetentionDraft = {}): Promise<RetentionPlanDto> {
  authorize(actor, "settings:read");
  const settings = await currentSettings(actor);
  const { retention } = settings;
  const law = retentionLaw(settings);
  const tables = drafted(inScope(actor), draft);
  const own = (sql: Prisma.Sql, held: "held" | "free") =>
    Prisma.sql`${sql} AND ${scopeSql(inScope(actor), "s")} AND ${held === "held" ? Prisma.empty : Prisma.sql`NOT`} ${isHeld}`;
  const sensitive = sensitiveDueSql(tables);
  const full = fullDueSql(law, "due", tables);
  const windows = {
    isOn: draft.autoRedactOnRetentionExpiry ?? retention.autoRedactOnRetentionExpiry,
    days: draft.dataRetentionDays === undefined ? retention.dataRetentionDays : draft.dataRetentionDays,
    overrides: draft.retentionOverrides ?? overridesOf(retention),
  };
  return {
    losesPii: await listed([own(sensitive, "free")]),
    erased: await listed([own(full, "free")]),
    retained: await listed([own(fullDueSql(law, "retained", tables), "free")]),
    held: await listed([own(full, "held"), own(sensitive, "held")]),
    brokenFloors: brokenFloors(windows, law),
    exceededCeilings: exceededCeilings(windows, law),
  };
}
