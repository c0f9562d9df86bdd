import "server-only";
import { z } from "zod";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { listedSessionsOf, lockIdentity, ownIdentityOf } from "@/lib/identities/load";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf, scopeSql } from "@/lib/platform/scope";
import { ciphersOf, requireReach } from "@/lib/records/open";
import { lockCheck } from "@/lib/screening/write";
import { ownCheckOf } from "@/lib/screening-checks/load";
import { describeChecks } from "@/lib/screening-checks/read";
import type { ApiCheckDto, MonitoringHistory } from "@/lib/screening-checks/schema";
import { nameOf, subjectIn } from "@/lib/screening-runs/subjects";
import { toWatchlistDto } from "@/lib/watchlists/dto";
import { listedTypes, type WatchlistDto } from "@/lib/watchlists/schema";

/**
 * Stops comparing a check with new versions of watchlists. Repeating it changes nothing.
 * @throws AppError not_found; conflict for a check of a source, whose monitoring is the source's
 */
export async function pauseCheckMonitoring(
  actor: Actor,
  { checkId }: { checkId: string },
): Promise<ApiCheckDto> {
  authorize(actor, "screening:monitor");
  await db.$transaction(async (tx) => {
    const check = await lockCheck(tx, actor, checkId);
    if (!check.isRunHere)
      throw new AppError("conflict", "The source of this check monitors it, not this desk.");
    if (check.monitoringEnabled) await endMonitoring(tx, actor, check);
  });
  const [check] = await describeChecks(actor, [checkId]);
  if (!check) throw new AppError("not_found", "Screening check not found.");
  return check;
}

/** Stops the monitoring of a locked check, and records it. */
export async function endMonitoring(
  tx: Transaction,
  actor: Actor,
  check: Awaited<ReturnType<typeof lockCheck>>,
): Promise<void> {
  await tx.screeningCheck.update({
    where: keyOf(check),
    data: { monitoringEnabled: false },
    select: { pk: true },
  });
  await noteChange(tx, actor, { type: "session", id: check.session?.id ?? check.id }, [check.id], false);
}

const noteChange = (
  tx: Transaction,
  actor: Actor,
  resource: { type: "session" | "identity"; id: string },
  checkIds: string[],
  enabled: boolean,
) =>
  recordEvent(tx, actor, { type: "screening.monitoring-changed", metadata: { checkIds, enabled }, resource });

type OnIdentity = { identityId: string };

/**
 * Pauses or resumes the monitoring of every check that was run here for an identity. Restricted sessions are left out,
 * and checks without a name: there is nothing to compare later either.
 * @throws AppError not_found; conflict when the identity has been merged or redacted
 */
async function monitor(actor: Actor, { identityId }: OnIdentity, enabled: boolean) {
  authorize(actor, "screening:monitor");
  authorize(actor, "identities:read");
  const { id } = await ownIdentityOf(actor, identityId);
  return db.$transaction(async (tx) => {
    const identity = await lockIdentity(tx, actor, id);
    if (identity.redactedAt) throw new AppError("conflict", "This identity has been redacted.");
    const where = {
      ...inScope(actor),
      isRunHere: true,
      redactedAt: null,
      monitoringEnabled: !enabled,
      checkType: { in: [...listedTypes] },
      session: listedSessionsOf(actor, identity),
    };
    const rows = await tx.screeningCheck.findMany({
      where,
      select: { pk: true, id: true, sealed: true, session: { select: { id: true, dataKeyId: true } } },
    });
    const found = enabled ? await withNames(actor, rows) : rows;
    await tx.screeningCheck.updateMany({
      where: { ...inScope(actor), pk: { in: found.map(({ pk }) => pk) } },
      data: { monitoringEnabled: enabled },
    });
    const ids = found.map((each) => each.id);
    if (enabled && ids.length > 0) await compareAgain(tx, actor);
    if (ids.length > 0) await noteChange(tx, actor, { type: "identity", id }, ids, enabled);
    return { id, monitoringEnabled: enabled, changed: ids.length };
  });
}

type Row = {
  id: string;
  sealed: Uint8Array | null;
  session: { id: string; dataKeyId: string | null } | null;
};

/** The checks that have a name to compare. */
async function withNames<T extends Row>(actor: Actor, rows: readonly T[]): Promise<T[]> {
  const sessions = new Map(rows.flatMap(({ session }) => (session ? [[session.id, session]] : [])));
  const cipherOfSession = await ciphersOf(actor, "session", [...sessions.values()]);
  return rows.filter(({ id, sealed, session }) => {
    const cipher = session && cipherOfSession(session.id).pastDamage(() => undefined);
    return cipher && nameOf(subjectIn(cipher.open("screeningCheck", id, sealed))) !== null;
  });
}

