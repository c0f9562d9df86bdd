import type { FieldSource, Verdict } from "@/lib/checks/schema";
import { fromBuddhist, hintFor } from "@/lib/comparison/hint";
import { isReadable, type Reading, type Setting, sameness } from "@/lib/comparison/match";
import type { ComparedField } from "@/lib/contract/vocabulary";
import { foldCountry, namesNoCountry } from "@/lib/folding/countries";
import { datesIn, never } from "@/lib/folding/dates";
import { foldDocumentKind } from "@/lib/folding/kinds";
import { capitals, latinSpellings, scriptOf } from "@/lib/folding/letters";
import { isInitial, nameParts, nameWords } from "@/lib/folding/names";
import { foldSex } from "@/lib/folding/sexes";
import { countryName } from "@/lib/format/country";
import { day } from "@/lib/format/date";
import { dayOf } from "@/lib/format/day";
import { issuerWithCode } from "@/lib/format/issuer";
import { isolated } from "@/lib/format/visible";

const speakers: Record<FieldSource, string> = {
  submitted: "the form",
  extracted: "the document",
  mrz: "the machine readable zone",
  visual: "the print",
  barcode: "the barcode",
  chip: "the chip",
  corrected: "the correction",
};

/** Groups readings that agree, directly or through a third reading. */
function groupsOf(field: ComparedField, readings: Reading[], setting: Setting): Reading[][] {
  const groups: Reading[][] = [];
  for (const reading of readings) {
    const joined = groups.filter((group) =>
      group.some((other) => sameness(field, reading, other, setting) === "same"),
    );
    const rest = groups.filter((group) => !joined.includes(group));
    groups.splice(0, groups.length, ...rest, [...joined.flat(), reading]);
  }
  const place = (group: Reading[]) => Math.min(...group.map((reading) => readings.indexOf(reading)));
  return groups
    .map((group) => group.toSorted((a, b) => readings.indexOf(a) - readings.indexOf(b)))
    .sort((a, b) => place(a) - place(b));
}

const kindOfDate = (field: ComparedField) =>
  field === "date_of_birth" ? "birth" : field === "document_expiration_date" ? "expiry" : null;

/** Writes a date in words, as precisely as it is known. */
function spokenDate(date: string): string {
  if (date === never) return "no expiry";
  return date.length === 10 ? day(date) : date.length === 7 ? day(`${date}-01`).replace(/^1 /, "") : date;
}

/** Writes a value for use in a sentence. */
function spoken(field: ComparedField, value: string, { now, issuer }: Setting): string {
  if (field === "document_type") return isolated(foldDocumentKind(value).kind);
  if (field === "gender") return foldSex(value) ?? isolated(value);
  if (field === "nationality")
    return countryName(foldCountry(value)) === "—" ? isolated(value) : countryName(foldCountry(value));
  if (field === "document_issuing_state") return isolated(issuerWithCode(value, issuer));
  const kind = kindOfDate(field);
  const dates = kind ? datesIn(value, kind, now) : [];
  return dates.length === 1 && dates[0] ? spokenDate(dates[0]) : isolated(value);
}

