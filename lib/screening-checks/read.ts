import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { recordRead } from "@/lib/events/looks";
import { listedSessionsOf, ownIdentityOf } from "@/lib/identities/load";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import {
  ciphersOf,
  openBehind,
  openSession,
  requireSession,
  type SessionName,
  sessionFacts,
} from "@/lib/records/open";
import { toHitDto } from "@/lib/screening/dto";
import { listScreening, screeningRows } from "@/lib/screening/read";
import type { SessionScreening } from "@/lib/screening/schema";
import { toApiCheckDto } from "@/lib/screening-checks/dto";
import { ownCheckOf } from "@/lib/screening-checks/load";
import type {
  ApiCheckDetailDto,
  ApiCheckDto,
  ApiCheckPage,
  CheckListQuery,
} from "@/lib/screening-checks/schema";
import { screeningDue } from "@/lib/screening-runs/due";

const keysetOf = (actor: Actor, query: CheckListQuery): Keyset => ({
  from: Prisma.sql`screening_checks t JOIN sessions s ON ${sameScope("s", "t")} AND s.pk = t.session_pk`,
  order: Prisma.sql`t`,
  where: [
    scopeSql(inScope(actor), "t"),
    Prisma.sql`NOT s.is_restricted`,
    ...(query.checkType ? [Prisma.sql`t.check_type = ${query.checkType}`] : []),
    ...(query.status ? [Prisma.sql`t.status = ${query.status}`] : []),
    ...(query.externalRef ? [Prisma.sql`s.external_ref = ${query.externalRef}`] : []),
  ],
  after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
  limit: query.pageSize ?? query.limit,
  offset: query.offset,
});

/** Returns a page of screening checks, newest first. Those of restricted sessions are on no list. */
export async function listApiChecks(actor: Actor, query: CheckListQuery): Promise<ApiCheckPage> {
  authorize(actor, "screening:read");
  const keyset = keysetOf(actor, query);
  const [found, [counted]] = await Promise.all([
    db.$queryRaw<{ pk: bigint; at: Date; id: string }[]>(pageSql(keyset)),
    db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
  ]);
  const shown = found.slice(0, keyset.limit);
  const last = shown.at(-1);
  const data = await describeRows(
    actor,
    shown.map(({ pk }) => pk),
  );
  const position = last && { createdAt: new Date(last.at), id: last.id };
  return { data, pagination: paginationOf(keyset, found.length, counted?.total ?? 0, position) };
}

/** Checks by internal key, newest first, without their hits. What is told of them names nobody. */
async function describeRows(actor: Actor, pks: readonly bigint[]): Promise<ApiCheckDto[]> {
  const rows = await db.screeningCheck.findMany({
    where: { ...inScope(actor), pk: { in: [...pks] } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    include: { session: { select: { ...sessionFacts, identity: { select: { id: true } } } } },
  });
  const owned = rows.flatMap((row) => (row.session ? [{ ...row, session: row.session }] : []));
  const cipherOfSession = await ciphersOf(
    actor,
    "session",
    owned.map(({ session }) => session),
  );
  return owned.map((row) => {
    const cipher = cipherOfSession(row.session.id).pastDamage(() => undefined);
    return toApiCheckDto(row, cipher.open("screeningCheck", row.id, row.sealed));
  });
}

/** Checks that were just made, in the order of their ids. */
export async function describeChecks(actor: Actor, ids: readonly string[]): Promise<ApiCheckDto[]> {
  const rows = await db.screeningCheck.findMany({
    where: { ...inScope(actor), id: { in: [...ids] } },
    select: { pk: true },
  });
  const described = await describeRows(
    actor,
    rows.map(({ pk }) => pk),
  );
  return ids.flatMap((id) => described.find((each) => each.id === id) ?? []);
}

/**
 * Returns a check with its hits, as far as the caller may see them.
 * @throws AppError not_found; conflict while a person has not said why they open a restricted session
 */
export async function getApiCheck(
  actor: Actor,
  { checkId }: { checkId: string },
): Promise<ApiCheckDetailDto> {
  authorize(actor, "screening:read");
  const row = await ownCheckOf(actor, checkId);
  const opened = await openBehind(actor, row.session, "read", { what: "Screening check" });
  const hits = await db.screeningHit.findMany({
    where: { ...inScope(actor), checkPk: row.pk },
    orderBy: screeningRows.include.hits.orderBy,
  });
  const told = hits.map((hit) =>
    toHitDto(opened.view, hit, opened.shown.open("screeningHit", `${row.id}/${hit.position}`, hit.sealed)),
  );
  if (told.length > 0) await recordRead(actor, opened, "screening");
  const cipher = opened.cipher.pastDamage(() => undefined);
  return { ...toApiCheckDto(row, cipher.open("screeningCheck", row.id, row.sealed)), hits: told };
}

/**
 * Returns the screening checks of a session with their hits, and whether another one is due.
 * @throws AppError like {@link listScreening}
 */
export async function listSessionScreening(
  actor: Actor,
  input: { sessionId: SessionName },
): Promise<SessionScreening> {
  authorize(actor, "results:read");
  const session = await openSession(actor, input.sessionId, "read");
  const { data } = await listScreening(actor, { sessionId: session });
  return { data, ...(await screeningDue(actor, session, session.cipher)) };
}

/** Lists the checks of a session, newest first. @throws AppError not_found */
export async function listChecksOfSession(actor: Actor, input: { sessionId: string; checkType?: string }) {
  authorize(actor, "screening:read");
  const { pk } = await requireSession(actor, input.sessionId, "read");
  return listWhere(actor, { ...inScope(actor), sessionPk: pk }, input.checkType);
}

/** Lists the checks of an identity's sessions, newest first; restricted ones are left out. @throws AppError not_found */
export async function listChecksOfIdentity(actor: Actor, input: { identityId: string; checkType?: string }) {
  authorize(actor, "screening:read");
  authorize(actor, "identities:read");
  const identity = await ownIdentityOf(actor, input.identityId);
  return listWhere(actor, { ...inScope(actor), session: listedSessionsOf(actor, identity) }, input.checkType);
}

const mostListed = 500;

async function listWhere(
  actor: Actor,
  where: Prisma.ScreeningCheckWhereInput,
  checkType: string | undefined,
) {
  const rows = await db.screeningCheck.findMany({
    where: { ...where, ...(checkType && { checkType }) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostListed,
    select: { pk: true },
  });
  return {
    data: await describeRows(
      actor,
      rows.map(({ pk }) => pk),
    ),
  };
}