/** Lets the job look at the lists again: checks may be due of versions with which all others have been compared. */
const compareAgain = (tx: Transaction, actor: Actor) =>
  tx.watchlist.updateMany({ where: inScope(actor), data: { comparedVersion: { decrement: 1 } } });

/** Pauses the monitoring of an identity. */
export const pauseMonitoring = (actor: Actor, input: OnIdentity) => monitor(actor, input, false);

/** Resumes the monitoring of an identity. */
export const resumeMonitoring = (actor: Actor, input: OnIdentity) => monitor(actor, input, true);

/**
 * Sets the watchlists that an identity's monitored checks are compared with; an empty list means all. A version that
 * they were not compared with yet is compared at once.
 * @throws AppError not_found for the identity; validation_error for an unknown watchlist; conflict as for pausing
 */
export async function setMonitoredLists(
  actor: Actor,
  { identityId, listIds }: OnIdentity & { listIds: string[] },
): Promise<{ data: WatchlistDto[] }> {
  authorize(actor, "screening:monitor");
  authorize(actor, "identities:read");
  const { id } = await ownIdentityOf(actor, identityId);
  const wanted = [...new Set(listIds)];
  return db.$transaction(async (tx) => {
    const identity = await lockIdentity(tx, actor, id);
    if (identity.redactedAt) throw new AppError("conflict", "This identity has been redacted.");
    // None of them can be deleted until this is written.
    await tx.$queryRaw`
      SELECT 1 FROM watchlists WHERE ${scopeSql(inScope(actor))} AND id = ANY (${wanted}) ORDER BY pk FOR SHARE`;
    const lists = await tx.watchlist.findMany({
      where: { ...inScope(actor), id: { in: wanted } },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    if (lists.length < wanted.length)
      throw new AppError("validation_error", "There is no such watchlist.", {
        fields: [{ field: "list_ids", message: "must be watchlists of this environment" }],
      });
    const isChanged = wanted.toSorted().join() !== identity.monitoredLists.toSorted().join();
    if (isChanged) {
      await tx.identity.update({
        where: keyOf(identity),
        data: { monitoredLists: wanted },
        select: { pk: true },
      });
      await compareAgain(tx, actor);
      const metadata = { fields: ["monitored_lists"] };
      await recordEvent(tx, actor, {
        type: "identity.updated",
        metadata,
        resource: { type: "identity", id },
      });
    }
    return { data: lists.map(toWatchlistDto) };
  });
}

const runEvent = z.object({ status: z.string(), hits: z.number(), isRerun: z.boolean() });

/**
 * Lists what was run for a check and how its monitoring changed, newest first, from the audit log.
 * @throws AppError not_found; conflict while a person has not said why they open a restricted session
 */
export async function listMonitoring(
  actor: Actor,
  { checkId, limit, offset }: { checkId: string; limit: number; offset: number },
): Promise<MonitoringHistory> {
  authorize(actor, "screening:read");
  const { session } = await ownCheckOf(actor, checkId);
  await requireReach(actor, "read", session, "Screening check");
  const about = [
    { resourceType: "session", resourceId: session.id },
    ...(session.identity ? [{ resourceType: "identity", resourceId: session.identity.id }] : []),
  ];
  const where = {
    ...inScope(actor),
    AND: [
      { OR: about },
      {
        OR: [
          { type: "screening.check-run", metadata: { path: ["checkId"], equals: checkId } },
          {
            type: "screening.monitoring-changed",
            metadata: { path: ["checkIds"], array_contains: [checkId] },
          },
        ],
      },
    ],
  };
  const [total, rows] = await Promise.all([
    db.auditEvent.count({ where }),
    db.auditEvent.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: offset,
      take: limit,
      select: { id: true, type: true, createdAt: true, metadata: true },
    }),
  ]);
  const data = rows.map(({ id, createdAt, metadata }) => {
    const run = runEvent.safeParse(metadata).data;
    const isOn = (metadata as { enabled?: boolean }).enabled === true;
    return {
      id,
      kind: run
        ? run.isRerun
          ? ("rerun" as const)
          : ("run" as const)
        : isOn
          ? ("enabled" as const)
          : ("paused" as const),
      createdAt: instant(createdAt),
      status: run?.status ?? null,
      newHits: run?.hits ?? null,
    };
  });
  const hasMore = offset + rows.length < total;
  return { data, pagination: { total, totalIsCapped: false, limit, offset, hasMore, nextCursor: null } };
}
