import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { apiRoutes, callRoute } from "@/prisma/api";
import { actorOf, createApiKey, createOrganization, fixture, importFor, sampleAs } from "@/prisma/factories";

type Documented = { paths: Record<string, Record<string, unknown>> };

const routes = (await apiRoutes()).filter(({ handler }) => handler.spec);
let key = "";

beforeAll(async () => {
  const organization = await createOrganization();
  await importFor(actorOf(organization), sampleAs("ses_fuzz"));
  key = await createApiKey(organization, [
    "sessions:read",
    "sessions:write",
    "redact:write",
    "verifications:read",
    "cases:read",
    "audit:read",
  ]);
});

const odd = fc.oneof(
  fc.constantFrom(
    "ses_fuzz",
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
    "api_pii_fields",
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

it.each(routes.map((route) => [`${route.method} ${route.pattern}`, route] as const))(
  "%s answers whatever it is asked without a 5xx, in the contract's error form",
  async (_, route) => {
    await fc.assert(
      fc.asyncProperty(
        odd,
        odd,
        queries,
        headers,
        fc.jsonValue({ maxDepth: 4 }),
        async (first, second, query, extra, body) => {
          const init = {
            headers: { ...extra, "X-API-Key": key },
            query: `?${new URLSearchParams(query)}`,
            body: route.method === "GET" || route.method === "DELETE" ? undefined : JSON.stringify(body),
          };
          const answer = await callRoute(route, { sessionId: first, docType: second, policy: second }, init);
          expect(answer.status).toBeLessThan(500);
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

it("documents every route, and documents no other", () => {
  const { paths } = JSON.parse(JSON.stringify(fixture<Documented>("../../docs/openapi.json"))) as Documented;
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = routes.map(({ method, pattern }) => `${method} ${pattern.replaceAll(/\[(\w+)\]/g, "{$1}")}`);
  expect(documented.sort()).toEqual(served.sort());
});
