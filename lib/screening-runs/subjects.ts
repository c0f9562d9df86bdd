import { readSources } from "@/lib/mrz/sources";
import { parseMrz } from "@/lib/mrz/zone";
import type { Subject } from "@/lib/screening-runs/subject";
import type { Sealed } from "@/lib/vault/sealed";
import { comparableName, earlierNames, foldedNames } from "@/lib/watchlists/policy";

const textIn = (source: unknown, name: string): string | undefined => {
  const value: unknown = Object(source)[name];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};

/** The form under which two names are compared alike with every list; null where there is nothing to compare. */
export function nameOf({ nameFirst, nameLast }: Subject): string | null {
  const name = comparableName(nameFirst, nameLast);
  return name && JSON.stringify([foldedNames(name), earlierNames(name)]);
}

/** Whom a check is about, as it is sealed with the check. */
export const subjectIn = (held: Sealed["screeningCheck"] | null): Subject =>
  (held?.extra?.subject ?? {}) as Subject;

/** Where a session names its person. Other values than texts in it are not looked at. */
export type Named = {
  /** The extracted data of its result, with what was corrected. */
  extracted: unknown;
  /** Its fields, as the applicant or the customer stated them, with a zone that was typed. */
  stated: Record<string, unknown> | null | undefined;
  /** What was read from the document, one map for each zone, barcode and other source. */
  read: readonly unknown[];
  /** The country of the session, as two letters. */
  country: string | null;
};

/**
 * Returns whom to compare, one for each name that a session has: typed, read, or corrected. Everything that screens a
 * session, or says whether it was screened, takes them from here.
 */
export function subjectsOf({ extracted, stated, read, country }: Named): Subject[] {
  const found = new Map<string, Subject>();
  for (const source of [extracted, stated, parseMrz(readSources(stated).mrzLines)?.fields, ...read]) {
    const subject: Subject = {
      nameFirst: textIn(source, "first_name"),
      nameLast: textIn(source, "last_name"),
      birthdate: textIn(source, "date_of_birth"),
      ...(country && /^[A-Za-z]{2}$/.test(country) && { countryCode: country }),
    };
    const name = nameOf(subject);
    if (name === null) continue;
    const before = found.get(name);
    found.set(name, before ? { ...before, birthdate: before.birthdate ?? subject.birthdate } : subject);
  }
  return [...found.values()];
}
