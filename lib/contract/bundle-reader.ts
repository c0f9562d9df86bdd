import type { z } from "zod";
import { type Bundle, bundleSchema } from "@/lib/contract/bundle";
import { attachAside, keepEveryKey, type SetAside, withoutBroken } from "@/lib/contract/bundle-aside";
import { type Inflection, inflect, spellPath } from "@/lib/contract/inflection";
import { exactNumberText, parseExact } from "@/lib/format/exact-json";
import { doubledKeysIn, syntaxErrorIn } from "@/lib/format/json-syntax";
import { firstInvalidByte } from "@/lib/format/utf8";
import { nestedTooDeepAt } from "@/lib/platform/json";

/**
 * Describes a fault of a bundle: the path in the sender's spelling, the expected value, and the kind of value found.
 * It never contains the value itself.
 */
export type BundleFault = { path: string; expected: string; found: string };

export type BundleReading =
  | {
      bundle: Bundle;
      faults?: undefined;
      /** Invalid values of fields that a session can lack. */
      aside: BundleFault[];
    }
  | { bundle?: undefined; faults: BundleFault[] /** The session's, where it can be read. */; id?: string };

const maxDepth = 64;
const maxFaults = 20;

/** The parsed value of a file, and the paths of keys that occur twice in one object. The last one counts. */
export type JsonReading = { value: unknown; doubled: string[] } | { faults: BundleFault[] };

/** Parses JSON from the bytes of a file and keeps numbers exact. Never throws. */
export function readJson(bytes: Uint8Array): JsonReading {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fault("(file)", "UTF-8 text", `invalid UTF-8 at byte ${firstInvalidByte(bytes)}`);
  }
  try {
    return { value: parseExact(text), doubled: doubledKeysIn(text) };
  } catch {
    const at = syntaxErrorIn(text);
    const where = at ? `, line ${at.line}, column ${at.column}` : "";
    return fault(`(file${where})`, "valid JSON", text.trim() ? "something else" : "nothing");
  }
}

/** Reads a bundle from the bytes of a file. Never throws: it returns everything wrong as faults. */
export function readBundle(bytes: Uint8Array): BundleReading {
  const read = readJson(bytes);
  return "faults" in read ? read : checkBundle(read.value);
}

/** {@link readBundle} for a parsed value. Keys may be in any spelling that exports use. */
export function checkBundle(value: unknown): BundleReading {
  const deep = nestedTooDeepAt(value, maxDepth);
  if (deep) return fault(deep, `at most ${maxDepth} levels of nesting`, "more");
  const spelling = spellingOf(value);
  if (!spelling) return fault("(file)", aBundle, kindOf(value));
  const given = spelling === "snake" ? value : inflect(value, "snake");
  const id = idOf(given);
  const { bundle, issues, aside } = parse(given);
  const each = new Map(issues.toReversed().map((issue) => [issue.path.join("."), toFault(issue, given)]));
  const said = [...each.values()].reverse().slice(0, maxFaults);
  if (!bundle) return { id, faults: spelled(said, spelling) };
  const contradictions = findContradictions(bundle);
  if (contradictions.length > 0) return { id, faults: spelled(contradictions, spelling) };
  keepEveryKey(given, bundle);
  attachAside(bundle, aside);
  return { bundle, aside: spelled(said, spelling) };
}

type Issues = readonly z.core.$ZodIssue[];

/**
 * Parses a bundle and sets invalid values of fields aside that it can lack. A redacted bundle must be completely
 * valid.
 */
function parse(given: unknown): { bundle?: Bundle; issues: Issues; aside: SetAside[] } {
  const parsed = bundleSchema.safeParse(given);
  if (parsed.success) return { bundle: parsed.data, issues: [], aside: [] };
  const { issues } = parsed.error;
  const mended = withoutBroken(given, issues);
  const again = mended && bundleSchema.safeParse(mended.rest);
  if (!again?.success || again.data.session.retention_status === "redacted") return { issues, aside: [] };
  return { bundle: again.data, issues, aside: mended?.taken ?? [] };
}

const aBundle =
  "the export bundle of one session, an object with “session” and, beside it, “result”, “documents” and so on (docs/import.md says what they hold)";

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Detects the spelling of a bundle's keys; null for a value that is not a bundle. */
function spellingOf(value: unknown): Inflection | null {
  const session = isMap(value) ? value.session : undefined;
  if (!isMap(session)) return null;
  const has = (...keys: string[]) => keys.some((key) => key in session);
  if (has("is_sandbox", "created_at")) return "snake";
  return has("isSandbox", "createdAt") ? "camel" : has("is-sandbox", "created-at") ? "kebab" : "snake";
}

/** Returns the session's id if it is readable. */
function idOf(value: unknown): string | undefined {
  const id = isMap(value) && isMap(value.session) ? value.session.id : undefined;
  return typeof id === "string" && /^[\x21-\x7e]{1,128}$/.test(id) ? id : undefined;
}

