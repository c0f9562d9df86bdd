/**
 * Known fields for which an import inserts a default. A null from the source is stored, so that an export repeats it.
 */
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

/** The key under which a part stores the invalid values of its known fields. */
const aside = Symbol("set aside");

/** Returns the values of a part that were set aside. */
export function asideOf(part: object): Record<string, unknown> {
  const found: unknown = Reflect.get(part, aside);
  return typeof found === "object" && found !== null ? { ...found } : {};
}

/** Sets a value of a part aside. */
export const putAside = (part: object, key: string, value: unknown): boolean =>
  Reflect.set(part, aside, { ...asideOf(part), [key]: value });

/**
 * Collects everything that an export must repeat unchanged: fields that the schema does not know, nulls that would
 * become a default, and values that were set aside. Undefined when there is nothing.
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
