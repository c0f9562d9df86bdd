import "server-only";
import type { Bundle } from "@/lib/contract/bundle";
import { addressForms, lineOf } from "@/lib/folding/addresses";
import { datesIn } from "@/lib/folding/dates";
import { emailForms } from "@/lib/folding/emails";
import type { Forms } from "@/lib/folding/forms";
import { nameForms } from "@/lib/folding/names";
import { numberForms } from "@/lib/folding/numbers";
import { phoneForms } from "@/lib/folding/phones";
import { countryForms, ipForms, textForms, tokenForms } from "@/lib/folding/tokens";
import { readSources } from "@/lib/mrz/sources";
import { type MrzFields, parseMrz } from "@/lib/mrz/zone";
import { mac } from "@/lib/platform/crypto";
import type { BlindIndexKind } from "@/lib/platform/generated/enums";
import { purposeKey } from "@/lib/platform/keys";
import { firstForm } from "@/lib/vault/first-index";
import type { SealedRequest } from "@/lib/vault/sealed";

/** The version of the rules for digests. A job indexes rows of older rules again (lib/vault/reindex.ts). */
export const indexVersion = 3;

/** One digest of a value. `isPart`: its form is incomplete; two such digests do not match. */
export type Digest = { kind: BlindIndexKind; digest: Uint8Array<ArrayBuffer>; isPart: boolean };

/** A digest to search for. `isFirst`: made by the first rules, for rows that are not indexed again yet. */
export type Sought = Digest & { isFirst: boolean };

/** Kinds that have one value each. A person's name with a day of birth consists of several. */
export type IndexedKind = Exclude<BlindIndexKind, "name_and_birth_date">;
const formsOf: Record<IndexedKind, (value: string) => Forms> = {
  document_number: numberForms,
  email: emailForms,
  phone: phoneForms,
  device: tokenForms,
  address: addressForms,
  ip_address: ipForms,
  face_reference: tokenForms,
  country: countryForms,
  text: textForms,
};

/** No real name or number has more forms than this. */
const mostForms = 256;

async function digestsOf(organizationId: string, kind: BlindIndexKind, forms: Forms): Promise<Digest[]> {
  const key = await purposeKey(organizationId, "blind-index");
  const made = (form: string, isPart: boolean) => ({
    kind,
    digest: Uint8Array.from(mac(key, `${indexVersion}:${kind}:${form}`)),
    isPart,
  });
  const whole = new Set(forms.whole);
  const part = [...new Set(forms.part)].filter((form) => !whole.has(form));
  return [...[...whole].map((form) => made(form, false)), ...part.map((form) => made(form, true))].slice(
    0,
    mostForms,
  );
}

/** A person's name and day of birth in one source. */
type Person = { first: string | null; last: string | null; born: string | null };

/**
 * Returns the forms of a name with a day of birth: every way to write the name, combined with every day that the date
 * can mean. A date with only a year counts as complete.
 */
function personForms({ first, last, born }: Person, now: Date): Forms {
  const dates = born ? datesIn(born, "birth", now) : [];
  const { whole, part } = nameForms(first, last);
  const on = (names: readonly string[]) => names.flatMap((name) => dates.map((date) => `${name}|${date}`));
  return { whole: on(whole), part: on(part) };
}

/**
 * Returns the forms to search for. They include shortened dates, so that a full date finds a record with only the
 * year.
 */
function soughtPersonForms(person: Person, now: Date): Forms {
  const forms = personForms(person, now);
  const shorter = (form: string) => [form.replace(/-\d\d$/, ""), form.replace(/(-\d\d)+$/, "")];
  return { whole: forms.whole, part: [...forms.whole, ...forms.part].flatMap(shorter).concat(forms.part) };
}

/** Returns the vendor's id of a face from the details of checks. The same face has the same id. */
export function faceReferenceOf(details: readonly unknown[]): string | undefined {
  const told = details.map((each) =>
    each && typeof each === "object" && "face_reference" in each ? lineOf(each.face_reference) : null,
  );
  return told.find((name) => name !== null) ?? undefined;
}

/** Returns the fields of the first readable machine readable zone in the details of checks. */
export function zoneOf(details: readonly unknown[]): MrzFields | null {
  const zones = details.map((each) => parseMrz(readSources(each).mrzLines)?.fields ?? null);
  return zones.find((fields) => fields !== null) ?? null;
}

/** The values by which a person can be found, from a bundle, opened rows or a requester. */
export type Findable = {
  extractedData?: Record<string, unknown> | null;
  fields?: Record<string, unknown> | null;
  device?: Record<string, unknown> | null;
  consentIp?: string | null;
  faceReference?: string;
  zone?: MrzFields | null;
};

/** Returns the {@link Findable} of a bundle. */
export const findableOf = ({ session, result, verifications }: Bundle): Findable => ({
  extractedData: result?.extracted_data,
  fields: session.fields,
  device: session.device,
  consentIp: session.consent_ip,
  faceReference: faceReferenceOf((verifications ?? []).map(({ details }) => details)),
  // A zone may also be stated in the fields.
  zone: zoneOf([...(verifications ?? []).map(({ details }) => details), session.fields]),
});

/**
 * Returns the {@link Findable} of a requester. An external reference is not personal and is not hashed, so it is not
 * included.
 */
