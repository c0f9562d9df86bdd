import { setImmediate } from "node:timers/promises";
import type { CsvRow } from "@/lib/csv/parse";
import { latinSpellings } from "@/lib/folding/letters";
import { isUnbroken, nameParts, nameWords, realName } from "@/lib/folding/names";
import { isStorable } from "@/lib/format/text";
import { AppError, type ErrorField } from "@/lib/platform/errors";
import { mostEntries, type WatchlistEntryDto } from "@/lib/watchlists/schema";

/** An entry of a file with the folded spellings of its names. */
export type ReadEntry = WatchlistEntryDto & { folded: string[] };

/** The names of columns, as publishers and OpenSanctions (targets.simple.csv) have them. */
const columns = {
  name: ["name", "full_name", "caption"],
  aliases: ["aliases", "alias", "aka"],
  birthdate: ["birth_date", "birthdate", "date_of_birth", "dob"],
  countries: ["countries", "country", "country_code"],
  entityType: ["entity_type", "type", "schema"],
  reference: ["reference", "id", "uid"],
  remarks: ["remarks", "comments", "sanctions"],
} as const;
type Column = keyof typeof columns;
const columnNames = Object.keys(columns) as Column[];

/** The number of the rules by which names are folded now. Since 2, `Neto` after one word is a part of the name. */
export const currentFolding = 2;

const mostErrors = 50;
/** The most spellings of names of a list, aliases included. */
const mostNames = 500_000;
const longest = { name: 500, text: 1_000, several: 100 } as const;
const mostSpellings = 4;

/**
 * The spellings under which two names count as similar: without marks, titles and signs, in capitals. A name in another
 * script than Latin keeps its letters; a Chinese, Japanese or Korean one is also written without spaces, in both orders,
 * because some sources separate its parts and others do not.
 * @param by the number of the rules; lists that are not uploaded again have names by earlier ones
 * @returns none for a text without a letter or digit
 */
export function foldedNames(name: string, by: number = currentFolding): string[] {
  const folded = latinSpellings(name, mostSpellings).flatMap((spelling) => {
    const parts = nameParts(spelling);
    // `Neto` after one first name is the last name. Without it a first name would be compared alone.
    const isOnlyName = by > 1 && parts.suffix !== null && parts.words.length === 1;
    const words = isOnlyName ? [...parts.words, ...nameWords(spelling).slice(-1)] : parts.words;
    const isJoined = words.length > 1 && isUnbroken(words.join(""));
    return [words.join(" "), ...(isJoined ? [words.join(""), words.toReversed().join("")] : [])];
  });
  return [...new Set(folded)].filter(Boolean).slice(0, mostSpellings);
}

/** The spellings of a name under which only a list that was folded by earlier rules can have it. */
export function earlierNames(name: string): string[] {
  const now = foldedNames(name);
  return foldedNames(name, 1).filter((each) => !now.includes(each));
}

/**
 * The whole name of a person as it is compared with lists, without placeholders such as `—`, `n/a` or `FNU`.
 * @returns null without a last name: a first name alone is similar to nobody, and finding nothing would say nothing
 */
export function comparableName(
  first: string | null | undefined,
  last: string | null | undefined,
): string | null {
  const [given, family] = [realName(first), realName(last)];
  if (!family || foldedNames(family).length === 0) return null;
  return given ? `${given} ${family}` : family;
}

/**
 * The trigrams of a folded name: those of every word, with two spaces before it and one after it, each once. Their
 * similarity is the number of shared ones divided by that of all. It is that of `pg_trgm`, which leaves out every
 * letter that the locale of the database does not know, and so does not see most scripts.
 */
export const trigramsOf = (folded: string): string[] => [
  ...new Set(
    folded
      .split(" ")
      .filter(Boolean)
      .flatMap((word) => {
        const signs = ["", "", ...word, ""].map((sign) => sign || " ");
        return signs.slice(2).map((_, at) => signs.slice(at, at + 3).join(""));
      }),
  ),
];

/**
 * The trigrams of a name to look for in an index: every name whose similarity is `least` or more has one of them,
 * because it shares at least that part of them all. The common ones are left out, and then those that begin a word.
 * @param common how often the most common trigrams occur, as far as the database has counted
 */
