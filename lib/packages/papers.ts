import type { Bundle } from "@/lib/contract/bundle";
import { day, isoInstant, NO_VALUE } from "@/lib/format/date";
import { dayIn } from "@/lib/format/day";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import type { Paper, PaperImage, PaperPair, PaperSection } from "@/lib/letters/pdf";
import { labelOf, valueWords } from "@/lib/packages/labels";

type Part = Record<string, unknown>;

/** Codes may be of any form: those of documents and signals come from a vendor. */
const codeWords = (code: string): string => visible(sentence(code));

/** The day of an instant in a time zone. */
function dayThere(timeZone: string, at: string): string {
  const instant = isoInstant(at);
  return instant ? day(dayIn(timeZone, new Date(instant))) : NO_VALUE;
}

const isPart = (value: unknown): value is Part =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** Lays a value out as pairs of a label and words. A list of values is one line. */
function pairsOf(key: string, value: unknown, above: string): [string, string][] {
  const label = above ? `${above} · ${labelOf(key)}` : labelOf(key);
  if (isEmpty(value)) return [];
  if (isPart(value)) return Object.entries(value).flatMap(([name, each]) => pairsOf(name, each, label));
  if (!Array.isArray(value)) return [[label, valueWords(key, value)]];
  if (!value.some((each) => typeof each === "object" && each !== null))
    return [[label, value.map((each) => valueWords(key, each)).join(", ")]];
  return value.flatMap((each, at) =>
    isPart(each)
      ? Object.entries(each).flatMap(([name, inner]) => pairsOf(name, inner, `${label} ${at + 1}`))
      : pairsOf(`${key} ${at + 1}`, each, above),
  );
}

const han = /\p{Script=Han}/u;
const languages: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["JP", "JPN"].map((code) => [code, "ja"])),
  ...Object.fromEntries(["KR", "KOR", "KP", "PRK"].map((code) => [code, "ko"])),
  ...Object.fromEntries(["TW", "TWN", "HK", "HKG", "MO", "MAC"].map((code) => [code, "zh-Hant"])),
};

/** The language whose forms Chinese characters have: that of the country of the document, else of the person. */
function hanLanguage({ session, result }: Bundle): string {
  const { document_issuing_state, nationality } = result?.extracted_data ?? {};
  const codes = [document_issuing_state, nationality, result?.country_used, session.country];
  return codes.map((code) => languages[code?.trim().toUpperCase() ?? ""]).find(Boolean) ?? "zh";
}

/** How the parts of a list are called, and what a part is called among them. */
const lists: Readonly<
  Record<string, { title: string; name: (part: Part, at: number, timeZone: string) => string }>
> = {
  documents: {
    title: "Documents and images",
    name: ({ document_type, page }, at) =>
      [document_type, page]
        .filter((each) => typeof each === "string" && each)
        .map((each) => codeWords(String(each)))
        .join(", ") || `Document ${at + 1}`,
  },
  verifications: { title: "Automated checks", name: coded("policy", "Check") },
  fraud_signals: { title: "Fraud signals", name: coded("signal_type", "Signal") },
  screening: { title: "List screening", name: coded("check_type", "Screening") },
  workflow_runs: { title: "Automated evaluations", name: (_, at) => `Evaluation ${at + 1}` },
  case_notes: {
    title: "Notes of reviewers",
    name: ({ created_at }, at, timeZone) =>
      typeof created_at === "string" ? `Note ${at + 1}, ${dayThere(timeZone, created_at)}` : `Note ${at + 1}`,
  },
  webhook_deliveries: { title: "Messages sent about this verification", name: coded("event", "Message") },
  could_not_be_read: { title: "Data we could not read", name: (_, at) => `Item ${at + 1}` },
};

function coded(key: string, otherwise: string) {
  return ({ [key]: code }: Part, at: number) =>
    typeof code === "string" && code ? codeWords(code) : `${otherwise} ${at + 1}`;
}

const titleOf = (key: string): string => (key === "review_case" ? "Review" : codeWords(key));

/** Addresses that only programs use, and that have ended. */
const skipped = new Set(["download_url_expires_at"]);

/**
 * Lays out everything that an answer contains of one session, for its subject to read.
 * @param timeZone the request's, in which the letter beside it names days
 * @param images the images by their paths in the package
 */
export function dataPaperOf(
  bundle: Bundle,
  timeZone: string,
  images: ReadonlyMap<string, PaperImage> = new Map(),
): Paper {
  const { session, result, ...rest } = bundle;
  const language = hanLanguage(bundle);
  const inLanguage = (pairs: readonly [string, string][]): PaperPair[] =>
    pairs.map(([name, value]) => (han.test(value) ? [name, value, language] : [name, value]));
  const pairs = (part: Part) =>
    inLanguage(
      Object.entries(part).flatMap(([key, value]) =>
        skipped.has(key) || (key === "session_id" && value === session.id) ? [] : pairsOf(key, value, ""),
      ),
    );
  const { extracted_data, ...outcome } = result ?? {};
  return {
    title: `Verification ${session.id}`,
    intro: [
      `What this answer contains of your verification of ${dayThere(timeZone, session.created_at)}. The file export.json next to it contains the same data for programs, with every time and code as it is stored.`,
    ],
    sections: [
      ...filled("Your data, as read from your document or form", pairs({ ...extracted_data })),
      ...filled("The verification", pairs(session)),
      ...filled("Result", pairs(outcome)),
      ...Object.entries(rest).flatMap(([key, value]) => sectionsOf(key, value, { pairs, images, timeZone })),
    ],
  };
}

const filled = (title: string, pairs: readonly PaperPair[]): PaperSection[] =>
  pairs.length > 0 ? [{ title, pairs }] : [];

type Layout = {
  pairs: (part: Part) => PaperPair[];
  images: ReadonlyMap<string, PaperImage>;
  timeZone: string;
};

/** Lays out a list as a section with a part for each of its items, and anything else as one section. */
function sectionsOf(key: string, value: unknown, { pairs, images, timeZone }: Layout): PaperSection[] {
  const list = Object.hasOwn(lists, key) ? lists[key] : undefined;
  if (!list || !Array.isArray(value) || !value.every(isPart))
    return filled(titleOf(key), pairs(isPart(value) ? value : { [key]: value }));
  if (value.length === 0) return [];
  const parts = value.map((part, at): PaperSection => {
    const image = typeof part.download_url === "string" ? images.get(part.download_url) : undefined;
    return {
      title: list.name(part, at, timeZone),
      isPart: true,
      pairs: pairs(part),
      ...(image && { images: [image] }),
    };
  });
  return [{ title: list.title }, ...parts];
}
