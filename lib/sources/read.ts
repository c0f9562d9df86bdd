import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { adapters } from "@/lib/intake/adapters";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { scopeOf } from "@/lib/platform/scope";
import { toItemDto, toReportDto, toRunDto, toVendorDto } from "@/lib/sources/dto";
import { findSource, shownRows, showSource, tallyOf } from "@/lib/sources/load";
import {
  type ItemPage,
  type ItemQuery,
  mostCounted,
  type ReportPage,
  type RunDto,
  type RunPage,
  type RunQuery,
  type SourceDto,
  type SourceParams,
  type VendorDto,
} from "@/lib/sources/schema";

/** Lists the vendors from which sessions can come in. */
export async function listVendors(actor: Actor): Promise<{ data: VendorDto[] }> {
  authorize(actor, "sources:read");
  return { data: Object.values(adapters).map(toVendorDto) };
}

/** Lists the sources of an environment, the oldest first, without their credentials. */
export async function listSources(actor: Actor): Promise<{ data: SourceDto[] }> {
  authorize(actor, "sources:read");
  const where = { ...inScope(actor), removedAt: null };
  const rows = await db.source.findMany({ where, orderBy: { pk: "asc" } });
  return { data: await Promise.all(rows.map((row) => showSource(row, actor))) };
}

/**
 * Returns a source, without its credentials.
 * @throws AppError not_found
 */
export async function getSource(actor: Actor, { sourceId }: SourceParams): Promise<SourceDto> {
  authorize(actor, "sources:read");
  const row = await findSource(db, actor, sourceId);
  return showSource(row, actor);
}

/** A page of the rows of a source that the actor may know of, the newest first: their keys, and how many there are. */
async function pageOf(
  table: "source_items" | "source_reports",
  shown: Prisma.Sql,
  { limit, offset }: RunQuery,
) {
  const from = Prisma.sql`FROM ${Prisma.raw(table)} i WHERE ${shown}`;
  const [rows, [row]] = await Promise.all([
    db.$queryRaw<{ pk: bigint }[]>`SELECT i.pk ${from} ORDER BY i.pk DESC LIMIT ${limit} OFFSET ${offset}`,
    db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (SELECT 1 ${from} LIMIT ${mostCounted + 1}) c`,
  ]);
  return { pks: rows.map(({ pk }) => pk), counted: row?.count ?? 0 };
}

/** The envelope of a page by offset. */
function paginationOf({ limit, offset }: RunQuery, counted: number, given: number) {
  const total = Math.min(counted, mostCounted);
  const isCapped = counted > mostCounted;
  const hasMore = isCapped ? given === limit : offset + given < total;
  return { total, totalIsCapped: isCapped, limit, offset, hasMore, nextCursor: null };
}

/**
 * Lists the runs of a source, the newest first.
 * @throws AppError not_found
 */
export async function listRuns(
  actor: Actor,
  { sourceId, ...query }: SourceParams & RunQuery,
): Promise<RunPage> {
  authorize(actor, "sources:read");
  const source = await findSource(db, actor, sourceId);
  const where = { ...scopeOf(source), sourcePk: source.pk };
  const order = [{ startedAt: "desc" as const }, { pk: "desc" as const }];
  const [rows, counted, { waiting }] = await Promise.all([
    db.sourceRun.findMany({ where, orderBy: order, skip: query.offset, take: query.limit }),
    db.sourceRun.count({ where, take: mostCounted + 1 }),
    tallyOf(source, actor),
  ]);
  return {
    data: rows.map((row) => toRunDto(row, waiting)),
    pagination: paginationOf(query, counted, rows.length),
  };
}

/**
 * Returns a run of a source.
 * @throws AppError not_found
 */
export async function getRun(
  actor: Actor,
  { sourceId, runId }: SourceParams & { runId: string },
): Promise<RunDto> {
  authorize(actor, "sources:read");
  const source = await findSource(db, actor, sourceId);
  const where = { ...scopeOf(source), sourcePk: source.pk, id: runId };
  const [row, { waiting }] = await Promise.all([db.sourceRun.findFirst({ where }), tallyOf(source, actor)]);
  if (!row) throw new AppError("not_found", "Run not found.");
  return toRunDto(row, waiting);
}

/**
 * Lists the sessions of a source as they are known here, the newest first.
 * @throws AppError not_found
 */
export async function listItems(
  actor: Actor,
  { sourceId, state, ...query }: SourceParams & ItemQuery,
): Promise<ItemPage> {
  authorize(actor, "sources:read");
  const source = await findSource(db, actor, sourceId);
  const shown = shownRows(actor, source);
  const wanted = state ? Prisma.sql`${shown} AND i.state = ${state}::"SourceItemState"` : shown;
  const { pks, counted } = await pageOf("source_items", wanted, query);
  const where = { ...scopeOf(source), pk: { in: pks } };
  const rows = await db.sourceItem.findMany({ where, orderBy: { pk: "desc" } });
  return { data: rows.map(toItemDto), pagination: paginationOf(query, counted, rows.length) };
}

/**
 * Lists what a source's vendor is told, the newest first.
 * @throws AppError not_found
 */
export async function listReports(
  actor: Actor,
  { sourceId, ...query }: SourceParams & RunQuery,
): Promise<ReportPage> {
  authorize(actor, "sources:read");
  const source = await findSource(db, actor, sourceId);
  const { pks, counted } = await pageOf("source_reports", shownRows(actor, source), query);
  const where = { ...scopeOf(source), pk: { in: pks } };
  const rows = await db.sourceReport.findMany({ where, orderBy: { pk: "desc" } });
  return { data: rows.map(toReportDto), pagination: paginationOf(query, counted, rows.length) };
}
