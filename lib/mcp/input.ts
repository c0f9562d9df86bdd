import document from "@/docs/openapi.json";
import type { Tool } from "@/lib/mcp/tool";

type Schema = { [keyword: string]: unknown };
type Parameter = { in: string; name: string; schema: Schema; description?: string };
type Operation = {
  parameters?: Parameter[];
  requestBody?: { content: { "application/json"?: { schema: Schema } } };
};

/** Where an argument of a tool goes in the call, by the argument's name. */
export type Places = Record<string, { in: "path" | "query" | "body"; name: string }>;
export type ToolInput = {
  schema: {
    type: "object";
    properties: Record<string, Schema>;
    required: string[];
    additionalProperties: false;
  };
  places: Places;
};

const operations = document.paths as unknown as Record<string, Record<string, Operation>>;
const shared = document.components.schemas as unknown as Record<string, Schema>;

/** Replaces references to shared schemas by the schemas: a client sees one tool at a time, not the document. */
function inline(value: unknown, above: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((each) => inline(each, above));
  if (value === null || typeof value !== "object") return value;
  const { $ref } = value as { $ref?: string };
  if ($ref === undefined)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inline(inner, above)]));
  const name = $ref.split("/").at(-1) ?? "";
  // JSON within JSON, such as metadata, has no end: any value is allowed there.
  return above.includes(name) ? {} : inline(shared[name], [...above, name]);
}

const spelled = (name: string) =>
  name.replaceAll(/\[(\w+)\]/g, "_$1").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const text = (description: string) => ({ type: "string", description });

/** Arguments that the tools have beyond those of their calls. */
function extrasOf({ effect, destroys }: Tool): Record<string, Schema> {
  if (effect === "read") return {};
  const once = {
    idempotency_key: text(
      "Repeats of a call with the same key and arguments do nothing again, for 24 hours.",
    ),
  };
  if (effect === "write") return once;
  return {
    ...once,
    confirm: text(`The ${destroys} once more: what is removed does not come back.`),
    reason: text("Why this is removed, for the audit log. Name no person."),
  };
}

const madeInputs = new Map<string, ToolInput>();

/**
 * Returns what a tool takes, as JSON Schema, from the OpenAPI document: parameters and body side by side.
 * @throws Error for a tool whose call is not in the document, or takes one name at two places
 */
export function inputOf(tool: Tool): ToolInput {
  const known = madeInputs.get(tool.name);
  if (known) return known;
  const made = makeInput(tool);
  madeInputs.set(tool.name, made);
  return made;
}

function makeInput(tool: Tool): ToolInput {
  const [method = "", path = ""] = tool.call.split(" ");
  const operation = operations[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${tool.call} is not in the OpenAPI document.`);
  const places: Places = {};
  const properties: Record<string, Schema> = extrasOf(tool);
  const required = tool.effect === "destructive" ? ["confirm", "reason"] : [];
  const put = (argument: string, place: Places[string], schema: unknown) => {
    if (places[argument]) throw new Error(`${tool.name} takes ${argument} twice.`);
    places[argument] = place;
    properties[argument] ??= schema as Schema;
  };
  for (const { in: where, name, schema } of operation.parameters ?? []) {
    const place = where === "path" ? "path" : "query";
    put(spelled(name), { in: place, name }, inline(schema));
    if (place === "path") required.push(spelled(name));
  }
  const body = inline(operation.requestBody?.content["application/json"]?.schema ?? {}) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  for (const [name, schema] of Object.entries(body.properties ?? {})) put(name, { in: "body", name }, schema);
  return {
    places,
    schema: {
      type: "object",
      properties,
      required: [...required, ...(body.required ?? [])],
      additionalProperties: false,
    },
  };
}
