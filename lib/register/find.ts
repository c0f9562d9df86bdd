import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import type { IdentitySearchInput } from "@/lib/identities/schema";
import { db } from "@/lib/platform/db";
import { scopeSql } from "@/lib/platform/scope";
import { mostSighted, type Sighting, searchPerson } from "@/lib/records/person-search";
import type { RequestsFound } from "@/lib/register/schema";
import { describeRequests } from "@/lib/requests/read";
import { currentSettings } from "@/lib/settings/load";
import { isMetSql, soughtSql } from "@/lib/vault/meeting";

/**
 * Finds requests by what their requesters are known by, newest first. A value matches in whatever way it is written.
 * Requests whose requester was erased are not found. Each search is recorded with a digest, never the values.
 * @throws AppError forbidden for those who may not see the values; rate_limited
 */
export async function findRequests(actor: Actor, input: IdentitySearchInput): Promise<RequestsFound> {
  authorize(actor, "requests:work");
  const found = await searchPerson(actor, input, (sought) => {
    const scope = inScope(actor);
    return db.$queryRaw<Sighting[]>`
      SELECT t.pk, array_agg(DISTINCT b.kind::text ORDER BY b.kind::text)::text[] AS kinds
      FROM ${soughtSql(sought)} JOIN request_indexes b ON ${isMetSql} AND ${scopeSql(scope, "b")}
      JOIN requests t ON ${scopeSql(scope, "t")} AND t.pk = b.request_pk
      GROUP BY t.pk, t.received_at, t.id ORDER BY t.received_at DESC, t.id DESC LIMIT ${mostSighted + 1}`;
  });
  const shown = found.slice(0, mostSighted);
  const rows = await describeRequests(
    actor,
    shown.map(({ pk }) => pk),
    await currentSettings(actor),
  );
  return {
    data: shown.flatMap(({ pk, kinds }) => {
      const request = rows.get(pk);
      return request ? [{ request, matchedBy: kinds }] : [];
    }),
    isCapped: found.length > mostSighted,
  };
}
