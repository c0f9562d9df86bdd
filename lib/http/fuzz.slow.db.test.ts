import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { scopePermissions } from "@/lib/actor/permissions";
import { type ApiRoute, apiRoutes, callRoute, signedInHeaders } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  fixture,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";

type Documented = { paths: Record<string, Record<string, unknown>> };

const routes = (await apiRoutes()).filter(({ handler }) => handler.spec);
let organization: TestOrganization;
let browser: Record<string, string> = {};

beforeAll(async () => {
  organization = await createOrganization();
  await importFor(actorOf(organization), sampleAs("ses_fuzz"));
  const admin = await createMember(organization, ["admin", "lead", "compliance"]);
  browser = await signedInHeaders(admin.id);
});

const odd = fc.oneof(
  fc.constantFrom(
    "ses_fuzz",
    "rvc_fuzz",
    "schk_fuzz_0",
    "",
    ".",
    "..",
    "%",
    "\0",
    "𝕊",
    "a".repeat(5000),
    "' OR 1=1 --",
    "../../etc/passwd",
    "-1",
    "1e9",
    "null",
    "[]",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const queries = fc.dictionary(
  fc.constantFrom(
    "limit",
    "offset",
    "page[after]",
    "page[size]",
    "status",
    "q",
    "tag",
    "created_from",
    "days",
    "expires",
    "sig",
    "scope",
    "confirm",
    "action",
    "resource_id",
    "created_after",
    "api_pii_fields",
    "tab",
    "sla",
    "sort",
    "queue",
    "assigned_to",
    "priority",
    "decided_from",
    "first_opinion",
    "kind",
    "environment",
    "x",
  ),
  odd,
  { maxKeys: 4 },
);
const headers = fc.record(
  {
    "key-inflection": fc.constantFrom("snake", "camel", "kebab", "?"),
    "verifa-version": fc.constantFrom("2026-01-01", "yesterday"),
    "idempotency-key": fc.constantFrom("a", "b".repeat(300)),
    "x-environment": fc.constantFrom("live", "moon"),
    origin: fc.constantFrom("null", "http://localhost:3000", "https://evil.example", ":"),
  },
  { requiredKeys: [] },
);

/** Any JSON, or an object that has the keys the route knows with anything in them. */
function bodyFor({ handler }: ApiRoute): fc.Arbitrary<unknown> {
  const shape = (handler as { spec?: { body?: { shape?: object } } }).spec?.body?.shape;
  const any = fc.jsonValue({ maxDepth: 4 });
  if (!shape) return any;
  const value = fc.oneof(
    any,
    odd,
    fc.integer(),
    fc.constantFrom(true, null, "approved", "2030-01-01T00:00:00Z"),
  );
  const known = Object.fromEntries(Object.keys(shape).map((name) => [name, value]));
  return fc.oneof(any, fc.record(known, { requiredKeys: [] }));
}

it.each(routes.map((route) => [`${route.method} ${route.pattern}`, route] as const))(
  "%s answers whatever it is asked without a 5xx, in the contract's error form",
  async (_, route) => {
    // A key of its own: what answers 429 has not been tried.
    const key = await createApiKey(organization, Object.keys(scopePermissions));
    await fc.assert(
      fc.asyncProperty(
        odd,
        odd,
        queries,
        headers,
        bodyFor(route),
        fc.boolean(),
        async (first, second, query, extra, body, isPerson) => {
          const init = {
            headers: { ...extra, ...(isPerson ? browser : { "X-API-Key": key }) },
            query: `?${new URLSearchParams(query)}`,
            body: route.method === "GET" || route.method === "DELETE" ? undefined : JSON.stringify(body),
          };
          const params = {
            ...{ sessionId: first, caseId: first, checkId: first, entryId: first, memberId: first },
            ...{ requestId: first, holdId: second, identityId: first, redactionId: first, linkId: second },
          };
          const answer = await callRoute(
            route,
            { ...params, eventId: first, docType: second, policy: second, snapshotId: second },
            init,
          );
          expect(answer.status).toBeLessThan(500);
          expect(answer.status).not.toBe(429);
          if (answer.status < 400) await answer.body?.cancel();
          if (answer.status >= 400) {
            expect(await answer.json()).toMatchObject({
              status_code: answer.status,
              error: expect.any(String),
              detail: expect.any(String),
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  },
  60_000,
);

it("the API document has every route, and no other", () => {
  const { paths } = JSON.parse(JSON.stringify(fixture<Documented>("../../docs/openapi.json"))) as Documented;
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // The protocol of the door for tools describes itself.
  const described = routes.filter(({ pattern }) => pattern !== "/api/mcp");
  const served = described.map(
    ({ method, pattern }) => `${method} ${pattern.replaceAll(/\[(\w+)\]/g, "{$1}")}`,
  );
  expect(documented.sort()).toEqual(served.sort());
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
        expect([401, 403, 404, 422], `${name} ${answer.status}`).toContain(answer.status);
      }
      for (const value of ["a\ud800b", { a: ["\udc00"] }, { "a\ud800": 1 }])
        expect([401, 403, 404, 422], name).toContain((await ask({ [spelled]: value })).status);
    }
  },
);
