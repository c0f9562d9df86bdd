import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordIdentityRead } from "@/lib/events/looks";
import { toIdentityDto } from "@/lib/identities/dto";
import {
  factsOf,
  identitiesBy,
  identityOfEach,
  listedSessionsOf,
  ownIdentityOf,
} from "@/lib/identities/load";
import type { IdentityLinkList } from "@/lib/identities/schema";
import { type LinkKind, type Shared, sharedAmong, weight } from "@/lib/links/load";
import { linkKinds } from "@/lib/links/schema";
import { db } from "@/lib/platform/db";
import { openListed } from "@/lib/records/open";
import { viewSettings } from "@/lib/settings/load";

const mostCompared = 20;
const mostShown = 50;

type Link = { kinds: Set<LinkKind>; sessions: Set<bigint> };

/** Collects what each identity shares, and the sessions without an identity. */
function byIdentity(shared: readonly Shared[], identityOf: ReadonlyMap<bigint, bigint | null>) {
  const found = new Map<bigint, Link>();
  const alone = new Set<bigint>();
  for (const { kind, sessionPk } of shared) {
    const identity = identityOf.get(sessionPk) ?? null;
    if (identity === null) {
      alone.add(sessionPk);
      continue;
    }
    const link = found.get(identity) ?? { kinds: new Set(), sessions: new Set() };
    link.kinds.add(kind);
    link.sessions.add(sessionPk);
    found.set(identity, link);
  }
  return { links: found, alone: alone.size };
}

/**
 * Lists other identities that share a value with the newest sessions of this one: those that share the most come
 * first. It names the kinds of values, never a value. Restricted sessions are left out on both sides, and redacted
 * ones have no indexes.
 * @throws AppError not_found
 */
export async function listIdentityLinks(
  actor: Actor,
  { identityId }: { identityId: string },
): Promise<IdentityLinkList> {
  authorize(actor, "identities:read");
  // As for the links of a case: not for API keys, nor for roles without personal data.
  authorize(actor, "pii:mask");
  const identity = await ownIdentityOf(actor, identityId);
  const shared = await sharedWithIdentity(actor, identity);
  const identityOf = await identityOfEach(
    actor,
    shared.found.map(({ sessionPk }) => sessionPk),
  );
  const { links, alone } = byIdentity(shared.found, identityOf);
  links.delete(identity.pk);
  const strongest = [...links].toSorted(
    ([leftPk, left], [rightPk, right]) =>
      weight(right.kinds) - weight(left.kinds) || Number(rightPk - leftPk),
  );
  const rows = await identitiesBy(
    actor,
    strongest.slice(0, mostShown).map(([pk]) => pk),
  );
  const facts = await factsOf(actor, rows);
  if (rows.length > 0 || alone > 0) await recordIdentityRead(actor, identity, "links");
  const byPk = new Map(rows.map((row) => [row.pk, row]));
  return {
    data: strongest.flatMap(([pk, link]) => {
      const row = byPk.get(pk);
      if (!row) return [];
      const kinds = linkKinds.filter((kind) => link.kinds.has(kind));
      return [{ identity: toIdentityDto(row, facts(row)), kinds, sessions: link.sessions.size }];
    }),
    total: links.size,
    sessionsWithoutIdentity: alone,
    sessionsCompared: shared.compared,
  };
}

async function sharedWithIdentity(actor: Actor, identity: Awaited<ReturnType<typeof ownIdentityOf>>) {
  const rows = await db.session.findMany({
    where: { ...listedSessionsOf(actor, identity), retentionStatus: { not: "redacted" } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostCompared,
    select: {
      pk: true,
      id: true,
      dataKeyId: true,
      documentType: true,
      terminalAt: true,
      retentionStatus: true,
      isRestricted: true,
    },
  });
  const opened = await openListed(actor, rows, await viewSettings(actor));
  const sessions = rows.map(({ pk, id }) => ({ pk, cipher: opened(id).cipher }));
  return { compared: rows.length, found: rows.length > 0 ? await sharedAmong(actor, sessions) : [] };
}
