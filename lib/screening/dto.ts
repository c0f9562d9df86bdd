import "server-only";
import { z } from "zod";
import type { BundleExtractedData } from "@/lib/contract/bundle";
import { foldCountry } from "@/lib/folding/countries";
import { latinSpellings } from "@/lib/folding/letters";
import { nameForms, nameParts, realName } from "@/lib/folding/names";
import { countryName } from "@/lib/format/country";
import { plainText } from "@/lib/format/exact-json";
import { maskName } from "@/lib/format/name";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import { type View, viewExtractedData, viewFreeText } from "@/lib/records/view";
import { birthYearsDiffer } from "@/lib/screening/policy";
import {
  type Agreement,
  comparedDto,
  confirmationCodes,
  dismissalCodes,
  errorReasons,
  type HitContrastDto,
  type HitHistoryDto,
  hitResolutions,
  type ScreeningCheckDto,
  type UnreadHitField,
  unreadHitFields,
} from "@/lib/screening/schema";
import type { Sealed } from "@/lib/vault/sealed";

const text = z.string().nullish();
/** The shown part of a vendor's hit. */
const shownHit = z.object({
  name: text,
  match_types: z.array(z.string()).nullish(),
  list_name: text,
  entity_type: text,
  birthdate: text,
  countries: z.array(z.string()).nullish(),
  dismissed_reason: text,
  reason_code: z.enum([...dismissalCodes, ...confirmationCodes]).nullish(),
} satisfies Record<UnreadHitField, z.ZodType>);

/** Reads each value of a vendor's hit. A value in another shape is named, not shown, and stays in the export. */
function readHit(given: Record<string, unknown>) {
  const { error } = shownHit.safeParse(given);
  const wrong = new Set(error?.issues.map(({ path }) => path[0]));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name)));
  return { hit: shownHit.parse(rest), unreadFields: unreadHitFields.filter((name) => wrong.has(name)) };
}

export type HitRow = {
  position: number;
  matchScore: number | null;
  isDismissed: boolean;
  isConfirmed: boolean;
  resolvedBy: string | null;
};

/** An entry that a name is similar to, and that is a hit of another check of the session. */
const entryElsewhere = z.looseObject({ check_id: z.string() });
export type EntryElsewhere = z.infer<typeof entryElsewhere>;

const heldResult = z.object({
  reason: z.enum(errorReasons).nullable().catch(null),
  detail: z.string().nullable().catch(null),
  is_capped: z.boolean().catch(false),
  matched_against: z.array(comparedDto).catch([]),
  hits_elsewhere: z.array(entryElsewhere).catch([]),
});

/** What was compared for a check, as it is sealed; nothing for a check of a source. */
export const comparedOf = (sealed: Sealed["screeningCheck"] | null) => heldResult.parse(sealed?.result ?? {});

/** Returns the id of a hit: the source's id if there is one, otherwise its position. */
export const hitIdOf = (row: Pick<HitRow, "position">, sealed: Sealed["screeningHit"] | null): string => {
  const id = sealed?.hit.id;
  return typeof id === "string" && id ? id : String(row.position);
};

/**
 * Returns a hit as the view allows. Lists are public, but a person's possible match with an entry is not, so the
 * names of hits are masked like the person's own.
 */
export function toHitDto(
  view: View,
  row: HitRow,
  sealed: Sealed["screeningHit"] | null,
): ScreeningCheckDto["hits"][number] {
  const { hit, unreadFields } = readHit(sealed?.hit ?? {});
  const birthdate = hit.birthdate ?? null;
  const isMasked = view.sight === "masked";
  const isHidden = view.sight === "hidden";
  return {
    id: hitIdOf(row, sealed),
    name: isHidden ? null : isMasked && hit.name ? maskName(hit.name) : (hit.name ?? null),
    matchScore: row.matchScore,
    matchTypes: hit.match_types ?? [],
    listName: hit.list_name ?? null,
    entityType: hit.entity_type ?? null,
    birthdate: isHidden || (isMasked && !birthdate) ? null : isMasked ? "••••-••-••" : birthdate,
    countries: hit.countries ?? [],
    isDismissed: row.isDismissed,
    dismissedReason: isHidden ? null : (hit.dismissed_reason ?? null),
    isConfirmed: row.isConfirmed,
    reasonCode: row.isDismissed || row.isConfirmed ? (hit.reason_code ?? null) : null,
    resolvedBy: row.resolvedBy,
    ...(unreadFields.length > 0 && { unreadFields }),
  };
}

const historyEntry = z.object({
  at: z.string(),
  by: z.string(),
  resolution: z.enum(hitResolutions),
  reason_code: z.string().nullish(),
  reason: z.string().nullish(),
});
type HistoryEntry = z.infer<typeof historyEntry>;

