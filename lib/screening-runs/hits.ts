import type { Subject } from "@/lib/screening-runs/subject";
import type { SimilarEntry } from "@/lib/watchlists/load";

const yearsIn = (text: string | null | undefined): string[] => text?.match(/\b(1[89]|20)\d\d\b/g) ?? [];

/** What of a person agrees with an entry, and what does not. */
export function matchTypesOf(subject: Subject, entry: SimilarEntry): string[] {
  const [ours, theirs] = [yearsIn(subject.birthdate), yearsIn(entry.birthdate)];
  const countries = entry.countries.map((each) => each.toLowerCase());
  const country = subject.countryCode?.toLowerCase();
  return [
    entry.score === 1 ? "name_exact" : "name_fuzzy",
    ...(ours.length > 0 && theirs.length > 0
      ? [theirs.some((year) => ours.includes(year)) ? "year_of_birth" : "year_of_birth_differs"]
      : []),
    ...(country && countries.includes(country) ? ["country"] : []),
  ];
}

/** A hit as it is sealed, in the words of the contract's hits. */
export const toHit = (id: string, subject: Subject, entry: SimilarEntry) => ({
  id,
  name: entry.name,
  match_score: entry.score,
  match_types: matchTypesOf(subject, entry),
  list_name: entry.listName,
  list_id: entry.listId,
  list_version: entry.version,
  entity_type: entry.entityType,
  birthdate: entry.birthdate,
  countries: entry.countries,
  reference: entry.reference,
  dismissed: false,
});
