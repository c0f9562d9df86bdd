import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { listEvents } from "@/lib/audit/read";
import { decodeCursor, encodeCursor, paginationOf } from "@/lib/contract/cursor";
import { recordIdentityRead } from "@/lib/events/looks";
import { toIdentityDto } from "@/lib/identities/dto";
import {
  everySessionOf,
  factsOf,
  identitiesBy,
  listedSessionsOf,
  type OwnIdentity,
  ownIdentityOf,
} from "@/lib/identities/load";
import type {
  IdentityDto,
  IdentityEventsQuery,
  IdentityListQuery,
  IdentityPage,
  IdentitySessionsQuery,
} from "@/lib/identities/schema";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { pageSql, totalSql } from "@/lib/platform/keyset";
import { onReplica } from "@/lib/platform/replicas";
import { type Scope, scopeSql } from "@/lib/platform/scope";
import { viewMetadata } from "@/lib/records/details";
import { hasSaidWhy } from "@/lib/records/opening";
import { describeSessions, loadSessionRows } from "@/lib/sessions/load";
import { findResult } from "@/lib/sessions/read";
import type { SessionPage } from "@/lib/sessions/schema";
import { openCustomFields } from "@/lib/vault/custom-fields";

/**
 * Returns a person known by an external reference, with the number of their sessions.
 * @throws AppError not_found
 */
export async function getIdentity(actor: Actor, input: { identityId: string }): Promise<IdentityDto> {
  authorize(actor, "identities:read");
  return describeIdentity(actor, await ownIdentityOf(actor, input.identityId));
}

/** Answers a repeated call whose first answer is not stored: the identity as it is now. */
export const retellIdentity = (actor: Actor, { id }: { id: string }): Promise<IdentityDto> =>
  getIdentity(actor, { identityId: id });

async function describeIdentity(actor: Actor, identity: OwnIdentity): Promise<IdentityDto> {
  const { flaggedBy } = identity;
  const restricted = await restrictedOf(actor, identity);
  const [facts, result, names, customFields, monitoringEnabled] = await Promise.all([
    factsOf(actor, [identity]),
    latestResultOf(actor, identity),
    flaggedBy ? memberNames(actor) : undefined,
    customFieldsOf(actor, identity, restricted),
    isMonitored(actor, identity),
  ]);
  const mayReadRestricted = can(actor, "sessions:read-restricted");
  return {
    ...toIdentityDto(
      identity,
      facts(identity),
      mayReadRestricted ? restricted.map(({ id }) => id) : undefined,
    ),
    ...result,
    customFields,
    monitoringEnabled,
    flaggedBy: flaggedBy && (names?.get(flaggedBy) ?? flaggedBy),
  };
}

/**
 * What the customer has stored with an identity, as the actor may see it. That an API key reads it is recorded.
 * @param restricted its restricted sessions; whoever may open them has said for each of them why
 * @returns null if it is not shown, or cannot be opened
 */
async function customFieldsOf(
  actor: Actor,
  identity: OwnIdentity,
  restricted: readonly (Scope & { pk: bigint })[],
): Promise<Record<string, unknown> | null> {
  const sight = actor.kind === "api_key" ? "listed" : can(actor, "pii:mask") ? "masked" : "hidden";
  if (sight === "hidden" || (restricted.length > 0 && !can(actor, "sessions:read-restricted"))) return null;
  const isOpened = await Promise.all(restricted.map((session) => hasSaidWhy(session, actor.id)));
  if (isOpened.includes(false)) return null;
  const held = await openCustomFields(actor.scope.organizationId, identity.id, identity.sealed);
  if (held === null || Object.keys(held).length === 0) return held;
  if (actor.kind !== "person") await recordIdentityRead(actor, identity, "custom fields");
  return viewMetadata({ sight, whitelist: [] }, held);
}

/** Whether a check that was run here for one of its sessions is compared with new watchlists. */
async function isMonitored(actor: Actor, { pk, externalRef }: OwnIdentity): Promise<boolean> {
  const monitored = (session: object) =>
    db.screeningCheck.findFirst({
      where: {
        ...inScope(actor),
        ...{ isRunHere: true, monitoringEnabled: true, redactedAt: null },
        session: { ...inScope(actor), isRestricted: false, ...session },
      },
      select: { pk: true },
    });
  // Two questions, because one condition with OR would read every session of the environment.
  const found = await Promise.all([
    monitored({ identityPk: pk }),
    monitored({ externalRef, identityPk: null }),
  ]);
  return found.some((each) => each !== null);
}

/**
 * The newest result of an identity, nested and side by side: the contract has both forms (§5.1). Only for keys that
 * may read results; the desk shows results with their sessions.
 */