function list(items: string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** `The form says Ericsson, the document and the machine readable zone say Eriksson.` */
function sentenceOf(field: ComparedField, groups: Reading[][], setting: Setting): string {
  const parts = groups.map((group) => {
    const who = list(group.map(({ source }) => speakers[source]));
    const value = spoken(field, group[0]?.value ?? "", setting);
    return `${who} ${group.length > 1 ? "say" : "says"} ${value}`;
  });
  const hint = groups.length === 2 ? hintFor(field, groups[0]?.[0], groups[1]?.[0], setting) : null;
  return `${capital(parts.join(", "))}.${hint ? ` ${hint}` : ""}`;
}

/** Returns whether two groups contradict each other. Words that cannot be compared contradict nothing. */
const contradicts = (field: ComparedField, one: Reading[], other: Reading[], setting: Setting) =>
  one.some((a) => other.some((b) => sameness(field, a, b, setting) === "different"));

const readAs: Partial<Record<ComparedField, string>> = {
  first_name: "as a name",
  last_name: "as a name",
  nationality: "as a country",
  document_issuing_state: "as a state",
  gender: "as a sex",
  address: "as an address",
  document_type: "as a kind of document",
  date_of_birth: "as a date",
  document_expiration_date: "as a date",
  phone: "as a phone number",
  email: "as an e-mail address",
  ssn: "as a number",
  document_number: "as a number",
};

/** `The document says soon, which cannot be read as a date.` */
const unreadableOf = (field: ComparedField, readings: Reading[]) =>
  capital(list(readings.map(({ source, value }) => `${speakers[source]} says ${isolated(value)}`))) +
  `, which cannot be read ${readAs[field] ?? ""}.`;

/** A birth more than this many years ago is implausible. */
const oldest = 125;
/** An expiry more than this many years ahead is implausible, unless the document never expires. */
const longest = 100;

/**
 * Says why a date that all sources agree on cannot be true: a birth in the future or very long ago, an expiry
 * centuries ahead.
 */
function implausible(field: ComparedField, { source, value }: Reading, { now }: Setting): string | null {
  const kind = kindOfDate(field);
  const dates = kind ? datesIn(value, kind, now).filter((date) => date !== never) : [];
  if (!kind || dates.length === 0) return null;
  const today = dayOf(now);
  const year = now.getUTCFullYear();
  const isWrong = (date: string) =>
    kind === "birth"
      ? date > today.slice(0, date.length) || Number(date.slice(0, 4)) < year - oldest
      : Number(date.slice(0, 4)) > year + longest;
  const [date] = dates;
  if (!date || !dates.every(isWrong) || datesIn(value, kind, now).includes(never)) return null;
  const said = `${capital(speakers[source])} says ${spokenDate(date)}, which`;
  if (date < today) return `${said} is more than ${oldest} years ago.`;
  const gregorian = fromBuddhist(date);
  const ahead = Number(gregorian.slice(0, 4)) - year;
  const isBuddhist =
    kind === "birth" ? gregorian <= today && ahead >= -oldest : Math.abs(ahead) <= longest / 2;
  const hint = isBuddhist ? ` As a year of the Buddhist calendar it means ${spokenDate(gregorian)}.` : "";
  return `${said} ${kind === "birth" ? "lies in the future" : `is more than ${longest} years ahead`}.${hint}`;
}

/** Judges the readings of a field: a verdict, and a sentence that explains it. */
export function judge(
  field: ComparedField,
  readings: Reading[],
  setting: Setting,
): { verdict: Verdict; reason: string | null } {
  if (readings.length === 0) return { verdict: "missing", reason: null };
  const corrected = readings.some(({ source }) => source === "corrected");
  const before = readings.find(({ source }) => source === "extracted");
  const counted = corrected ? readings.filter(({ source }) => source !== "extracted") : readings;
  const note =
    corrected && before
      ? `Corrected; the document was first read as ${spoken(field, before.value, setting)}.`
      : null;
  const groups = groupsOf(field, counted, setting);
  const isMismatch = groups.some((one, at) =>
    groups.slice(at + 1).some((other) => contradicts(field, one, other, setting)),
  );
  if (isMismatch) return { verdict: "mismatch", reason: sentenceOf(field, groups, setting) };
  const unread = counted.filter((reading) => !isReadable(field, reading, setting));
  if (unread.length > 0) return { verdict: "unreadable", reason: unreadableOf(field, unread) };
  const odd = counted.flatMap((reading) => implausible(field, reading, setting) ?? []);
  if (odd[0]) return { verdict: "implausible", reason: odd[0] };
  if (counted.length === 1) return { verdict: "single", reason: note };
  const isCompared = groups.some((group) => group.length > 1);
  if (groups.length > 1)
    return {
      verdict: isCompared ? "match" : "single",
      reason: note ?? uncompared(field, counted, isCompared),
    };
  return { verdict: "match", reason: note ?? noteOn(field, counted, setting) };
}

function uncompared(field: ComparedField, readings: Reading[], isCompared: boolean): string {
  const noCountry = field === "nationality" ? readings.find(({ value }) => namesNoCountry(value)) : undefined;
  if (noCountry)
    return `${countryName(foldCountry(noCountry.value))} is the name of no country; compare by eye.`;
  const isName = ["first_name", "last_name", "address"].includes(field);
  if (!isName) return "No rule knows all of these words; compare by eye.";
  if (new Set(readings.map(({ value }) => scriptOf(value))).size < 2)
    return "One tells no more than initials; compare by eye.";
  return isCompared
    ? "Written in different scripts; each was compared within its own."
    : "Written in different scripts; compare by eye.";
}

/** Returns a remark on a field whose sources agree. */
function noteOn(field: ComparedField, readings: Reading[], setting: Setting): string | null {
  if (field === "first_name") return shorterName(readings) ?? initials(readings);
  if (field === "last_name") return addedWords(readings);
  return kindOfDate(field) ? partialDate(field, readings, setting) : null;
}

/** A form often leaves out a middle name. */
function shorterName(readings: Reading[]): string | null {
  const form = readings.find(({ source }) => source === "submitted");
  const count = ({ value }: Reading) => value.split(/[\s-]+/).length;
  const longer = form && readings.find((other) => !other.isCut && count(other) > count(form));
  return longer ? `The form leaves out a part of the given names, ${isolated(longer.value)}.` : null;
}

/** United States cards print only the initial of a middle name. */
function initials(readings: Reading[]): string | null {
  const hasInitial = ({ value }: Reading) => nameWords(capitals(value)).some(isInitial);
  const short = readings.find((reading) => !reading.isCut && hasInitial(reading));
  if (!short || readings.every(hasInitial)) return null;
  return `${capital(speakers[short.source])} says ${isolated(short.value)}, with an initial for a part of the given names.`;
}

/** Some documents print a title or a generation separately from the name. */
function addedWords(readings: Reading[]): string | null {
  const added = ({ value }: Reading) => {
    const [spelling = ""] = latinSpellings(value);
    return nameWords(spelling).length > nameParts(spelling).words.length;
  };
  const longer = readings.find(added);
  if (!longer || readings.every(added)) return null;
  return `${capital(speakers[longer.source])} adds a title or a generation, ${isolated(longer.value)}.`;
}

/** A zone may contain only the year. */
function partialDate(field: ComparedField, readings: Reading[], setting: Setting): string | null {
  const kind = kindOfDate(field);
  const [partial] = readings.filter(({ value }) => {
    const [date = ""] = kind ? datesIn(value, kind, setting.now) : [];
    return date.length < 10 && date !== never;
  });
  if (!partial) return null;
  return `${capital(speakers[partial.source])} tells no more than ${spoken(field, partial.value, setting)}.`;
}
