import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { scopePermissions } from "@/lib/actor/permissions";
import { closeRateLimits } from "@/lib/platform/rate-limit";
import { type ApiRoute, apiRoutes, callRoute } from "@/test/api";
import { apiDocument, likely, operationOf, paramNames, prefixes, Scene } from "@/test/api-scene";
import {
  actorOf,
  createApiKey,
  createOrganization,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { hostileValues, mark, nearly, valuesOf } from "@/test/schema-values";
import { db } from "@/test/test-db";

const routes = (await apiRoutes()).filter(({ handler }) => handler.spec);
const nounOf = ({ pattern }: ApiRoute) => pattern.split("/")[3] ?? "";
const nouns = [...new Set(routes.map(nounOf))].sort();

/** How many requests each route gets. CONTRIBUTING.md says when to ask for more. */
const runs = Number(process.env.FUZZ_RUNS ?? 40);

const ajv = addFormats.default(new Ajv2020({ strict: false, validateFormats: true }));
ajv.addSchema({ $id: "api", ...apiDocument });

/** Returns what of an answer the document does not allow; null when it allows all of it. */
function misfit(route: ApiRoute, status: number, body: unknown): string | null {
  const schema = operationOf(route)?.responses[String(status)]?.content?.["application/json"]?.schema;
  if (!schema) return null;
  const path = route.pattern.replaceAll(/\[(\w+)\]/g, "{$1}").replaceAll("/", "~1");
  const place = `api#/paths/${encodeURIComponent(path)}/${route.method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
  const validate = ajv.getSchema(place) ?? ajv.compile({ $ref: place });
  return validate(body) ? null : ajv.errorsText(validate.errors);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
const hostileText = hostileValues.map(textOf);

/** Stands for one of the ids that the answers have told so far; of a kind, or of any. */
const someId = (prefix = "") => fc.nat({ max: 99 }).map((at) => `pick:${prefix}:${at}`);
const ids = fc.oneof({ weight: 3, arbitrary: someId() }, { weight: 1, arbitrary: hostileText });

/** A value of the kind that a parameter names, or anything else. */
const paramOf = (name: string): fc.Arbitrary<string> => {
  const named = likely[name] ? fc.constantFrom(...likely[name]) : someId(prefixes[name]);
  // Half a character has no form in an address.
  const anything = ids.map((value) => value.replaceAll(/\p{Surrogate}/gu, "?"));
  return fc.oneof({ weight: 5, arbitrary: named }, { weight: 1, arbitrary: anything });
};

const oddHeaders = fc.record(
  {
    "key-inflection": fc.constantFrom("snake", "camel", "kebab", "?"),
    "verifa-version": fc.constantFrom("2026-01-01", "yesterday"),
    "idempotency-key": fc.constantFrom("a", "b".repeat(300)),
    "x-environment": fc.constantFrom("live", "moon"),
    origin: fc.constantFrom("null", "http://localhost:3000", "https://evil.example", ":"),
  },
  { requiredKeys: [] },
);
const headers: fc.Arbitrary<Partial<Record<string, string>>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: oddHeaders },
);

/** Parameters of the address: as documented, nearly so, or anything. */
function queryFor(route: ApiRoute): fc.Arbitrary<Record<string, string>> {
  const parameters = (operationOf(route)?.parameters ?? []).filter((each) => each.in === "query");
  const valid = fc.record(
    Object.fromEntries(
      parameters.map(({ name, schema }) => [
        name,
        valuesOf(schema, apiDocument.components.schemas, ids).map(textOf),
      ]),
    ),
    { requiredKeys: [] },
  );
  const names = [
    "limit",
    "offset",
    "page[after]",
    "sig",
    "expires",
    "x",
    ...parameters.map(({ name }) => name),
  ];
  const anything = fc.dictionary(fc.constantFrom(...names), hostileText, { maxKeys: 4 });
  const all = fc.oneof(
    { weight: 3, arbitrary: valid },
    { weight: 1, arbitrary: fc.tuple(valid, anything).map(([good, other]) => ({ ...good, ...other })) },
    { weight: 1, arbitrary: anything },
  );
  return all as fc.Arbitrary<Record<string, string>>;
}

/** A body: as documented, nearly so, or any JSON. */
function bodyFor(route: ApiRoute): fc.Arbitrary<string | undefined> {
  if (route.method === "GET") return fc.constant(undefined);
  const schema = operationOf(route)?.requestBody?.content?.["application/json"]?.schema;
  const any = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value));
  if (!schema) return fc.oneof(fc.constant(undefined), any);
  const valid = valuesOf(schema, apiDocument.components.schemas, ids);
  return fc.oneof(
    { weight: 4, arbitrary: valid.map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: nearly(valid).map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: any },
    { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
  );
}

/** What of the imported person an error must not tell. */
const personal = ["Johnson", "X12345678"];

async function ask(route: ApiRoute, scene: Scene, request: Asked): Promise<void> {
  const { extra, isPerson } = request;
  const filled = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, scene.fill(value)]));
  const [params, query] = [filled(request.params), filled(request.query)];
  const body = request.body && scene.fill(request.body);
  const init = {
    headers: {
      ...(extra as Record<string, string>),
      ...(isPerson ? scene.browser : { "X-API-Key": scene.key }),
    },
    query: `?${new URLSearchParams(query)}`,
    body,
  };
  const answer = await callRoute(route, params, init);
  expect(answer.status).toBeLessThan(500);
  const documented = Object.keys(operationOf(route)?.responses ?? { [answer.status]: "MCP" });
  expect(documented).toContain(answer.status >= 300 && answer.status < 400 ? "3XX" : String(answer.status));
  // What answers 429 has not been tried: searches, keys and public doors have limits of their own.
  if (answer.status === 429) return forgetLimits();
  if (answer.status === 401) await scene.renew();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  // The door for tools answers in the words of its own protocol.
  if (!isJson || route.pattern === "/api/mcp") return answer.body?.cancel();
  const told = await answer.json();
  if (answer.status < 400) {
    scene.learn(told);
    // A repeated key is answered as the first call was, in the spelling of the first call.
    const isSnake = (extra["key-inflection"] ?? "snake") === "snake" && !extra["idempotency-key"];
    if (isSnake) expect(misfit(route, answer.status, told)).toBeNull();
    return;
  }
  expect(told).toMatchObject({
    status_code: answer.status,
    error: expect.any(String),
    detail: expect.any(String),
  });
  for (const value of [mark, ...personal]) expect(JSON.stringify(told)).not.toContain(value);
}

async function forgetLimits(): Promise<void> {
  await closeRateLimits();
  await db.rateLimit.deleteMany();
}

type Asked = {
  params: Record<string, string>;
  query: Record<string, string>;
  extra: Partial<Record<string, string>>;
  body: string | undefined;
  isPerson: boolean;
};

/** What erases or ends comes last, so that the other routes have something to answer about. */
const isLast = ({ method, pattern }: ApiRoute) =>
  method === "DELETE" || /redact|erase|archive|merge|sign-out|sign-ins/.test(pattern);
const ordered = (noun: string) =>
  routes
    .filter((route) => nounOf(route) === noun)
    .sort((left, right) => Number(isLast(left)) - Number(isLast(right)));

// An organization of a noun's own, so that what one route changes ends no other's requests.
describe.each(nouns)("every route of %s", (noun) => {
  const scene = new Scene();
  beforeAll(() => scene.begin());

  it.each(ordered(noun).map((route) => [`${route.method} ${route.pattern}`, route] as const))(
    "%s answers whatever it is asked without a 5xx, as its document says, and tells nobody's data in an error",
    async (_, route) => {
      // A key of its own: what answers 429 has not been tried.
      await scene.renew();
      const request: fc.Arbitrary<Asked> = fc.record({
        params: fc.record(Object.fromEntries(paramNames(route).map((name) => [name, paramOf(name)]))),
        query: queryFor(route),
        extra: headers,
        body: bodyFor(route),
        isPerson: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(request, (given) => ask(route, scene, given)),
        { numRuns: runs },
      );
    },
    // A wrong password is meant to take a while.
    Math.max(300_000, runs * 3_000),
  );
});

it("the API document has every route, and no other", () => {
  const documented = Object.entries(apiDocument.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // The protocol of the door for tools describes itself.
  const described = routes.filter(({ pattern }) => pattern !== "/api/mcp");
  const served = described.map(
    ({ method, pattern }) => `${method} ${pattern.replaceAll(/\[(\w+)\]/g, "{$1}")}`,
  );
  expect(documented.sort()).toEqual(served.sort());
});

let organization: TestOrganization;

beforeAll(async () => {
  organization = await createOrganization();
  await importFor(actorOf(organization), sampleAs("ses_fuzz"));
});

const withBody = routes.filter(({ handler }) => {
  const { body } = (handler as { spec?: { body?: { shape?: object } } }).spec ?? {};
  return body?.shape !== undefined;
});

it.each(withBody.map((route) => [`${route.method} ${route.pattern}`, route] as const))(
  "%s refuses a NUL and half a character in any of its fields",
  async (_, route) => {
    const key = await createApiKey(organization, Object.keys(scopePermissions));
    const shape = (route.handler as { spec?: { body?: { shape?: object } } }).spec?.body?.shape ?? {};
    const ask = (body: unknown) =>
      callRoute(
        route,
        { sessionId: "ses_fuzz", caseId: "rvc_fuzz", checkId: "schk_fuzz_0" },
        { headers: { "X-API-Key": key }, body: JSON.stringify(body) },
      );
    for (const name of Object.keys(shape)) {
      const spelled = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      for (const value of ["a\0b", ["a\0b"], { a: "a\0b" }]) {
        const answer = await ask({ [spelled]: value });
        // A door that people alone may pass answers before the body is read.
        if (answer.status === 429) await forgetLimits();
        expect([401, 403, 404, 422, 429], `${name} ${answer.status}`).toContain(answer.status);
      }
      for (const value of ["a\ud800b", { a: ["\udc00"] }, { "a\ud800": 1 }])
        expect([401, 403, 404, 422, 429], name).toContain((await ask({ [spelled]: value })).status);
    }
  },
);
