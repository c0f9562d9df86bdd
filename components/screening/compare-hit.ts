import type { FieldRowDto } from "@/lib/cases/schema";
import { countryName } from "@/lib/format/country";
import { birthYearsDiffer } from "@/lib/screening/policy";
import type { DismissalCode, HitDto } from "@/lib/screening/schema";
import { isUnread, unreadText } from "./reasons";

/**
 * A difference or agreement between the person and the list entry. `differs` is null when either value is unknown.
 */
export type Contrast = { label: string; ours: string | null; theirs: string | null; differs: boolean | null };

/**
 * Compares the readable values of the person and of the list entry. Dates are compared by year, because lists often
 * have only the year.
 */
export function contrastsOf(hit: HitDto, fields: readonly FieldRowDto[]): Contrast[] {
  const shown = (name: FieldRowDto["field"]) => fields.find(({ field }) => field === name)?.shown ?? null;
  const ours = shown("nationality");
  const theirs = hit.countries.map(countryName);
  return [
    {
      label: "Date of birth",
      ours: shown("date_of_birth"),
      theirs: isUnread(hit, "birthdate") ? unreadText : hit.birthdate,
      differs: birthYearsDiffer(shown("date_of_birth"), hit.birthdate),
    },
    {
      label: "Country",
      ours,
      theirs: isUnread(hit, "countries") ? unreadText : theirs.join(", ") || null,
      differs: ours && theirs.length > 0 ? !theirs.includes(ours) : null,
    },
  ];
}

/** Suggests a reason for marking a hit as not a match; the reviewer chooses. */
export function suggestedDismissal(contrasts: readonly Contrast[]): DismissalCode {
  const [born, country] = contrasts;
  if (born?.differs) return "birth_date_differs";
  return country?.differs ? "country_differs" : "name_differs";
}
