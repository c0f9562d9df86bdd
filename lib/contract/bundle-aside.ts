import type { z } from "zod";
import { putAside } from "@/lib/contract/bundle-extras";

/**
 * Fields that a session can lack. If such a field has an invalid value, the rest of the session is imported, the
 * field is reported, and its value is stored so that an export repeats it. Ids, and the states and times that
 * determine what happens to the session, are not in the list.
 */
export const fieldsToLack = {
  session:
    `country checks workflow_id document_type processing_attempts consent_ip capture_url token_expires_at tags
    case_id case_status`.split(/\s+/),
  result:
    `face_match_passed face_match_score age_check_passed extracted_age rejection_reason rejection_reason_code
    processing_mode country_used`.split(/\s+/),
  documents: `document_type download_url download_url_expires_at page mime_type size_bytes captured_at`.split(
    " ",
  ),
  screening:
    `provider identity_id external_ref monitoring_enabled tags batch_id pep_risk_tier pep_recommended_action
    last_checked_at expires_at`.split(/\s+/),
  hits: ["id", "match_score", "dismissed_at"],
  review_case: ["assigned_to", "claimed_at", "entered_review_at", "decided_at"],
  case_notes: ["author", "created_at"],
  fraud_signals: ["risk_score", "risk_level"],
  webhook_deliveries: ["max_attempts", "http_status", "last_error"],
  verifications: ["score", "threshold", "created_at", "completed_at"],
} satisfies Record<string, readonly string[]>;
export type BundlePart = keyof typeof fieldsToLack;

const canLack = (part: string, field: string) =>
  Object.entries(fieldsToLack).some(
    ([name, fields]) => name === part && fields.some((each) => each === field),
  );

type Path = readonly PropertyKey[];

/** Returns the path of the field that an issue concerns, if a session can lack the field. */
function fieldOf({ path }: z.core.$ZodIssue): Path | null {
  const names = path.map((key) => (typeof key === "number" ? null : String(key)));
  const part = names[0] === "screening" && names[2] === "hits" ? "hits" : (names[0] ?? "");
  const depth = { session: 1, result: 1, review_case: 1, hits: 4 }[part] ?? 2;
  return canLack(part, names[depth] ?? "") ? path.slice(0, depth + 1) : null;
}

const parentOf = (root: unknown, path: Path) =>
  path.slice(0, -1).reduce<unknown>((value, key) => Reflect.get(Object(value), key), root);

export type SetAside = { path: Path; value: unknown };

/**
 * Copies a bundle without the invalid values of fields that it can lack.
 * @returns null when an issue concerns another field
 */
export function withoutBroken(
  root: unknown,
  issues: readonly z.core.$ZodIssue[],
): { rest: unknown; taken: SetAside[] } | null {
  const rest: unknown = structuredClone(root);
  const taken: SetAside[] = [];
  for (const issue of issues) {
    const path = fieldOf(issue);
    if (!path) return null;
    const parent = parentOf(rest, path);
    const key = path.at(-1) ?? "";
    if (!isObject(parent) || !Object.hasOwn(parent, key)) continue;
    taken.push({ path, value: Reflect.get(parent, key) });
    Reflect.deleteProperty(parent, key);
  }
  return { rest, taken };
}

/** Restores keys named `__proto__`, which zod drops: their owner uses them like any other key. */
export function keepEveryKey(given: unknown, parsed: unknown): void {
  if (given === parsed || !isObject(given) || !isObject(parsed)) return;
  const key = "__proto__";
  if (Object.hasOwn(given, key) && !Object.hasOwn(parsed, key))
    Object.defineProperty(parsed, key, { ...Object.getOwnPropertyDescriptor(given, key) });
  for (const [name, inner] of Object.entries(given))
    if (name !== key && Object.hasOwn(parsed, name)) keepEveryKey(inner, Reflect.get(parsed, name));
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Attaches the values that were set aside to their part of the bundle, so that an export repeats them. */
export function attachAside(bundle: object, taken: readonly SetAside[]): void {
  for (const { path, value } of taken) {
    const part = parentOf(bundle, path);
    if (isObject(part)) putAside(part, String(path.at(-1)), value);
  }
}
