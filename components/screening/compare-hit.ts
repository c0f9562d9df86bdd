import type { FieldRowDto } from "@/lib/cases/schema";
import { countryName } from "@/lib/format/country";
import type { DismissalCode, HitDto } from "@/lib/screening/schema";

/** What tells the person and the one on the list apart, side by side. `differs` is null where either is unknown. */
export type Contrast = { label: string; ours: string | null; theirs: string | null; differs: boolean | null };

const yearIn = (text: string | null) => /\b(1[89]|20)\d\d\b/.exec(text ?? "")?.[0] ?? null;

/** Ours and theirs, as far as both are readable. Years alone are compared: lists often know no more. */
export function contrastsOf(hit: HitDto, fields: readonly FieldRowDto[]): Contrast[] {
  const shown = (name: FieldRowDto["field"]) => fields.find(({ field }) => field === name)?.shown ?? null;
  const [ourYear, theirYear] = [yearIn(shown("date_of_birth")), yearIn(hit.birthdate)];
  const ours = shown("nationality");
  const theirs = hit.countries.map(countryName);
  return [
    {
      label: "Date of birth",
      ours: shown("date_of_birth"),
      theirs: hit.birthdate,
      differs: ourYear && theirYear ? ourYear !== theirYear : null,
    },
    {
      label: "Country",
      ours,
      theirs: theirs.length > 0 ? theirs.join(", ") : null,
      differs: ours && theirs.length > 0 ? !theirs.includes(ours) : null,
    },
  ];
}

/** The reason that the contrasts suggest for dismissing a hit; the reviewer chooses. */
export function suggestedDismissal(contrasts: readonly Contrast[]): DismissalCode {
  const [born, country] = contrasts;
  if (born?.differs) return "birth_date_differs";
  return country?.differs ? "country_differs" : "name_differs";
}
