import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { toIdentityDto } from "@/lib/identities/dto";
import { everySessionOf, listedSessionsOf, type OwnIdentity, ownIdentityOf } from "@/lib/identities/load";
import type { IdentityDto, IdentitySessionsQuery } from "@/lib/identities/schema";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { describeSessions, loadSessionRows } from "@/lib/sessions/load";
import type { SessionPage } from "@/lib/sessions/schema";

/**
 * Returns a person known by an external reference, with the number of their sessions.
 * @throws AppError not_found
 */
export async function getIdentity(actor: Actor, input: { identityId: string }): Promise<IdentityDto> {
  authorize(actor, "identities:read");
  return describeIdentity(actor, await ownIdentityOf(actor, input.identityId));
}

async function describeIdentity(actor: Actor, identity: OwnIdentity): Promise<IdentityDto> {
  const where = listedSessionsOf(actor, identity);
  const [count, latest, restricted] = await Promise.all([
    db.session.count({ where }),
    db.session.findFirst({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: { id: true } }),
    can(actor, "sessions:read-restricted") ? restrictedOf(actor, identity) : undefined,
  ]);
  return toIdentityDto(identity, count, latest?.id ?? null, restricted);
}

async function restrictedOf(actor: Actor, identity: OwnIdentity): Promise<string[]> {
  const found = await db.session.findMany({
    where: { ...everySessionOf(actor, identity), isRestricted: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  return found.map(({ id }) => id);
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
