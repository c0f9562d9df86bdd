/** Known fields that have a default of ours: a null of the source is remembered, so that the export repeats it. */
const defaulted = new Set([
  "retention_status",
  "sensitive_data_expired",
  "extracted_data",
  "tags",
  "monitoring_enabled",
  "hits",
  "result",
  "max_attempts",
  "documents",
  "screening",
  "case_notes",
  "fraud_signals",
  "webhook_deliveries",
  "session_id",
  "is_sandbox",
  "environment",
]);

/** Under which a part keeps values of known fields that were set aside because they are broken. */
const aside = Symbol("set aside");

/** What was set aside of a part. */
export function asideOf(part: object): Record<string, unknown> {
  const found: unknown = Reflect.get(part, aside);
  return typeof found === "object" && found !== null ? { ...found } : {};
}

/** Sets a value aside. */
export const putAside = (part: object, key: string, value: unknown): boolean =>
  Reflect.set(part, aside, { ...asideOf(part), [key]: value });

/**
 * The fields of an object that a schema does not name, nulls that would become a default, and what was set aside: all
 * that comes out of the export as it came in.
 */
export function extrasOf(
  schema: { shape: object },
  value: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const extras = Object.entries(value).filter(
    ([key, inner]) => !Object.hasOwn(schema.shape, key) || (inner === null && defaulted.has(key)),
  );
  const all = [...extras, ...Object.entries(asideOf(value))];
  return all.length > 0 ? Object.fromEntries(all) : undefined;
}
