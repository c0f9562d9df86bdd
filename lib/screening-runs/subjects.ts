import type { Subject } from "@/lib/screening-runs/subject";
import { comparableName } from "@/lib/watchlists/policy";

const textIn = (source: unknown, name: string): string | undefined => {
  const value: unknown = Object(source)[name];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};

/** The form under which two people have the same name; null where there is nothing to compare. */
export const nameOf = ({ nameFirst, nameLast }: Subject): string | null =>
  comparableName(nameFirst, nameLast);

/**
 * Returns whom to compare, one for each name that the sources have: they were typed, read, or corrected.
 * @param sources maps with `first_name`, `last_name` and `date_of_birth`; anything else in them is not looked at
 * @param country of the session, as two letters
 */
export function subjectsOf(sources: readonly unknown[], country: string | null): Subject[] {
  const found = new Map<string, Subject>();
  for (const source of sources) {
    const subject: Subject = {
      nameFirst: textIn(source, "first_name"),
      nameLast: textIn(source, "last_name"),
      birthdate: textIn(source, "date_of_birth"),
      ...(country && /^[A-Za-z]{2}$/.test(country) && { countryCode: country }),
    };
    const name = nameOf(subject);
    if (name !== null && !found.has(name)) found.set(name, subject);
  }
  return [...found.values()];
}
