import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import type { PiiField } from "@/lib/contract/vocabulary";
import { recordLook } from "@/lib/events/looks";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { BlindIndexKind } from "@/lib/platform/generated/enums";
import { scopeSql } from "@/lib/platform/scope";
import { countSearch } from "@/lib/records/number-search";
import { currentSettings } from "@/lib/settings/load";
import { type Findable, type Sought, soughtLike } from "@/lib/vault/blind-index";
import { isMetSql, soughtSql } from "@/lib/vault/meeting";

/** What identifies a person in a search. A date alone or a name alone finds too many. */
export type Sighted = {
  firstName?: string;
  lastName?: string;
  dateOfBirth?: string;
  email?: string;
  phone?: string;
  documentNumber?: string;
};

/** The kinds of values that a person is searched by. */
export type PersonKind = Extract<
  BlindIndexKind,
  "name_and_birth_date" | "email" | "phone" | "document_number"
>;

/** A hit confirms the value, so an API key searches only by what its organization lets it read. */
const fieldsOf: Readonly<Record<keyof Sighted, PiiField | null>> = {
  firstName: "first_name",
  lastName: "last_name",
  dateOfBirth: "date_of_birth",
  documentNumber: "document_number",
  email: null,
  phone: null,
};

async function requireMaySearch(actor: Actor, given: Sighted): Promise<void> {
  if (can(actor, "pii:mask")) return;
  const allowed = can(actor, "pii:whitelisted") ? (await currentSettings(actor)).apiPiiFields : [];
  const refused = (Object.keys(fieldsOf) as (keyof Sighted)[]).filter((name) => {
    const field = fieldsOf[name];
    return given[name] && !(field && allowed.includes(field));
  });
  if (refused.length > 0)
    throw new AppError("forbidden", `You may not search by ${refused.join(", ")}: a hit would confirm it.`);
}

/** {@link Sighted} as what the blind indexes are made of. */
const findableOf = (given: Sighted): Findable => ({
  extractedData: {
    first_name: given.firstName,
    last_name: given.lastName,
    date_of_birth: given.dateOfBirth,
    document_number: given.documentNumber,
  },
  fields: { email: given.email, phone: given.phone },
});

/** How many sessions a search returns at most. */
export const mostSighted = 200;

/** What a search found: an internal key, and what matched. */
export type Sighting = { pk: bigint; kinds: PersonKind[] };

/**
 * Searches by what a person is known by. Each search is recorded with a digest of what was searched for, never the
 * values.
 * @param query asks the blind indexes, for one more than {@link mostSighted} at most
 * @throws AppError forbidden for those who may not see the values; rate_limited like {@link countSearch}
 */
export async function searchPerson(
  actor: Actor,
  given: Sighted,
  query: (sought: readonly Sought[]) => Promise<Sighting[]>,
): Promise<Sighting[]> {
  await requireMaySearch(actor, given);
  await countSearch(actor);
  const sought = await soughtLike(actor.scope.organizationId, findableOf(given));
  const found = sought.length > 0 ? await query(sought) : [];
  const digests = sought.map((each) => Buffer.from(each.digest).toString("hex").slice(0, 16)).sort();
  const kinds = [...new Set(sought.map(({ kind }) => kind))].sort();
  const metadata = { digest: digests[0] ?? "", kinds, found: Math.min(found.length, mostSighted) };
  await recordLook(actor, { about: digests.join(), event: { type: "search.by-person", metadata } });
  return found;
}

/**
 * The sessions in which a person with one of these values occurs, in whatever way the values are written, by blind
 * index, newest first. Restricted sessions are left out.
 * @throws AppError as {@link searchPerson}
 */
export const sessionsByPerson = (actor: Actor, given: Sighted): Promise<Sighting[]> =>
  searchPerson(actor, given, (sought) => {
    const scope = inScope(actor);
    return db.$queryRaw<Sighting[]>`
      SELECT s.pk, array_agg(DISTINCT b.kind::text ORDER BY b.kind::text)::text[] AS kinds
      FROM ${soughtSql(sought)} JOIN blind_indexes b ON ${isMetSql} AND ${scopeSql(scope, "b")}
      JOIN sessions s ON ${scopeSql(scope, "s")} AND s.pk = b.session_pk AND NOT s.is_restricted
      GROUP BY s.pk, s.created_at, s.id ORDER BY s.created_at DESC, s.id DESC LIMIT ${mostSighted + 1}`;
  });
