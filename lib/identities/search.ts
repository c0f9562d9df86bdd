import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { instant } from "@/lib/format/instant";
import { toIdentityDto } from "@/lib/identities/dto";
import { factsOf, identitiesBy, identityOfEach } from "@/lib/identities/load";
import {
  type IdentitySearchDto,
  type IdentitySearchInput,
  type SearchKind,
  searchKinds,
} from "@/lib/identities/schema";
import { Prisma } from "@/lib/platform/generated/client";
import { mostSighted, sessionsByPerson } from "@/lib/records/person-search";
import { describeSessions, loadSessionRows } from "@/lib/sessions/load";

type Sighting = { pk: bigint; kinds: readonly SearchKind[] };

const ordered = (kinds: ReadonlySet<SearchKind>) => searchKinds.filter((kind) => kinds.has(kind));

/** Collects what matched for each key that `keyOf` gives. */
function matchedBy(sightings: readonly Sighting[], keyOf: (sighting: Sighting) => bigint | null | undefined) {
  const found = new Map<bigint, Set<SearchKind>>();
  for (const sighting of sightings) {
    const key = keyOf(sighting);
    if (key === null || key === undefined) continue;
    const known = found.get(key) ?? new Set();
    for (const kind of sighting.kinds) known.add(kind);
    found.set(key, known);
  }
  return found;
}

/**
 * Finds identities by personal values: those with the most matches first. A value matches in whatever way it is
 * written; nothing is decrypted for it.
 * @throws AppError forbidden for those who may not see the values; rate_limited
 */
export async function searchIdentities(actor: Actor, input: IdentitySearchInput): Promise<IdentitySearchDto> {
  authorize(actor, "identities:read");
  const found = await sessionsByPerson(actor, input);
  const sightings = found.slice(0, mostSighted);
  if (sightings.length === 0) return { data: [], sessions: [], isCapped: false };
  const identityOf = await identityOfEach(
    actor,
    sightings.map(({ pk }) => pk),
  );
  const ofIdentity = matchedBy(sightings, ({ pk }) => identityOf.get(pk));
  const ofSession = matchedBy(sightings, ({ pk }) => (identityOf.get(pk) === null ? pk : null));
  const identities = await identitiesBy(actor, [...ofIdentity.keys()]);
  const facts = await factsOf(actor, identities);
  const alone = [...ofSession.keys()].map((pk) => Prisma.sql`(${pk}::bigint)`);
  const rows =
    alone.length > 0
      ? await loadSessionRows(
          inScope(actor),
          Prisma.sql`SELECT pk FROM (VALUES ${Prisma.join(alone)}) found(pk)`,
        )
      : [];
  const described = await describeSessions(actor, rows);
  const none: ReadonlySet<SearchKind> = new Set();
  return {
    data: identities
      .map((row) => ({
        identity: toIdentityDto(row, facts(row)),
        matchedBy: ordered(ofIdentity.get(row.pk) ?? none),
      }))
      .sort((one, other) => other.matchedBy.length - one.matchedBy.length),
    sessions: rows.map((row, at) => ({
      id: row.id,
      subject: described[at]?.subject ?? null,
      createdAt: instant(row.createdAt),
      matchedBy: ordered(ofSession.get(row.pk) ?? none),
    })),
    isCapped: found.length > mostSighted,
  };
}