export const findableRequester = (requester: SealedRequest["requester"]): Findable => {
  const { firstName, lastName, dateOfBirth, email, phone, documentNumber } = requester;
  return {
    extractedData: {
      first_name: firstName,
      last_name: lastName,
      date_of_birth: dateOfBirth,
      document_number: documentNumber,
    },
    fields: { email, phone },
  };
};

/** A value, and its form under the first rules, which used only the text parts of an address. */
type Value = { kind: IndexedKind; value: string; first: string };

/** Returns every value of each kind. The document, the form and the zone may differ, and all their values count. */
function valuesOf({ extractedData, fields, device, consentIp, faceReference, zone }: Findable): Value[] {
  const one = (kind: IndexedKind, value: unknown): Value[] => {
    const line = lineOf(value);
    const texts = value && typeof value === "object" ? Object.values(value).filter(isText) : [];
    return line ? [{ kind, value: line, first: texts.length > 0 ? texts.join(" ") : line }] : [];
  };
  const both = (kind: IndexedKind, field: string) => [
    ...one(kind, extractedData?.[field]),
    ...one(kind, fields?.[field]),
  ];
  return [
    ...both("document_number", "document_number"),
    ...one("document_number", zone?.document_number),
    ...both("email", "email"),
    ...both("phone", "phone"),
    ...both("address", "address"),
    ...one("device", device?.id),
    ...one("ip_address", consentIp),
    ...one("face_reference", faceReference),
  ];
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

/** Returns the person as the document, the form and the zone name them; each is completed from the others. */
function personsOf({ extractedData, fields, zone }: Findable): Person[] {
  const named = (one: Findable["fields"], other: Findable["fields"]): Person => {
    const line = (field: string) => lineOf(one?.[field]) ?? lineOf(other?.[field]);
    return { first: line("first_name"), last: line("last_name"), born: line("date_of_birth") };
  };
  const [document, form] = [
    { ...zone, ...told(extractedData) },
    { ...zone, ...told(fields) },
  ];
  const persons = [named(document, form), named(form, document)];
  return zone ? [...persons, named(zone, document)] : persons;
}

/** Returns the fields that are not empty. */
const told = (given: Findable["fields"]) =>
  Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => lineOf(value) !== null));

/** Removes duplicate digests. A digest that is both whole and part counts as whole. */
function unique<T extends Digest>(digests: readonly T[]): T[] {
  const found = new Map<string, T>();
  for (const each of digests) {
    const name = `${each.kind} ${Buffer.from(each.digest).toString("hex")}`;
    const known = found.get(name);
    if (!known || known.isPart) found.set(name, each);
  }
  return [...found.values()];
}

type Kinds = readonly BlindIndexKind[];

/** Returns all digests to store for a person. */
export async function blindIndexesOf(organizationId: string, findable: Findable): Promise<Digest[]> {
  const now = new Date();
  const made = [
    ...personsOf(findable).map((person) =>
      digestsOf(organizationId, "name_and_birth_date", personForms(person, now)),
    ),
    ...valuesOf(findable).map(({ kind, value }) => storedFor(organizationId, kind, value)),
  ];
  return unique((await Promise.all(made)).flat());
}

/** Returns the digest by the first rules. */
async function firstDigest(organizationId: string, kind: BlindIndexKind, value: string): Promise<Sought> {
  const key = await purposeKey(organizationId, "blind-index");
  const digest = Uint8Array.from(mac(key, `${kind}:${firstForm[kind](value)}`));
  return { kind, digest, isPart: false, isFirst: true };
}

async function sought(
  organizationId: string,
  kind: BlindIndexKind,
  forms: Forms,
  first: string,
): Promise<Sought[]> {
  if (forms.whole.length === 0) return [];
  const digests = await digestsOf(organizationId, kind, forms);
  return [
    ...digests.map((each) => ({ ...each, isFirst: false })),
    await firstDigest(organizationId, kind, first),
  ];
}

/** Returns the digests to store for one value; none when the value identifies nobody. */
export const storedFor = (organizationId: string, kind: IndexedKind, value: string): Promise<Digest[]> =>
  digestsOf(organizationId, kind, formsOf[kind](value));

/** Returns the digests to search for one value; none when the value identifies nobody. */
export const soughtFor = (organizationId: string, kind: IndexedKind, value: string): Promise<Sought[]> =>
  sought(organizationId, kind, formsOf[kind](value), value);

/** Returns the digests that find everyone who shares a value with a person. */
export async function soughtLike(
  organizationId: string,
  findable: Findable,
  kinds?: Kinds,
): Promise<Sought[]> {
  const now = new Date();
  const isWanted = (kind: BlindIndexKind) => kinds === undefined || kinds.includes(kind);
  const persons = isWanted("name_and_birth_date") ? personsOf(findable) : [];
  const made = [
    ...persons.map((person) => {
      const first = [person.first, person.last, person.born].join("|");
      return sought(organizationId, "name_and_birth_date", soughtPersonForms(person, now), first);
    }),
    ...valuesOf(findable)
      .filter(({ kind }) => isWanted(kind))
      .map(({ kind, value, first }) => sought(organizationId, kind, formsOf[kind](value), first)),
  ];
  return unique((await Promise.all(made)).flat());
}
