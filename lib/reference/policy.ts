import document from "@/docs/openapi.json";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** JSON Schema, as far as the document uses it. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: Json[];
  const?: Json;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
};

type Content = Record<string, { schema: Schema }>;
type RawOperation = {
  summary: string;
  security: unknown[];
  parameters?: { in: string; name: string; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
};

/** One field of a call or an answer, with its depth below the top. */
export type FieldRow = {
  name: string;
  depth: number;
  type: string;
  isRequired: boolean;
  about: string;
};

export type Operation = {
  /** What the page calls its place. */
  id: string;
  method: string;
  path: string;
  summary: string;
  needsKey: boolean;
  parameters: readonly (FieldRow & { place: string })[];
  body: { type: string; fields: readonly FieldRow[] } | null;
  answer: { status: string; type: string; fields: readonly FieldRow[] };
  example: string;
};

const paths = document.paths as unknown as Record<string, Record<string, RawOperation>>;
const schemas = document.components.schemas as unknown as Record<string, Schema>;

/** Deeper fields are not listed: they would fill pages, and the document has them. */
const deepest = 4;

const nameOf = ({ $ref }: Schema) => $ref?.split("/").at(-1);
const resolved = (schema: Schema): Schema => {
  const name = nameOf(schema);
  return name ? { ...schemas[name], ...(schema.description && { description: schema.description }) } : schema;
};

/** A type in words: `text (date-time)`, `list of text`, `whole number or null`. */
function typeOf(given: Schema): string {
  const schema = resolved(given);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return [...new Set(several.map(typeOf))].join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(" or ");
  if (schema.type === "array") return `list of ${schema.items ? typeOf(schema.items) : "any value"}`;
  const names: Record<string, string> = {
    ...{ string: "text", integer: "whole number", number: "number", boolean: "true or false", null: "null" },
    ...{ object: "object" },
  };
  const name = names[schema.type ?? ""] ?? "any value";
  return schema.format && schema.type === "string" ? `${name} (${schema.format})` : name;
}

function aboutOf(given: Schema): string {
  const schema = resolved(given);
  const said = [
    schema.description,
    schema.enum &&
      `One of ${schema.enum
        .filter((each) => each !== null)
        .map((each) => `\`${String(each)}\``)
        .join(", ")}.`,
    rangeOf(schema),
  ];
  return said.filter(Boolean).join(" ");
}

function rangeOf({ minimum, maximum, maxLength, maxItems, type }: Schema): string {
  // Numbers without a limit of ours have the largest one that JavaScript can hold.
  const isBound = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  if (isBound(minimum) && isBound(maximum)) return `From ${minimum} to ${maximum}.`;
  if (isBound(maximum)) return `At most ${maximum}.`;
  if (isBound(minimum)) return `At least ${minimum}.`;
  if (maxLength !== undefined && type === "string") return `At most ${maxLength} characters.`;
  return maxItems === undefined ? "" : `At most ${maxItems} entries.`;
}

/** Lists the fields of an object, those of inner objects below it. */
function fieldsOf(given: Schema, depth = 0, above: readonly string[] = []): FieldRow[] {
  const name = nameOf(given);
  if (depth >= deepest || (name && above.includes(name))) return [];
  const inside = name ? [...above, name] : above;
  const schema = resolved(given);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return several.flatMap((each) => fieldsOf(each, depth, inside)).filter(isFirst);
  if (schema.items) return fieldsOf(schema.items, depth, inside);
  return Object.entries(schema.properties ?? {}).flatMap(([field, inner]) => [
    {
      ...{ name: field, depth, type: typeOf(inner), about: aboutOf(inner) },
      isRequired: schema.required?.includes(field) ?? false,
    },
    ...fieldsOf(inner, depth + 1, inside),
  ]);
}

const isFirst = (row: FieldRow, at: number, rows: readonly FieldRow[]) =>
  rows.findIndex(({ name, depth }) => name === row.name && depth === row.depth) === at;

/** A value that fits a schema, with required fields only. */
function exampleOf(given: Schema, depth = 0): Json {
  const schema = resolved(given);
  const several = schema.anyOf ?? schema.oneOf;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0] ?? null;
  if (several) return exampleOf(several[0] ?? {}, depth);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "array") return depth > deepest || !schema.items ? [] : [exampleOf(schema.items, depth + 1)];
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return Math.max(1, schema.minimum ?? 1);
  if (type === "object")
    return Object.fromEntries(
      (schema.required ?? []).map((field) => [field, exampleOf(schema.properties?.[field] ?? {}, depth + 1)]),
    );
  if (schema.format === "date-time") return "2026-11-30T12:00:00Z";
  return schema.format === "date" ? "2026-11-30" : "…";
}

/** A call for a terminal, with what must be given. */
function curlOf(
  method: string,
  path: string,
  { requestBody, security, parameters = [] }: RawOperation,
): string {
  const filled = path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => `$${name.replaceAll(/[A-Z]/g, (each) => `_${each}`).toUpperCase()}`,
  );
  const needed = parameters.filter(({ in: place, required }) => place === "query" && required);
  const query = needed.map(({ name }) => `${name}=…`).join("&");
  const json = requestBody?.content["application/json"]?.schema;
  return [
    `curl${method === "GET" ? "" : ` -X ${method}`} "$COUNTERSIGN${filled}${query && `?${query}`}"`,
    security.length > 0 && `-H "X-API-Key: $API_KEY"`,
    json && `-H "Content-Type: application/json"`,
    json && `-d '${JSON.stringify(exampleOf(json))}'`,
    requestBody?.content["multipart/form-data"] && `-F "file=@id-front.jpg"`,
  ]
    .filter(Boolean)
    .join(" \\\n  ");
}

function toOperation(method: string, path: string, raw: RawOperation): Operation {
  const [status = "200", response] =
    Object.entries(raw.responses).find(([code]) => code.startsWith("2")) ?? [];
  const [type = "", answer] = Object.entries(response?.content ?? {})[0] ?? [];
  const [bodyType, body] = Object.entries(raw.requestBody?.content ?? {})[0] ?? [];
  const plain = path.replace("/api/", "").replaceAll(/[{}]/g, "").replaceAll("/", "-");
  return {
    id: `${method}-${plain}`,
    method: method.toUpperCase(),
    path,
    summary: raw.summary,
    needsKey: raw.security.length > 0,
    parameters: (raw.parameters ?? []).map(({ in: place, name, required, description, schema }) => ({
      ...{ place, name, depth: 0, type: typeOf(schema), isRequired: required === true },
      about: aboutOf({ ...schema, ...(description && { description }) }),
    })),
    body: bodyType && body ? { type: bodyType, fields: fieldsOf(body.schema) } : null,
    answer: { status, type, fields: answer ? fieldsOf(answer.schema) : [] },
    example: curlOf(method.toUpperCase(), path, raw),
  };
}

const nounOf = (path: string) =>
  (path.startsWith("/api/v1/") ? path.split("/")[3] : path.split("/")[2]) ?? "";

/** The nouns of the API with the number of their calls, by name. */
export function listNouns(): { noun: string; calls: number }[] {
  const counts = new Map<string, number>();
  for (const [path, methods] of Object.entries(paths))
    counts.set(nounOf(path), (counts.get(nounOf(path)) ?? 0) + Object.keys(methods).length);
  return [...counts]
    .map(([noun, calls]) => ({ noun, calls }))
    .toSorted((left, right) => left.noun.localeCompare(right.noun));
}

/** Returns the calls of a noun as the reference shows them; empty for a noun that there is not. */
export const operationsOf = (noun: string): Operation[] =>
  Object.entries(paths)
    .filter(([path]) => nounOf(path) === noun)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, raw]) => toOperation(method, path, raw)),
    )
    .toSorted((left, right) => left.path.localeCompare(right.path));
