import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { dayOf } from "@/lib/format/day";
import { instant, instantOrNull } from "@/lib/format/instant";
import { type HeldInput, ownHeldOf } from "@/lib/holds/load";
import type { HoldDto } from "@/lib/holds/schema";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";

const mostStanding = 1_000;

/**
 * Lists the holds on a session, an identity or a request, newest first, including released ones. For a session it
 * includes holds on its identity and on requests.
 */
export async function listHolds(actor: Actor, input: HeldInput): Promise<{ data: HoldDto[] }> {
  authorize(actor, "requests:read");
  const { column } = await ownHeldOf(actor, input);
  const where =
    "sessionPk" in column ? { OR: [column, ...(await standingAround(actor, column.sessionPk))] } : column;
  return describeHolds(actor, { where: { ...inScope(actor), ...where }, orderBy: { pk: "desc" } });
}

async function standingAround(actor: Actor, sessionPk: bigint) {
  const { identityPk, externalRef } = await db.session.findUniqueOrThrow({
    where: { scoped: { ...inScope(actor), pk: sessionPk } },
    select: { identityPk: true, externalRef: true },
  });
  const identities = [...(identityPk ? [{ pk: identityPk }] : []), ...(externalRef ? [{ externalRef }] : [])];
  return [
    { releasedAt: null, identity: { OR: identities } },
    { releasedAt: null, request: { matches: { some: { sessionPk, state: "accepted" as const } } } },
  ];
}

/** Lists every active hold, the earliest review date first; at most 1,000. */
export async function listStandingHolds(actor: Actor): Promise<{ data: HoldDto[] }> {
  authorize(actor, "requests:read");
  return describeHolds(actor, {
    where: { ...inScope(actor), releasedAt: null },
    orderBy: [{ reviewOn: "asc" }, { pk: "asc" }],
    take: mostStanding,
  });
}

type Which = Pick<Parameters<typeof db.hold.findMany>[0] & object, "where" | "orderBy" | "take">;

async function describeHolds(actor: Actor, which: Which): Promise<{ data: HoldDto[] }> {
  const named = { select: { id: true } } as const;
  const [rows, names] = await Promise.all([
    db.hold.findMany({ ...which, include: { session: named, identity: named, request: named } }),
    memberNames(actor),
  ]);
  return {
    data: rows.map(({ session, identity, request, ...row }) => ({
      id: row.id,
      resourceType: session ? "session" : identity ? "identity" : "request",
      resourceId: (session ?? identity ?? request)?.id ?? "",
      reason: row.reason,
      owner: row.owner,
      reviewOn: dayOf(row.reviewOn),
      placedBy: names.get(row.placedBy) ?? row.placedBy,
      createdAt: instant(row.createdAt),
      releasedAt: instantOrNull(row.releasedAt),
    })),
  };
}
