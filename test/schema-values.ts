import fc from "fast-check";

/** The part of JSON Schema that docs/openapi.json uses. */
export type JsonSchema = {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
};

export type Shared = Readonly<Record<string, JsonSchema>>;

/** Free text that a test recognizes where it must not appear. */
export const mark = "Quorvexmark";

const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: days.map((day) => day.toISOString().slice(0, 10)),
  "date-time": days.map((day) => day.toISOString()),
  uri: fc.constantFrom("https://receiver.example/in", "https://receiver.example:8443/?a=b"),
};

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  const known = formats[schema.format ?? ""];
  if (known) return known;
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  const { minLength = 0, maxLength = 60 } = schema;
  const free = fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, minLength + 40) });
  return maxLength < mark.length ? free : fc.oneof(free, fc.constant(mark.padEnd(minLength, "k")));
}

function objectOf(schema: JsonSchema, shared: Shared, ids: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0 && schema.additionalProperties === false) return fc.constant({});
  if (properties.length === 0)
    return fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.constant(mark), { maxKeys: 3 });
  const values = properties.map(
    ([name, inner]) => [name, valuesOf(inner, shared, /(_id|_ids)$/.test(name) ? ids : null)] as const,
  );
  return fc.record(Object.fromEntries(values), { requiredKeys: schema.required ?? [] });
}

function arrayOf(schema: JsonSchema, shared: Shared, ids: fc.Arbitrary<string> | null) {
  const { minItems = 0, maxItems = 4 } = schema;
  return fc.array(valuesOf(schema.items ?? {}, shared, ids), {
    minLength: minItems,
    maxLength: Math.min(maxItems, Math.max(minItems, 4)),
  });
}

/**
 * Makes values that a schema allows.
 * @param shared the schemas to which `$ref` refers, by their names
 * @param ids what stands where an id is expected; null where none is
 */
export function valuesOf(
  schema: JsonSchema,
  shared: Shared,
  ids: fc.Arbitrary<string> | null = null,
): fc.Arbitrary<unknown> {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (schema.$ref) return valuesOf(shared[schema.$ref.split("/").at(-1) ?? ""] ?? {}, shared, ids);
  if (alternatives) return fc.oneof(...alternatives.map((each) => valuesOf(each, shared, ids)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === "string") return ids && !schema.pattern ? ids : textOf(schema);
  if (schema.type === "integer" || schema.type === "number")
    return fc.integer({
      min: Math.max(Math.ceil(schema.minimum ?? -1000), -1000),
      max: Math.min(Math.floor(schema.maximum ?? 1000), 100_000),
    });
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "null") return fc.constant(null);
  if (schema.type === "array") return arrayOf(schema, shared, ids);
  if (schema.type === "object") return objectOf(schema, shared, ids ?? fc.constant("nothing"));
  return fc.jsonValue({ maxDepth: 2 });
}

/** Values that programs mistake for other ones, or forget. */
export const hostileValues = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      "",
      " ",
      "\0",
      "a\ud800",
      "𝕊",
      "a".repeat(5000),
      "' OR 1=1 --",
      "../../etc/passwd",
      "-1",
      "1e9",
      "null",
    ],
    ...["__proto__", "constructor", "{{7*7}}", "=1+1", "\u202eevil", "2026-02-30", "9999-12-31T23:59:60Z"],
    ...[0, -1, 1.5, 2 ** 53, 1e308, true, false, null, [], {}, [[[]]], { a: { b: {} } }],
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** Takes a value and makes it nearly what it was: one of its fields is gone, something else, or one too many. */
export const nearly = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(values, fc.nat(), hostileValues, fc.constantFrom("remove", "replace", "add"))
    .map(([value, at, other, how]) => {
      if (value === null || typeof value !== "object" || Array.isArray(value)) return other;
      const fields = { ...(value as Record<string, unknown>) };
      const names = Object.keys(fields);
      const name = names[at % Math.max(1, names.length)];
      if (how === "add" || name === undefined) return { ...fields, [`x_${at}`]: other };
      if (how === "replace") return { ...fields, [name]: other };
      delete fields[name];
      return fields;
    });
