// Writes the OpenAPI document from the routes' specs: npm run openapi; with -- --check it only compares.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { inflect } from "@/lib/contract/inflection";
import { type Document, writeCompatibility } from "./compatibility/page";

type Spec = {
  summary: string;
  answers?: string;
  door?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  form?: { parts: Record<string, string> };
  response?: z.ZodType;
  status?: number;
};

const target = "docs/openapi.json";
const paths: ZodOpenApiPathsObject = {};

const error = {
  type: "object" as const,
  required: ["error", "detail", "status_code", "request_id"],
  properties: {
    error: { type: "string" as const },
    detail: { type: "string" as const },
    status_code: { type: "integer" as const },
    request_id: { type: "string" as const },
    fields: {
      type: "array" as const,
      items: {
        type: "object" as const,
        properties: { field: { type: "string" as const }, message: { type: "string" as const } },
      },
    },
    attempts_left: {
      type: "integer" as const,
      description: "After a wrong code: how many more may be entered.",
    },
  },
};

const refusals = {
  400: "Bad request",
  401: "Not authenticated",
  403: "Not allowed",
  404: "Not found",
  409: "Conflict",
  422: "Not valid",
  413: "Too large",
  429: "Too many requests",
  503: "Temporarily unavailable",
};

for (const file of readdirSync("app/api", { recursive: true, encoding: "utf8" }).sort()) {
  if (!file.endsWith("route.ts") || /^(auth|health|mcp|v1\/openapi)/.test(file)) continue;
  const methods = await import(`../app/api/${file}`);
  const route = `/api/${file.replace(/\/?route\.ts$/, "").replaceAll(/\[(\w+)\]/g, "{$1}")}`;
  for (const [method, handler] of Object.entries<{ spec?: Spec }>(methods)) {
    if (handler.spec) paths[route] = { ...paths[route], [method.toLowerCase()]: operation(handler.spec) };
  }
}

function operation({
  summary,
  answers = "application/octet-stream",
  door = "actor",
  params,
  query,
  body,
  form,
  response,
  status = 200,
}: Spec) {
  const problems = Object.fromEntries(
    Object.entries(refusals)
      .filter(([code]) => code !== "413" || body || form)
      .map(([code, description]) => [
        code,
        { description, content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } },
      ]),
  );
  const content = response
    ? { "application/json": { schema: response } }
    : { [answers]: { schema: { type: "string" as const, format: "binary" } } };
  return {
    summary,
    security: door === "actor" ? [{ apiKey: [] }, { authorization: [] }] : [],
    requestParams: { ...(params && { path: params }), ...(query && { query }) },
    ...(body && { requestBody: { content: { "application/json": { schema: body } } } }),
    ...(form && { requestBody: { content: { "multipart/form-data": { schema: formSchema(form.parts) } } } }),
    responses: {
      // Whoever comes with a form is sent on by a 303, others by a 302.
      ...(status === 302
        ? { "3XX": { description: "Sent to another address" } }
        : { [status]: { description: "OK", content } }),
      ...problems,
    },
  };
}

/** A form whose parts are files; a part's name may be any text where it is called “*”. */
function formSchema({ "*": others, ...parts }: Record<string, string>) {
  const file = (description: string) => ({ type: "string" as const, format: "binary", description });
  return {
    type: "object" as const,
    properties: Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, file(text)])),
    required: Object.keys(parts),
    additionalProperties: others ? file(others) : false,
  };
}

/** Spells keys in snake case, as the API does; path parameters keep the names of the route. */
function respell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(respell);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === "properties")
        return [
          key,
          Object.fromEntries(
            Object.entries(inner as object).map(([name, schema]) => [
              Object.keys(inflect({ [name]: 0 }, "snake") as object)[0],
              respell(schema),
            ]),
          ),
        ];
      if (key === "required" && Array.isArray(inner))
        return [key, inner.map((name) => Object.keys(inflect({ [name]: 0 }, "snake") as object)[0])];
      if (key === "name" && (value as { in?: string }).in === "query")
        return [
          key,
          String(inner)
            .replace(/^page(After|Size)$/, (_, word) => `page[${word.toLowerCase()}]`)
            .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        ];
      return [key, respell(inner)];
    }),
  );
}

const document = respell(
  createDocument({
    openapi: "3.1.0",
    info: {
      title: "Countersign API",
      version: "1.0.0",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    components: {
      schemas: { Error: error },
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
        authorization: {
          type: "apiKey",
          in: "header",
          name: "Authorization",
          description: "`ApiKey <key>`, `Bearer <key>`, or Basic with the key as the password.",
        },
      },
    },
    paths,
  }),
);

writeCompatibility(document as unknown as Document, process.argv.includes("--check"));
const text = `${JSON.stringify(document, null, 2)}\n`;
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error("docs/openapi.json does not match the routes; run “npm run openapi”.");
  process.exit(1);
}
process.exit(0);
