import { piiFields } from "@/lib/contract/vocabulary";
import { exactNumberText } from "@/lib/format/exact-json";
import { fieldOf } from "@/lib/mrz/sources";
import { hidden, type View } from "@/lib/records/view";

/** Keys whose numbers measure something and tell nobody apart. Compared by the last words of the key. */
const measures =
  /(^|_)(scores?|thresholds?|similarity|confidence|probability|distance|counts?|total|matches|attempts?|retries|seconds|minutes|hours|days|ms|millis|percent|percentage|ratio|weight|width|height|size|bytes|kilometers|kilometres|km|sessions|switches|position|pages?|quality|brightness|blur|sharpness|glare|rank|duration|velocity|speed|limit|min|max|minimum|maximum|average|mean|median|deviation|tolerance)$/;

/** Keys whose texts come from a short list of a vendor's codes. */
const codes =
  /(^|_)(status|result|outcome|decision|reason_code|error_code|category|severity|level|unit|method|provider|algorithm|model|policy|check|kinds?|country|country_code|source|document_type|field|fields)$/;

const isCode = (text: string) => /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/.test(text) && !/\d{4}/.test(text);
/** A key may be a value: `{"anna@example.com": true}`, `{"X1234567": 1}`. */
const isPlainKey = (key: string) => /^[A-Za-z_][A-Za-z0-9_ -]{0,63}$/.test(key) && !/\d{3}/.test(key);

const snake = (key: string) =>
  key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[ -]/g, "_")
    .toLowerCase();

function isHarmless(key: string, value: unknown): boolean {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number" || exactNumberText(value) !== null) return measures.test(key);
  return typeof value === "string" && codes.test(key) && isCode(value);
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** What becomes of a leaf below a key; undefined leaves it out. `within` is the nearest field of the extracted data above. */
type Leaf = (value: unknown, key: string, within: string | undefined) => unknown;

/** Gives every leaf to `leaf`, at any depth. Lists and objects of which nothing is left are left out too. */
function walk(value: unknown, leaf: Leaf, key = "", within?: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((each) => walk(each, leaf, key, within)).filter((each) => each !== undefined);
    return items.length === 0 && value.length > 0 ? undefined : items;
  }
  if (!isMap(value)) return leaf(value, key, within);
  const entries = Object.entries(value).map(([name, inner], at): [string, unknown] =>
    isPlainKey(name)
      ? [name, walk(inner, leaf, snake(name), fieldOf(name) ?? within)]
      : // The name itself is a leaf: a value that stands where a key should.
        [`${hidden}${at}`, leaf(name, "", within)],
  );
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

const masked: Leaf = (value, key) => (isHarmless(key, value) ? value : hidden);

const listed =
  (given: readonly (string | undefined)[]): Leaf =>
  (value, key, within) => {
    const isShown = within ? given.includes(within) : isHarmless(key, value);
    return isShown ? value : undefined;
  };

/**
 * What a check, a fraud signal or anything else of a source's own shape says, as somebody may see it, at any depth.
 * A source may write any value under any name. So a value is shown only where its key is known to hold no personal
 * data (measures, vendors' codes, yes and no); everything else stands as {@link hidden} for people and is left out for
 * API keys. A field of the whitelist is given wherever it stands.
 * The whole whitelist gives all of the details.
 * @returns null where there are no details
 */
export function viewDetails({ sight, whitelist }: View, details: unknown): unknown {
  if (details === null || details === undefined) return null;
  if (sight === "clear") return details;
  if (sight === "masked") return walk(details, masked);
  if (sight === "hidden") return hidden;
  const isWhole = piiFields.every((field) => whitelist.includes(field));
  return isWhole ? details : (walk(details, listed(whitelist)) ?? null);
}

/** Metadata as the view allows. API keys get all of it, because it is the customer's own. */
export function viewMetadata(view: View, metadata: Record<string, unknown> | null | undefined) {
  if (!metadata || view.sight === "hidden") return {};
  return view.sight === "listed" ? metadata : (viewDetails(view, metadata) as Record<string, unknown>);
}