/** Rewrites the paths of faults in the sender's spelling. */
const spelled = (faults: BundleFault[], to: Inflection): BundleFault[] =>
  faults.map((each) => ({ ...each, path: to === "snake" ? each.path : spellPath(each.path, to) }));

const fault = (path: string, expected: string, found: string): { faults: BundleFault[] } => ({
  faults: [{ path, expected, found }],
});

function toFault(issue: z.core.$ZodIssue, root: unknown): BundleFault {
  const path = issue.path.reduce<string>(
    (done, key) =>
      typeof key === "number" ? `${done}[${key}]` : done ? `${done}.${String(key)}` : String(key),
    "",
  );
  return { path: path || "(file)", expected: expectation(issue), found: kindOf(valueAt(root, issue.path)) };
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected;
    case "invalid_value":
      return `one of ${issue.values.join(", ")}`;
    case "too_big":
      return `at most ${issue.maximum} ${issue.origin === "string" ? "characters" : issue.origin === "array" ? "entries" : ""}`.trim();
    case "too_small":
      return `at least ${issue.minimum} ${issue.origin === "string" ? "characters" : ""}`.trim();
    default:
      return issue.message;
  }
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined),
    root,
  );
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (exactNumberText(value) !== null) return "a number";
  if (typeof value === "string")
    return `a string of ${value.length} ${value.length === 1 ? "character" : "characters"}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Finds sections that contradict each other. A bundle that contradicts itself is refused as a whole. */
function findContradictions(bundle: Bundle): BundleFault[] {
  const { session, result } = bundle;
  const faults: BundleFault[] = [];
  const expect = (isRight: boolean, path: string, expected: string, found: string) => {
    if (!isRight && faults.length < maxFaults) faults.push({ path, expected, found });
  };
  const belongs = (owner: string | null | undefined) =>
    owner === undefined || owner === null || owner === session.id;
  expect(belongs(result?.session_id), "result.session_id", "the session's id", "another id");
  expect(
    (result?.is_sandbox ?? session.is_sandbox) === session.is_sandbox,
    "result.is_sandbox",
    `${session.is_sandbox}, as in the session`,
    "the opposite",
  );
  expect(belongs(bundle.review_case?.session_id), "review_case.session_id", "the session's id", "another id");
  for (const [at, check] of (bundle.screening ?? []).entries()) {
    expect(belongs(check.session_id), `screening[${at}].session_id`, "the session's id", "another id");
  }
  for (const path of session.retention_status === "redacted" ? personalPlaces(bundle) : []) {
    expect(false, path, "nothing, because retention_status is redacted", "personal data");
  }
  expectUnique(bundle.documents, (document) => document.id, "documents", "id", expect);
  expectUnique(bundle.case_notes, (note) => note.note_id, "case_notes", "note_id", expect);
  expectUnique(bundle.screening, (check) => check.id, "screening", "id", expect);
  expectUnique(bundle.webhook_deliveries, (delivery) => delivery.id, "webhook_deliveries", "id", expect);
  expectUnique(
    bundle.verifications,
    (check) => `${check.policy} ${check.attempt}`,
    "verifications",
    "policy and attempt",
    expect,
  );
  return faults;
}

const isFilled = (value: unknown) =>
  value !== null && value !== undefined && (typeof value !== "object" || Object.keys(value).length > 0);

/** Lists the paths of values that a redaction would have erased. */
function personalPlaces({ session, result, ...bundle }: Bundle): string[] {
  const { metadata, consent_ip, capture_url, fields, device } = session;
  const { extracted_data, rejection_reason } = result ?? {};
  const single = {
    "session.metadata": metadata,
    "session.consent_ip": consent_ip,
    "session.capture_url": capture_url,
    "session.fields": fields,
    "session.device": device,
    "result.extracted_data": extracted_data,
    "result.rejection_reason": rejection_reason,
  };
  const listed = [
    ...(bundle.case_notes ?? []).map(({ content }, at) => [`case_notes[${at}].content`, content]),
    ...(bundle.fraud_signals ?? []).map(({ details }, at) => [`fraud_signals[${at}].details`, details]),
    ...(bundle.screening ?? []).map(({ hits }, at) => [`screening[${at}].hits`, hits]),
    ...(bundle.documents ?? []).map(({ download_url }, at) => [
      `documents[${at}].download_url`,
      download_url,
    ]),
    ...(bundle.verifications ?? []).map(({ details }, at) => [`verifications[${at}].details`, details]),
  ] as [string, unknown][];
  return [...Object.entries(single), ...listed].filter(([, value]) => isFilled(value)).map(([path]) => path);
}

function expectUnique<T>(
  items: readonly T[] | null | undefined,
  key: (item: T) => string,
  section: string,
  what: string,
  expect: (isRight: boolean, path: string, expected: string, found: string) => void,
): void {
  const seen = new Set<string>();
  for (const [at, item] of (items ?? []).entries()) {
    expect(!seen.has(key(item)), `${section}[${at}]`, `a ${what} of its own`, "one that stands above");
    seen.add(key(item));
  }
}
