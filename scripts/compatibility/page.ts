// Writes docs/api/compatibility.md from the OpenAPI document and what is known of the contract:
// npm run openapi writes both; with -- --check it only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { calls } from "./contract";

type Schema = { $ref?: string; type?: string; items?: Schema; properties?: Record<string, Schema> };
type Operation = {
  summary: string;
  responses: Record<string, { content?: { "application/json"?: { schema: Schema } } }>;
};
export type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** The nouns of the contract. Everything else is for the desk, or ours. */
const nouns = [
  ...["sessions", "results", "cases", "identities", "checks", "watchlists", "lists", "events", "webhooks"],
  ...["api-keys", "rate-limits", "analytics", "verification-policies"],
];

function resolved(document: Document, schema: Schema = {}): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name ? resolved(document, document.components.schemas[name]) : schema;
}

/** The names of what a call answers; of a list, those of its items. */
function fieldsOf(document: Document, { responses }: Operation): string[] {
  const [, answer] = Object.entries(responses).find(([code]) => code.startsWith("2")) ?? [];
  const schema = resolved(document, answer?.content?.["application/json"]?.schema);
  const list = resolved(document, schema.properties?.data);
  const item = list.type === "array" ? resolved(document, list.items) : schema;
  return Object.keys(item.properties ?? {});
}

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ") || "—";

/** Returns the page: for each call and field whether it is as documented, inferred, ours, or not there. */
export function compatibilityPage(document: Document): string {
  const rows = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      call: `${method.toUpperCase()} ${path.replace("/api/v1", "")}`,
      noun: path.split("/")[3] ?? "",
      fields: fieldsOf(document, operation),
    })),
  );
  const here = new Set(rows.map(({ call }) => call));
  const table = (noun: string) =>
    rows
      .filter((row) => row.noun === noun)
      .map(({ call, fields }) => {
        const known = calls[call];
        if (!known) return `| \`${call}\` | ours | — | — | ${code(fields)} | — |`;
        const guessed = known.guessed ?? [];
        const named = [...known.seen, ...guessed].filter(Boolean);
        const own = fields.filter((field) => !named.includes(field));
        const has = (names: readonly string[]) => names.filter((name) => fields.includes(name));
        const lacks = named.filter((name) => !fields.includes(name));
        return `| \`${call}\` | ${known.path ? "inferred" : "documented"} | ${code(has(known.seen))} | ${code(has(guessed))} | ${code(own)} | ${code(lacks)} |`;
      });
  const absent = Object.keys(calls).filter((call) => !here.has(call));
  return `${head}
${nouns.flatMap((noun) => section(noun, table(noun))).join("\n")}
## Not here

${absent.map((call) => `- \`${call}\``).join("\n") || "Every call that is known is here."}

Every field that is known is here. Three of them say less than in the hosted service: \`identity_type_id\` is always null, because there are no types of identities here; \`latest_result_id\` is the ID of the session, because a result has no other; \`graph_snapshot\` is made from the rules of the run, which are a list and no graph. \`attribute_blocklist\`, \`event_filter_conditions\`, \`check_results\` and \`match_details\` have a shape of our own: the contract names them without one.

Calls for organizations by an administrator's token, workflows as graphs, consortiums and audit findings are not here either: an installation has members, settings and a workflow of its own instead.
`;
}

const section = (noun: string, rows: readonly string[]) =>
  rows.length === 0
    ? []
    : [
        `## ${noun}`,
        "",
        "| call | path | fields as documented | inferred | ours | not here |",
        "| --- | --- | --- | --- | --- | --- |",
        ...rows,
        "",
      ];

const head = `# Compatibility with the hosted service

This page is written by \`npm run openapi\`. It says of every call and of every field of its answer:

- **documented**: as the reference of the hosted service or a client that works has it,
- **inferred**: the call is named there, but not its path, or the field follows from a guide,
- **ours**: the hosted service has no such call or field, as far as we know. Clients that ignore unknown fields are not disturbed,
- **not here**: the contract has the field, and the answer does not.

Everything outside these nouns (requests, redactions, holds, members, settings and others) is ours. Where sources of the contract disagree, [api.md](../api.md#choices-where-sources-disagree) says which side we took.
`;

/** Writes or compares the page. */
export function writeCompatibility(document: Document, isCheck: boolean): void {
  const target = "docs/api/compatibility.md";
  const page = compatibilityPage(document);
  if (!isCheck) writeFileSync(target, page);
  else if (readFileSync(target, "utf8") !== page) {
    console.error(`${target} is out of date; run npm run openapi.`);
    process.exit(1);
  }
}
