import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { decodeCursor } from "@/lib/contract/cursor";
import { askDirectly, db, type Transaction } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { countedUpTo, distinctSql, type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { pastDamage, unreadable } from "@/lib/records/damage";
import { sessionsByNumber } from "@/lib/records/number-search";
import {
  type OpenSession,
  openListed,
  requireReach,
  type SessionFacts,
  sessionFacts,
} from "@/lib/records/open";
import { type SessionRow, toSessionDto } from "@/lib/sessions/dto";
import type { SessionDto, SessionListQuery } from "@/lib/sessions/schema";
import { viewSettings } from "@/lib/settings/load";

type Column = { values: readonly string[] | undefined; condition: (value: string) => Prisma.Sql };

/** Filters that compare one column for equality. Every column has an index that begins with the scope. */
const columnsOf = (query: SessionListQuery): Column[] => [
  { values: query.status, condition: (value) => Prisma.sql`t.status = ${value}::"SessionStatus"` },
  { values: query.result, condition: (value) => Prisma.sql`t.result_status = ${value}::"ResultStatus"` },
  { values: query.riskLevel, condition: (value) => Prisma.sql`t.risk_level = ${value}::"RiskLevel"` },
  { values: query.documentType, condition: (value) => Prisma.sql`t.document_type = ${value}` },
  { values: query.country, condition: (value) => Prisma.sql`t.country = ${value}` },
  { values: query.source, condition: (value) => Prisma.sql`t.source = ${value}` },
  {
    values: query.externalRef ? [query.externalRef] : undefined,
    condition: (value) => Prisma.sql`t.external_ref = ${value}`,
  },
];

/**
 * Translates the query of a session list into SQL conditions. No list finds restricted sessions; compliance opens
 * them by id and with a reason.
 * @param withRestricted includes restricted sessions, for counts by actors who may read them
 */
export async function sessionKeyset(
  actor: Actor,
  query: SessionListQuery,
  { withRestricted = false } = {},
): Promise<Keyset> {
  const columns = columnsOf(query).filter((column) => column.values && column.values.length > 0);
  const single = columns.filter((column) => column.values?.length === 1);
  const several = columns.filter((column) => (column.values?.length ?? 0) > 1);
  const [spread, ...checked] = several;
  const tagged = Boolean(query.tag);
  const conditions = [
    ...single.map(({ values, condition }) => condition(values?.[0] ?? "")),
    ...checked.map(
      ({ values, condition }) => Prisma.sql`(${Prisma.join((values ?? []).map(condition), " OR ")})`,
    ),
    ...dateRange(query, tagged ? aliasG : aliasT),
    ...(await searchConditions(actor, query.q)),
  ];
  const narrowed = conditions.length > 0 || spread !== undefined;
  return {
    isNarrowed: narrowed || tagged,
    ...(tagged ? fromTag(narrowed) : { from: Prisma.sql`sessions t`, order: aliasT, countFrom: undefined }),
    where: [
      ...(tagged ? tagWhere(actor, query.tag ?? "") : [scopeSql(inScope(actor), "t")]),
      ...(withRestricted ? [] : [Prisma.sql`NOT ${tagged ? aliasG : aliasT}.is_restricted`]),
      ...conditions,
    ],
    anyOf: spread ? { values: spread.values ?? [], condition: spread.condition } : undefined,
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
}

const aliasT = Prisma.sql`t`;
const aliasG = Prisma.sql`g`;

/** Session tags repeat the sort key, so the newest sessions of a tag are one index range. */
const fromTag = (narrowed: boolean) => ({
  from: Prisma.sql`session_tags g JOIN sessions t ON ${sameScope("t", "g")} AND t.pk = g.session_pk`,
  order: aliasG,
  countFrom: narrowed ? undefined : Prisma.sql`session_tags g`,
});

const tagWhere = (actor: Actor, tag: string) => [scopeSql(inScope(actor), "g"), Prisma.sql`g.tag = ${tag}`];

function dateRange({ createdFrom, createdTo }: SessionListQuery, alias: Prisma.Sql): Prisma.Sql[] {
  return [
    ...(createdFrom ? [Prisma.sql`${alias}.created_at >= ${`${createdFrom}T00:00:00Z`}::timestamptz`] : []),
    ...(createdTo
      ? [Prisma.sql`${alias}.created_at < ${`${createdTo}T00:00:00Z`}::timestamptz + interval '1 day'`]
      : []),
  ];
}

/** Matches a session id, an external_ref, or the exact document number through its blind index. */
async function searchConditions(actor: Actor, text: string | undefined): Promise<Prisma.Sql[]> {
  if (!text) return [];
  const any = [Prisma.sql`t.id = ${text}`, Prisma.sql`t.external_ref = ${text}`];
  const found = await sessionsByNumber(actor, text);
  const byNumber = found.length > 0 ? [Prisma.sql`t.pk IN (${Prisma.join(found)})`] : [];
  return [Prisma.sql`(${Prisma.join([...any, ...byNumber], " OR ")})`];
}

/**
 * SQL of session rows by internal key, newest first, with result, case and tags.
 * @param more.result whether to read the sealed result, which names the subjects of a list; API keys get none
 * @param more.columns further columns, after a comma
 */
export function sessionRowsSql(
  scope: Scope,
  pks: Prisma.Sql,
  { result = true, columns = Prisma.empty }: { result?: boolean; columns?: Prisma.Sql } = {},
): Prisma.Sql {
  return Prisma.sql`
    SELECT s.pk, s.id, s.environment::text AS environment, s.status::text AS status, s.external_ref AS "externalRef", s.country,
      coalesce(s.check_overrides, '{}') AS "checkOverrides", s.workflow_id AS "workflowId", s.document_type AS "documentType",
      s.retention_status::text AS "retentionStatus", s.processing_attempts AS "processingAttempts",
      s.token_expires_at AS "tokenExpiresAt", s.created_at AS "createdAt", s.updated_at AS "updatedAt",
      s.terminal_at AS "terminalAt", s.result_status::text AS "resultStatus", s.risk_score AS "riskScore",
      s.risk_level::text AS "riskLevel", s.source, s.redacted_at AS "redactedAt", s.data_key_id::text AS "dataKeyId", s.is_restricted AS "isRestricted", s.sealed,
      ${result ? Prisma.sql`r.sealed` : Prisma.sql`NULL::bytea`} AS "resultSealed", c.id AS "caseId", c.status::text AS "caseStatus",
      ARRAY(SELECT g.tag FROM session_tags g WHERE ${sameScope("g", "s")} AND g.session_pk = s.pk ORDER BY g.position) AS tags ${columns}
    FROM (${pks}) page
    JOIN sessions s ON ${scopeSql(scope, "s")} AND s.pk = page.pk
    ${result ? Prisma.sql`LEFT JOIN results r ON ${sameScope("r", "s")} AND r.session_pk = s.pk` : Prisma.empty}
    LEFT JOIN review_cases c ON ${sameScope("c", "s")} AND c.session_pk = s.pk
    ORDER BY s.created_at DESC, s.id DESC`;
}

/** Loads session rows by internal key, newest first, in one query. */
export const loadSessionRows = (scope: Scope, pks: Prisma.Sql) =>
  db.$queryRaw<SessionRow[]>(sessionRowsSql(scope, pks));

/** A row of a page as the driver returns it. */
type PageRow = Omit<SessionRow, "pk"> & { total: number };

/**
 * Loads the rows of a page and the total. If there are more rows, it loads one more than requested. It bypasses
 * Prisma's client, because most API calls are this one (docs/decisions/0045).
 */
export async function loadSessionPage(
  actor: Actor,
  keyset: Keyset,
): Promise<{ rows: PageRow[]; total: number; isCapped: boolean }> {
  const rows = await askDirectly<PageRow>(pageStatement(actor, keyset));
  const total = rows[0]?.total ?? (await countSessions(keyset));
  return { rows, total: Math.min(total, countedUpTo), isCapped: total > countedUpTo };
}

/** Queries page and total in one statement. Without filters its text is constant, so it stays prepared. */
function pageStatement(actor: Actor, keyset: Keyset): Prisma.Sql {
  const rows = sessionRowsSql(inScope(actor), pageSql(keyset), {
    result: actor.kind === "person",
    columns: Prisma.sql`, (${totalSql(keyset)}) AS total`,
  });
  return Prisma.sql`${keyset.isNarrowed ? Prisma.empty : Prisma.raw(prepared)} ${rows}`;
}

/** Counts the total of a page without rows: an empty list, or a page after the last. */
async function countSessions(keyset: Keyset): Promise<number> {
  const [counted] = await askDirectly<{ total: number }>(totalSql(keyset));
  return counted?.total ?? 0;
}

const maxValues = 200;

/** Returns the distinct values of a column whose index begins with the scope and the column. */
export async function listDistinct(actor: Actor, table: Prisma.Sql, column: Prisma.Sql): Promise<string[]> {
  const found = await db.$queryRaw<{ value: string }[]>(
    distinctSql(
      table,
      column,
      Prisma.sql`${scopeSql(inScope(actor), "t")} AND NOT t.is_restricted`,
      maxValues,
    ),
  );
  return found.map(({ value }) => value);
}

/**
 * Locks a session that is to be changed, until the transaction ends, and reads its facts.
 * @throws AppError not_found; conflict when it is restricted
 */
export async function lockSession(tx: Transaction, actor: Actor, id: string): Promise<SessionFacts> {
  const [locked] = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT pk FROM sessions WHERE ${scopeSql(inScope(actor))} AND id = ${id} FOR UPDATE`;
  if (!locked) throw new AppError("not_found", "Session not found.");
  const session = await tx.session.findUniqueOrThrow({
    where: { scoped: { ...inScope(actor), pk: locked.pk } },
    select: sessionFacts,
  });
  await requireReach(actor, "work", session);
  return session;
}

/**
 * Returns an opened session as its view allows.
 * @throws AppError not_found when it was removed meanwhile
 */
export async function describeSession(session: OpenSession): Promise<SessionDto> {
  const [row] = await loadSessionRows(session, Prisma.sql`SELECT ${session.pk}::bigint AS pk`);
  if (!row) throw new AppError("not_found", "Session not found.");
  return describeRow(session, row);
}

/** {@link describeSession} for a row that is already loaded. */
export function describeRow({ cipher, shown, isExpired, view }: OpenSession, row: SessionRow): SessionDto {
  const opened = {
    session: cipher.open("session", row.id, row.sealed),
    result: view.sight === "listed" ? null : shown.open("result", row.id, row.resultSealed),
  };
  return toSessionDto(view, row, opened, isExpired);
}

/**
 * {@link describeSession} for the rows of a page, none of which is restricted. One query opens all their data keys.
 */
export async function describeSessions(
  actor: Actor,
  rows: readonly Omit<SessionRow, "pk">[],
): Promise<SessionDto[]> {
  const opened = await openListed(actor, rows, await viewSettings(actor));
  const damage = pastDamage(actor);
  const described = rows.map((row) => {
    const { cipher, shown, isExpired, view } = opened(row.id);
    const held = {
      session: damage.past(cipher).open("session", row.id, row.sealed),
      result: actor.kind === "person" ? damage.past(shown).open("result", row.id, row.resultSealed) : null,
    };
    const dto = toSessionDto(view, row, held, isExpired);
    return damage.isDamaged(row.id) ? { ...dto, subject: unreadable } : dto;
  });
  await damage.tell();
  return described;
}