async function latestResultOf(actor: Actor, { pk, redactedAt }: OwnIdentity) {
  if (actor.kind !== "api_key" || redactedAt || !can(actor, "results:read")) return {};
  const session = await db.session.findFirst({
    where: { ...inScope(actor), identityPk: pk, isRestricted: false, resultStatus: { not: null } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  const latestResult = session && (await findResult(actor, { sessionId: session.id }));
  if (!latestResult) return { latestResult: null };
  const { faceMatchPassed, ageCheckPassed, extractedAge, rejectionReason, extractedData, countryUsed } =
    latestResult;
  return {
    ...{ latestResult, faceMatchPassed, ageCheckPassed, extractedAge, rejectionReason, extractedData },
    country: countryUsed,
  };
}

/** Returns a page of identities, newest first. Archived ones are left out unless asked for. */
export async function listIdentities(actor: Actor, query: IdentityListQuery): Promise<IdentityPage> {
  authorize(actor, "identities:read");
  return onReplica(actor, async () => {
    const isBackward = Boolean(query.pageBefore);
    const keyset = {
      from: Prisma.sql`identities t`,
      order: Prisma.sql`t`,
      where: [
        scopeSql(inScope(actor), "t"),
        ...(query.includeArchived === "true" ? [] : [Prisma.sql`t.archived_at IS NULL`]),
        ...(query.status ? [Prisma.sql`t.status = ${query.status}::"IdentityStatus"`] : []),
        ...(query.q ? [Prisma.sql`t.pk IN (${namedSql(actor, query.q)})`] : []),
      ],
      after: positionOf(query),
      limit: query.pageSize ?? query.limit,
      offset: query.offset,
      ...(isBackward && { by: { column: Prisma.sql`t.created_at`, ascending: true } }),
    };
    const [found, [counted]] = await Promise.all([
      db.$queryRaw<{ pk: bigint }[]>(pageSql(keyset)),
      db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
    ]);
    const rows = await identitiesBy(
      actor,
      found.slice(0, keyset.limit).map(({ pk }) => pk),
    );
    const facts = await factsOf(actor, rows);
    const isMore = found.length > keyset.limit;
    const [first, last] = [rows[0], rows.at(-1)];
    // Backwards, the extra row is one before this page; the page that the cursor came from is always after it.
    const hasBefore = isBackward ? isMore : keyset.after !== undefined || query.offset > 0;
    const after = isBackward ? rows.length + 1 : found.length;
    return {
      data: rows.map((row) => toIdentityDto(row, facts(row))),
      pagination: {
        ...paginationOf(
          { ...keyset, limit: isBackward ? rows.length : keyset.limit },
          after,
          counted?.total ?? 0,
          last,
        ),
        limit: keyset.limit,
        previousCursor: hasBefore && first ? encodeCursor(first) : null,
      },
    };
  });
}

/** @throws AppError validation_error for both cursors at once, or one that is not valid */
function positionOf({ pageAfter, pageBefore }: IdentityListQuery) {
  if (pageAfter && pageBefore)
    throw new AppError("validation_error", "Use page[after] or page[before], not both.", {
      fields: [{ field: "page[before]", message: "cannot be used with page[after]" }],
    });
  const given = pageAfter ?? pageBefore;
  return given ? decodeCursor(given, pageBefore ? "page[before]" : "page[after]") : undefined;
}

/** Two index look-ups; with OR, PostgreSQL would walk through the whole list. */
const namedSql = (actor: Actor, name: string) => {
  const own = Prisma.sql`SELECT i.pk FROM identities i WHERE ${scopeSql(inScope(actor), "i")}`;
  return Prisma.sql`${own} AND i.id = ${name} UNION ${own} AND i.external_ref = ${name}`;
};

/**
 * Returns a page of what happened to an identity and its sessions, newest first.
 * @throws AppError not_found
 */
export async function listIdentityEvents(
  actor: Actor,
  { identityId, ...query }: IdentityEventsQuery & { identityId: string },
) {
  authorize(actor, "audit:read");
  const { id } = await ownIdentityOf(actor, identityId);
  return listEvents(actor, { ...query, about: id });
}

async function restrictedOf(
  actor: Actor,
  identity: OwnIdentity,
): Promise<(Scope & { pk: bigint; id: string })[]> {
  return db.session.findMany({
    where: { ...everySessionOf(actor, identity), isRestricted: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { organizationPk: true, environment: true, pk: true, id: true },
  });
}

/** The sessions of an identity, newest first. @throws AppError not_found */
export async function listIdentitySessions(
  actor: Actor,
  input: IdentitySessionsQuery & { identityId: string },
): Promise<SessionPage> {
  authorize(actor, "identities:read");
  const where = listedSessionsOf(actor, await ownIdentityOf(actor, input.identityId));
  const [total, found] = await Promise.all([
    db.session.count({ where }),
    db.session.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: input.offset,
      take: input.limit,
      select: { pk: true },
    }),
  ]);
  const pks = found.map(({ pk }) => Prisma.sql`(${pk}::bigint)`);
  const rows =
    pks.length > 0
      ? await loadSessionRows(
          inScope(actor),
          Prisma.sql`SELECT pk FROM (VALUES ${Prisma.join(pks)}) found(pk)`,
        )
      : [];
  return {
    data: await describeSessions(actor, rows),
    pagination: {
      total,
      totalIsCapped: false,
      limit: input.limit,
      offset: input.offset,
      hasMore: input.offset + found.length < total,
      nextCursor: null,
    },
  };
}
