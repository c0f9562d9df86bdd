import type { Bundle } from "@/lib/contract/bundle";
import { inOneSpelling } from "@/lib/format/exact-json";
import { canonicalJson } from "@/lib/platform/canonical-json";

/** What the importer works out itself, or what no mapping sets. */
const notMapped = {
  session: ["id", "is_sandbox", "environment", "retention_status", "case_id", "case_status"],
  result: ["session_id", "is_sandbox", "sensitive_data_expired", "extracted_data"],
};

const isInstant = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;

/** A value as it is compared: without what is empty in it, and each instant in one spelling. */
function plain(value: unknown): unknown {
  if (typeof value === "string") return isInstant.test(value) ? new Date(value).toISOString() : value;
  if (Array.isArray(value)) return value.length > 0 ? value.map((each) => plain(each) ?? null) : undefined;
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const inner = Object.entries(value).map(([key, each]) => [key, plain(each)] as const);
  const kept = inner.filter(([, each]) => each !== undefined);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function written(value: unknown): string | null {
  const compared = plain(inOneSpelling(value));
  return compared === undefined ? null : canonicalJson({ value: compared });
}

const below = (name: string, part: object | null | undefined, without: readonly string[] = []) =>
  Object.entries(part ?? {}).flatMap(([key, value]) =>
    without.includes(key) ? [] : [[`${name}.${key}`, value] as const],
  );

/** The values of a session by the names of their fields. */
function valuesOf(bundle: Bundle): Map<string, string | null> {
  const { session, result, documents, verifications, fraud_signals: signals } = bundle;
  const { tags, fields, ...own } = session;
  const named = [
    ...below("session", own, notMapped.session),
    ...below("session.fields", fields),
    ["session.tags", [...(tags ?? [])].toSorted()] as const,
    ...below("result", result, notMapped.result),
    ...below("result.extracted_data", result?.extracted_data),
    ...(documents ?? []).map(
      ({ id, document_type, page }) => [`documents.${id}`, { document_type, page }] as const,
    ),
    ...(verifications ?? []).map(
      ({ policy, attempt, status, score, threshold, details }) =>
        [`checks.${policy}.${attempt}`, { status, score, threshold, details }] as const,
    ),
    ["fraud_signals", (signals ?? []).map(({ signal_type, details }) => ({ signal_type, details }))] as const,
  ];
  return new Map(named.map(([name, value]) => [name, written(value)]));
}

/** A field's name without what names one session: `documents.<id>` of all sessions is one field. */
const general = (name: string) =>
  /^(documents|checks)\./.test(name)
    ? name
        .split(".")
        .slice(0, name.startsWith("checks") ? 2 : 1)
        .join(".")
    : name;

/**
 * The names of the fields whose values are others in a session that was read anew, in the order of the alphabet. What no
 * mapping sets, such as a case and what was written here, is not compared.
 */
export function changedFields(before: Bundle, after: Bundle): string[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const changed = names.filter((name) => (old.get(name) ?? null) !== (now.get(name) ?? null));
  return [...new Set(changed.map(general))].toSorted();
}
