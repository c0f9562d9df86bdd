import "server-only";
import type { ActorScope } from "@/lib/actor/actor";
import { everyScope, jobActor } from "@/lib/actor/job";
import { recordScopedEvents } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { log } from "@/lib/platform/log";
import { type Scope, sameScope, scopeOf, scopeSql } from "@/lib/platform/scope";
import { isUnavailable, sayFailure } from "@/lib/platform/unavailable";
import { eraseSession } from "@/lib/privacy/write";
import { isHeld } from "@/lib/records/held";
import { isKept } from "@/lib/records/kept";
import { isRetained, judgeSessions, type RetentionLaw, retentionLaw } from "@/lib/records/retained";
import { isUndecided } from "@/lib/records/undecided";
import { currentSettings } from "@/lib/settings/load";

const batchSize = 200;

const past = (days: Prisma.Sql) => Prisma.sql`s.terminal_at <= now() - make_interval(days => ${days})`;

/**
 * True past the window of the session's document type. It first compares with the shortest window of all, which can
 * use the index. A null window of a document type keeps the data without a limit.
 */
const isPast = (column: "sensitive_data_retention_days" | "data_retention_days", overrides: Prisma.Sql) => {
  const of = (alias: string) => Prisma.raw(`${alias}.${column}`);
  const shortest = Prisma.sql`(SELECT min(every.${Prisma.raw(column)}) FROM ${overrides} every WHERE ${sameScope("every", "c")})`;
  return Prisma.sql`${past(Prisma.sql`least(${of("c")}, ${shortest})`)}
    AND ${past(Prisma.sql`CASE WHEN o.document_type IS NULL THEN ${of("c")} ELSE ${of("o")} END`)}`;
};

/** The sources of the windows: the two tables, or queries instead of them. */
export type WindowTables = { settings: Prisma.Sql; overrides: Prisma.Sql };
export const savedWindows: WindowTables = {
  settings: Prisma.sql`retention_settings`,
  overrides: Prisma.sql`retention_overrides`,
};

const joined = ({ settings, overrides }: WindowTables) => Prisma.sql`sessions s
  JOIN ${settings} c ON ${sameScope("c", "s")}
  LEFT JOIN ${overrides} o ON ${sameScope("o", "s")} AND o.document_type = s.document_type`;

/**
 * Selects the sessions that are past the sensitive window: extracted data and images are then available only to an
 * export. The contract measures both windows from the terminal status.
 * @returns SQL for FROM and WHERE, with sessions as `s`
 */
export const sensitiveDueSql = (tables = savedWindows): Prisma.Sql => Prisma.sql`${joined(tables)}
  WHERE s.retention_status = 'active' AND ${isPast("sensitive_data_retention_days", tables.overrides)}`;

/**
 * Selects the sessions that are past the full window: everything is erased, if the organization wants that and nothing
 * keeps the session.
 * @param which those that no retention duty keeps, or those that one keeps although they are past the window
 * @returns SQL for FROM and WHERE, with sessions as `s`
 */
export const fullDueSql = (
  law: RetentionLaw,
  which: "due" | "retained" = "due",
  tables = savedWindows,
): Prisma.Sql => Prisma.sql`${joined(tables)} WHERE s.retention_status <> 'redacted' AND c.auto_redact_on_retention_expiry
  AND NOT ${isKept("s")} AND NOT ${isUndecided} AND ${isPast("data_retention_days", tables.overrides)}
  AND ${which === "due" ? Prisma.sql`NOT` : Prisma.empty} ${isRetained(law)}`;

/**
 * Runs both passes for every organization, in bounded batches. Each batch and each erasure is a transaction of its
 * own and takes only what is still due. It may be killed at any moment; two at once share the work. An organization
 * whose settings cannot be read is logged and does not stop the others.
 * @returns the number of sessions that lost their sensitive part, and of erased sessions
 */
export async function runRetention(): Promise<{ sensitive: number; full: number }> {
  const done = { sensitive: 0, full: 0 };
  for (const scope of await everyScope())
    try {
      done.sensitive += await closeSensitiveWindows(scope);
      done.full += await eraseExpired(scope);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      sayFailure(error, `privacy.retention of ${scope.organizationId}, ${scope.environment}`);
    }
  if (done.sensitive + done.full > 0) log.info(done, "retention");
  return done;
}

async function closeSensitiveWindows(scope: Scope): Promise<number> {
  for (let total = 0; ; ) {
    const closed = await db.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        UPDATE sessions SET retention_status = 'sensitive_redacted', updated_at = now()
        WHERE ${scopeSql(scope)} AND pk IN (SELECT s.pk FROM ${sensitiveDueSql()}
            AND ${scopeSql(scope, "s")} AND NOT ${isHeld}
          ORDER BY s.terminal_at LIMIT ${batchSize} FOR UPDATE OF s SKIP LOCKED)
        RETURNING id`;
      await recordScopedEvents(
        tx,
        "privacy.retention",
        rows.map(({ id }) => ({
          scope: scopeOf(scope),
          event: { type: "session.sensitive-expired", metadata: {}, resource: { type: "session", id } },
        })),
      );
      return rows.length;
    });
    if (closed === 0) return total;
    total += closed;
  }
}

type Due = { id: string; pk: bigint };

async function eraseExpired(scope: ActorScope): Promise<number> {
  const { organizationId, environment } = scope;
  const actor = await jobActor("privacy.retention", environment, ["privacy:redact"], organizationId);
  const law = retentionLaw(await currentSettings(actor));
  let erased = 0;
  for (let after = 0n; ; ) {
    const due = await db.$queryRaw<Due[]>`
      SELECT s.id, s.pk FROM ${fullDueSql(law)} AND ${scopeSql(scope, "s")} AND NOT ${isHeld} AND s.pk > ${after}
      ORDER BY s.pk LIMIT ${batchSize}`;
    if (due.length === 0) return erased;
    const pks = due.map(({ pk }) => pk);
    const verdicts = await judgeSessions(db, scope, pks, law);
    for (const { id, pk } of due) {
      if (verdicts.get(pk)?.verdict === "erase" && (await eraseOne(actor, id))) erased++;
    }
    after = due.at(-1)?.pk ?? after;
  }
}

/** Erases one session. A failure does not stop the others; the next night tries again. */
async function eraseOne(actor: Awaited<ReturnType<typeof jobActor>>, id: string): Promise<boolean> {
  try {
    return (await eraseSession(actor, id, "retention")).isNew;
  } catch (error) {
    if (!(error instanceof AppError)) log.error({ err: error, sessionId: id }, "retention failed");
    return false;
  }
}