/** The newest entries that a hit keeps. */
const mostHistory = 50;

/** The field of a hit in which its decisions are kept. A source's own fields have other names. */
const historyField = "countersign_history";

/** Reads what was decided on a hit before, oldest first; null when what is stored cannot be read. */
function readHistory(sealed: Sealed["screeningHit"] | null): HistoryEntry[] | null {
  const given = sealed?.hit[historyField];
  return given === undefined ? [] : readStoredOrNull(z.array(historyEntry), given, "screening_hits.history");
}

/**
 * The history of a hit after one more decision, as a field of the hit. A call that is sent twice is one decision. A
 * history that cannot be read is kept as it is, before the decision.
 */
export function historyWith(
  sealed: Sealed["screeningHit"] | null,
  entry: HistoryEntry,
): Record<typeof historyField, unknown[]> {
  const before = readHistory(sealed);
  if (!before) return { [historyField]: [sealed?.hit[historyField], entry].flat() };
  const last = before.at(-1);
  const isAgain = last && JSON.stringify({ ...entry, at: last.at }) === JSON.stringify(last);
  return { [historyField]: isAgain ? before : [...before, entry].slice(-mostHistory) };
}

/** Returns what was decided on a hit, as the view allows; null when it cannot be read. */
export const toHistoryDto = (
  view: View,
  sealed: Sealed["screeningHit"] | null,
  names: ReadonlyMap<string, string>,
): HitHistoryDto[] | null =>
  readHistory(sealed)?.map(({ at, by, resolution, reason_code, reason }) => ({
    at,
    by: names.get(by) ?? by,
    resolution,
    reasonCode: reason_code ?? null,
    reason: viewFreeText(view, reason),
  })) ?? null;

const wordsOf = (...names: (string | null)[]) =>
  new Set(
    names.flatMap((name) => (name ? latinSpellings(name).flatMap((each) => nameParts(each).words) : [])),
  );

/** Compares names whatever their order, marks and alphabet: `partly` when they share a word. */
function compareNames(first: string | null, last: string | null, theirs: string | null): Agreement {
  if (!theirs || !(realName(first) || realName(last))) return "unknown";
  const forms = new Set(nameForms(first, last).whole);
  if (nameForms(null, theirs).whole.some((form) => forms.has(form))) return "agrees";
  const ours = wordsOf(first, last);
  return [...wordsOf(theirs)].some((word) => ours.has(word)) ? "partly" : "differs";
}

function compareCountries(ours: string | null, theirs: readonly string[]): Agreement {
  const own = ours && foldCountry(ours);
  const listed = theirs.flatMap((country) => foldCountry(country) ?? []);
  if (!own || listed.length === 0) return "unknown";
  return listed.includes(own) ? "agrees" : "differs";
}

const agreementOf = (differs: boolean | null): Agreement =>
  differs === null ? "unknown" : differs ? "differs" : "agrees";

const textOf = (value: unknown) => (typeof value === "string" && value ? plainText(value) : null);

/**
 * Compares a person with a list entry. The values are compared as they are and shown as the view allows; a viewer
 * from whom they are hidden is not told either whether they differ.
 */
export function toContrastDtos(
  view: View,
  data: BundleExtractedData | undefined,
  sealed: Sealed["screeningHit"] | null,
  theirs: ScreeningCheckDto["hits"][number],
): HitContrastDto[] {
  const { hit } = readHit(sealed?.hit ?? {});
  const [first, last] = [textOf(data?.first_name), textOf(data?.last_name)];
  const [born, nationality] = [textOf(data?.date_of_birth), textOf(data?.nationality)];
  const seen = viewExtractedData(view, data ?? {});
  const isHidden = view.sight === "hidden";
  const tell = (agreement: Agreement): Agreement => (isHidden ? "unknown" : agreement);
  const country = isHidden ? null : (seen.nationality ?? null);
  return [
    {
      about: "name",
      ours: [seen.firstName, seen.lastName].filter(Boolean).join(" ") || null,
      theirs: theirs.name,
      agreement: tell(compareNames(first, last, hit.name ?? null)),
    },
    {
      about: "birth_date",
      ours: seen.dateOfBirth ?? null,
      theirs: theirs.birthdate,
      agreement: tell(agreementOf(birthYearsDiffer(born, hit.birthdate ?? null))),
    },
    {
      about: "country",
      ours: country && countryName(foldCountry(country) ?? country),
      theirs: theirs.countries.map(countryName).join(", ") || null,
      agreement: tell(compareCountries(nationality, hit.countries ?? [])),
    },
  ];
}
