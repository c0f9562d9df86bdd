import type { z } from "zod";
import { nestedTooDeepAt } from "@/lib/platform/json";
import { type Bundle, bundleSchema } from "@/lib/sessions/bundle";

/** Where a bundle is broken, what was expected there, and what kind of value was found. Never the value itself. */
export type BundleFault = { path: string; expected: string; found: string };

export type BundleReading =
  | { bundle: Bundle; faults?: undefined }
  | { bundle?: undefined; faults: BundleFault[] };

const maxDepth = 64;
const maxFaults = 20;

/** Reads a bundle from the bytes of a file. Never throws: everything wrong is said as faults. */
export function readBundle(bytes: Uint8Array): BundleReading {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fault("(file)", "UTF-8 text", `invalid UTF-8 at byte ${firstInvalidByte(bytes)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fault(
      "(file)",
      "one JSON object",
      (error as Error).message.slice(0, 200).replace(/"[^"]*"(?=\.\.\.| is not)/, "the text"),
    );
  }
  return checkBundle(value);
}

/** {@link readBundle} for a value that is parsed already. */
export function checkBundle(value: unknown): BundleReading {
  const deep = nestedTooDeepAt(value, maxDepth);
  if (deep) return fault(deep, `at most ${maxDepth} levels of nesting`, "more");
  const parsed = bundleSchema.safeParse(value);
  if (!parsed.success) {
    return { faults: parsed.error.issues.slice(0, maxFaults).map((issue) => toFault(issue, value)) };
  }
  const contradictions = findContradictions(parsed.data);
  return contradictions.length > 0 ? { faults: contradictions } : { bundle: parsed.data };
}

const fault = (path: string, expected: string, found: string): BundleReading => ({
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
  if (typeof value === "string") return `a string of ${value.length} characters`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** What the sections say of each other must agree; a bundle that contradicts itself is refused as a whole. */
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

/** Where a bundle holds something that a redaction would have taken. */
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

function firstInvalidByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isValidPrefix(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isValidPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
