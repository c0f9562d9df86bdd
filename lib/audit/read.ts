import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { resourcesAbout } from "@/lib/audit/dto";
import {
  type AuditActor,
  type AuditEventDto,
  type AuditListQuery,
  type AuditStatusDto,
  verificationReport,
  type WitnessDto,
} from "@/lib/audit/schema";
import { logKey } from "@/lib/audit-chain/signing";
import { logVerifierKey, originOf } from "@/lib/audit-chain/tree-head";
import { searched } from "@/lib/audit-chain/words";
import { decodeCursor, paginationOf } from "@/lib/contract/cursor";
import { instant, instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { fingerprint } from "@/lib/platform/ed25519";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { distinctSql, type Keyset, pageSql, totalSql } from "@/lib/platform/keyset";
import { onReplica } from "@/lib/platform/replicas";
import { scopeSql } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";

/**
 * Returns a page of the audit log of the actor's environment, newest first. Sign-ins are in the live log, because
 * they belong to the whole organization.
 */
export async function listEvents(actor: Actor, query: AuditListQuery) {
  authorize(actor, "audit:read");
  return onReplica(actor, async () => {
    const keyset = await eventKeyset(actor, query);
    const [found, counted] = await Promise.all([
      db.$queryRaw<{ pk: bigint }[]>(pageSql(keyset)),
      db.$queryRaw<{ total: number }[]>(totalSql(keyset)),
    ]);
    const sequences = found.slice(0, keyset.limit).map(({ pk }) => pk);
    const rows = await db.auditEvent.findMany({
      where: { ...inScope(actor), sequence: { in: sequences } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    });
    const last = rows.at(-1);
    const total = counted[0]?.total ?? 0;
    return {
      data: rows.map(toEventDto),
      pagination: paginationOf(keyset, found.length, total, last),
    };
  });
}

/**
 * Returns one event.
 * @throws AppError not_found
 */
export async function getEvent(actor: Actor, { eventId }: { eventId: string }): Promise<AuditEventDto> {
  authorize(actor, "audit:read");
  const row = await db.auditEvent.findFirst({ where: { ...inScope(actor), id: eventId } });
  if (!row) throw new AppError("not_found", `There is no event ${eventId}.`);
  return toEventDto(row);
}

const mostActors = 200;

/** Returns at most 200 actors of this log, people first. Each has the name and kind of their newest event. */
export async function listActors(actor: Actor): Promise<AuditActor[]> {
  authorize(actor, "audit:read");
  return onReplica(actor, async () => {
    const scope = scopeSql(inScope(actor), "t");
    const ids = distinctSql(Prisma.sql`audit_events`, Prisma.sql`actor_id`, scope, mostActors);
    return db.$queryRaw<AuditActor[]>`
    SELECT ids.value AS id, newest.name, newest.kind FROM (${ids}) ids CROSS JOIN LATERAL (
      SELECT t.actor_name AS name, t.actor_kind AS kind FROM audit_events t
      WHERE ${scope} AND t.actor_id = ids.value ORDER BY t.created_at DESC, t.id DESC LIMIT 1) newest
    ORDER BY newest.kind <> 'person', newest.kind, newest.name, ids.value`;
  });
}

/** Returns how far the actor's log is sealed and verified, and the public key that verifies it. */
export async function getLogStatus(actor: Actor): Promise<AuditStatusDto> {
  authorize(actor, "audit:read");
  return onReplica(actor, async () => {
    const scope = inScope(actor);
    const name = { organization: actor.scope.organizationId, environment: actor.scope.environment };
    const [{ publicKey }, verifierKey, seal, pruning, checkpoints, witnesses, verification] =
      await Promise.all([
        logKey(actor.scope.organizationId),
        logVerifierKey(name),
        db.auditSeal.findFirst({
          where: scope,
          orderBy: { number: "desc" },
          select: { number: true, sealedAt: true, lastSequence: true },
        }),
        db.auditPruning.findFirst({ where: scope, orderBy: { throughSeal: "desc" } }),
        db.auditCheckpoint.findMany({ where: scope, orderBy: { place: "asc" } }),
        db.auditWitness.findMany({ where: scope, orderBy: { witness: "asc" } }),
        db.auditVerification.findUnique({ where: { organizationPk_environment: scope } }),
      ]);
    return {
      publicKey,
      fingerprint: fingerprint(publicKey),
      sealed: seal && {
        seal: seal.number,
        sealedAt: instant(seal.sealedAt),
        sequenceNum: Number(seal.lastSequence),
      },
      prunedThroughSeal: pruning?.throughSeal ?? 0,
      retentionDays: env().AUDIT_RETENTION_DAYS ?? null,
      checkpoints: checkpoints.map(({ place, sealNumber, sentAt }) => ({
        place,
        seal: sealNumber,
        sentAt: instant(sentAt),
      })),
      verifierKey,
      witnesses: witnesses.map((row) => toWitnessDto(row, originOf(name))),
      verification: verification && toVerificationDto(verification),
      mayVerify: can(actor, "audit:verify"),
    };
  });
}

type WitnessRow = Awaited<ReturnType<typeof db.auditWitness.findMany>>[number];

/** What a witness has signed under another name of the log says nothing about this one to others. */
function toWitnessDto(row: WitnessRow, origin: string): WitnessDto {
  const { cosignedAt, since } = row;
  const isSigned = row.origin === origin && cosignedAt && since;
  return {
    name: row.witness,
    signed: isSigned ? { seals: row.size, signedAt: instant(cosignedAt), since: instant(since) } : null,
    problem: row.problem,
    problemSince: instantOrNull(row.problemSince),
  };
}

type VerificationRow = NonNullable<Awaited<ReturnType<typeof db.auditVerification.findUnique>>>;

function toVerificationDto(row: VerificationRow): AuditStatusDto["verification"] {
  const report = row.finishedAt
    ? readStored(verificationReport, row.report, "audit_verifications.report")
    : null;
  const begun = row.startedAt ? "running" : "waiting";
  return {
    state: row.finishedAt ? "done" : begun,
    requestedBy: row.requestedBy,
    finishedAt: instantOrNull(row.finishedAt),
    seals: row.seals,
    events: Number(row.events),
    sealedAt: report?.sealedAt ?? null,
    fault: report?.fault ?? null,
    delay: report?.delay ?? null,
  };
}

/** A search by resource id alone tries each of these types, so that each reads its own range of the index. */
const resourceTypes = [
  "session",
  "case",
  "identity",
  "document",
  "member",
  "list",
  "watchlist",
  "settings",
  "organization",
  "request",
  "redaction",
  "api_key",
  "webhook",
  "sso_connection",
  "scim_group",
];

/** The index ranges to read when there are several; otherwise an empty object. */
async function eachOf(actor: Actor, { about, resourceId, resourceType }: AuditListQuery) {
  if (about) {
    const resources = new Map(
      (await resourcesAbout(actor, about)).map(({ type, id }) => [
        `${type} ${id}`,
        Prisma.sql`t.resource_type = ${type} AND t.resource_id = ${id}`,
      ]),
    );
    const condition = (name: string) => resources.get(name) ?? Prisma.sql`false`;
    return { anyOf: { condition, values: resources.size > 0 ? [...resources.keys()] : ["none"] } };
  }
  if (!resourceId || resourceType) return {};
  const condition = (type: string) => Prisma.sql`t.resource_type = ${type}`;
  return { anyOf: { condition, values: resourceTypes } };
}

async function eventKeyset(actor: Actor, query: AuditListQuery): Promise<Keyset> {
  const is = (column: Prisma.Sql, value: string | undefined) =>
    value ? [Prisma.sql`${column} = ${value}`] : [];
  const where = [
    scopeSql(inScope(actor), "t"),
    ...is(Prisma.sql`t.type`, query.action),
    ...is(Prisma.sql`t.actor_id`, query.actor),
    ...is(Prisma.sql`t.resource_type`, query.resourceType),
    ...is(Prisma.sql`t.resource_id`, query.resourceId),
    ...(query.createdAfter ? [Prisma.sql`t.created_at > ${query.createdAfter}::timestamptz`] : []),
    ...(query.createdBefore ? [Prisma.sql`t.created_at < ${query.createdBefore}::timestamptz`] : []),
  ];
  return {
    from: Prisma.sql`audit_events t`,
    pk: Prisma.sql`t.sequence`,
    order: Prisma.sql`t`,
    where: query.q ? [...where, await searched(actor, query.q, where)] : where,
    ...(await eachOf(actor, query)),
    after: query.pageAfter ? decodeCursor(query.pageAfter) : undefined,
    limit: query.pageSize ?? query.limit,
    offset: query.offset,
  };
}

type EventRow = Awaited<ReturnType<typeof db.auditEvent.findMany>>[number];

/** Shows an event as the API does. */
export function toEventDto(row: EventRow): AuditEventDto {
  return {
    id: row.id,
    type: row.type,
    createdAt: instant(row.createdAt),
    resourceType: row.resourceType,
    resourceId: row.resourceId,
    actor: row.actorName,
    actorId: row.actorId,
    actorKind: row.actorKind,
    metadata: row.metadata as Record<string, unknown>,
    ipAddress: row.ipAddress,
    requestMethod: row.requestMethod,
    requestPath: row.requestPath,
    sequenceNum: Number(row.sequence),
  };
}