export function probesOf(
  trigrams: readonly string[],
  least: number,
  common: ReadonlyMap<string, number> = new Map(),
): string[] {
  // A product such as 0.7 × 10 may lie a little above the whole number that it is.
  const fewestShared = Math.ceil(least * trigrams.length - 1e-9);
  const padding = (trigram: string) => trigram.split(" ").length;
  const often = (trigram: string) => common.get(trigram) ?? 0;
  const rarestFirst = (a: string, b: string) => often(a) - often(b) || padding(a) - padding(b);
  return trigrams.toSorted(rarestFirst).slice(0, trigrams.length - fewestShared + 1);
}

const severalOf = (cell: string): string[] => [
  ...new Set(
    cell
      .split(";")
      .map((each) => each.trim())
      .filter(Boolean),
  ),
];

/**
 * Reads the rows of a file. Its first row names the columns; `name` is needed. One wrong row refuses the file, so that
 * a list is never loaded in part.
 * @throws AppError validation_error with the lines that cannot be read, 50 at most
 */
export async function readEntries(
  rows: readonly CsvRow[],
): Promise<{ entries: ReadEntry[]; ignoredColumns: string[] }> {
  const [head, ...body] = rows;
  const headers = (head?.cells ?? []).map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, "_"),
  );
  const placeOf = (column: Column) =>
    headers.findIndex((each) => (columns[column] as readonly string[]).includes(each));
  const places = Object.fromEntries(columnNames.map((column) => [column, placeOf(column)])) as Record<
    Column,
    number
  >;
  if (places.name < 0) throw refused([{ field: "line 1", message: "has no column `name`" }]);
  if (body.length === 0) throw refused([{ field: "file", message: "has no entries" }]);
  if (body.length > mostEntries)
    throw refused([{ field: "file", message: `has more than ${mostEntries.toLocaleString("en")} entries` }]);
  const errors: ErrorField[] = [];
  const entries: ReadEntry[] = [];
  let names = 0;
  for (const [at, row] of body.entries()) {
    // Other calls are answered in between: folding the names of a large list takes seconds.
    if (at % 500 === 499) await setImmediate();
    const read = readEntry(row, places, headers.length);
    if (typeof read === "string") {
      if (errors.length < mostErrors) errors.push({ field: `line ${row.line}`, message: read });
      continue;
    }
    entries.push(read);
    names += read.folded.length;
    if (names > mostNames)
      throw refused([
        { field: `line ${row.line}`, message: `has more names than a list may have (${mostNames})` },
      ]);
  }
  if (errors.length > 0) throw refused(errors);
  const read = new Set(Object.values(places));
  return { entries, ignoredColumns: headers.filter((_, at) => !read.has(at)) };
}

function refused(fields: ErrorField[]): AppError {
  const [first] = fields;
  return new AppError("validation_error", `${first?.field}: ${first?.message}. Nothing was loaded.`, {
    fields,
  });
}

/** @returns the entry, or what is wrong with its row */
function readEntry(
  { line, cells }: CsvRow,
  places: Record<Column, number>,
  width: number,
): ReadEntry | string {
  if (cells.length !== width) return `has ${cells.length} cells, and the first line ${width}`;
  const cell = (column: Column) => (places[column] < 0 ? "" : (cells[places[column]] ?? "").trim());
  const name = cell("name");
  if (name.length > longest.name) return `has a name of more than ${longest.name} characters`;
  const spellings = foldedNames(name);
  if (!/\p{L}/u.test(name) || spellings.length === 0) return "has no name";
  if (cells.some((each) => !isStorable(each))) return "has text that cannot be stored";
  const aliases = severalOf(cell("aliases"));
  const countries = severalOf(cell("countries"));
  if (aliases.length > longest.several || countries.length > longest.several)
    return `has more than ${longest.several} values in one cell`;
  if (aliases.some((each) => each.length > longest.name)) return "has an alias that is too long";
  const text = (column: Column) => cell(column).slice(0, longest.text) || null;
  return {
    line,
    name,
    aliases,
    birthdate: text("birthdate"),
    countries,
    entityType: text("entityType"),
    reference: text("reference"),
    remarks: text("remarks"),
    folded: [...new Set([...spellings, ...aliases.flatMap(foldedNames)])],
  };
}
