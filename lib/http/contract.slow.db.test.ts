import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { permissions, scopePermissions } from "@/lib/actor/permissions";
import { type Inflection, inflect } from "@/lib/contract/inflection";
import { publishEnv } from "@/lib/platform/env";
import { errorStatus } from "@/lib/platform/errors";
import { type ApiRoute, apiRoutes, callRoute } from "@/test/api";
import {
  bodySchemaOf,
  fingerprint,
  likely,
  operationOf,
  paramNames,
  prefixes,
  Scene,
  validBodies,
} from "@/test/api-scene";
import { createApiKey } from "@/test/factories";

const all = (await apiRoutes()).filter(({ handler, pattern }) => handler.spec && pattern !== "/api/mcp");
const doorOf = ({ handler }: ApiRoute) => handler.spec?.door ?? "actor";
const routes = all.filter((route) => doorOf(route) === "actor");
const nameOf = ({ method, pattern }: ApiRoute) => `${method} ${pattern}`;
const named = (list: readonly ApiRoute[]) => list.map((route) => [nameOf(route), route] as const);
const isForm = ({ handler }: ApiRoute) => Boolean((handler.spec as { form?: object } | undefined)?.form);

const scene = new Scene();
let bare = "";
let live = "";

beforeAll(async () => {
  publishEnv({ API_REQUESTS_PER_MINUTE: "100000" });
  await scene.begin();
  await scene.enrich();
  bare = await createApiKey(scene.organization, []);
  live = await createApiKey(scene.organization, Object.keys(scopePermissions), "live");
});

afterAll(() => publishEnv({}));

/** What a route needs in its address and is not told by an answer. */
const queries: Readonly<Record<string, string>> = {
  "/api/v1/views": "list=sessions",
  "/api/v1/settings/organization/logo": "version=1",
};

/** Reads whose answer needs what this file does not make; their own tests ask them. */
const unread = [
  "GET /api/v1/members/mails/[mailId]",
  "GET /api/v1/quality/[lookId]",
  "GET /api/v1/quality/[lookId]/note",
  "GET /api/v1/requests/[requestId]/certificate",
  "GET /api/v1/sessions/[sessionId]/workflow-run",
  "GET /api/v1/sources/[sourceId]",
  "GET /api/v1/sources/[sourceId]/items",
  "GET /api/v1/sources/[sourceId]/remap",
  "GET /api/v1/sources/[sourceId]/reports",
  "GET /api/v1/sources/[sourceId]/runs",
  "GET /api/v1/sources/[sourceId]/runs/[runId]",
];
const reads = routes.filter(
  (route) =>
    route.method === "GET" &&
    operationOf(route)?.responses["200"]?.content?.["application/json"] &&
    !unread.includes(nameOf(route)),
);

/** The choices of parameters that the ids told so far allow, the oldest ids first. */
function choicesOf(route: ApiRoute): Record<string, string>[] {
  let choices: Record<string, string>[] = [{}];
  for (const name of paramNames(route)) {
    const values = likely[name] ?? scene.told(prefixes[name] ?? "");
    choices = choices.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value })));
  }
  return choices;
}

type Way = { params: Record<string, string>; headers: Record<string, string> };
const ways = new Map<ApiRoute, Way>();

/** Finds parameters for which a read answers 200, by the key or else by the member. */
async function wayOf(route: ApiRoute): Promise<Way> {
  const known = ways.get(route);
  if (known) return known;
  for (const params of choicesOf(route))
    for (const headers of [{ "X-API-Key": scene.key }, scene.browser]) {
      const answer = await callRoute(route, params, { headers, query: `?${queries[route.pattern] ?? ""}` });
      const isRead = answer.status === 200 && holdsRows(await answer.json());
      if (!isRead) continue;
      ways.set(route, { params, headers });
      return { params, headers };
    }
  throw new Error(`${nameOf(route)} answers nothing with 200.`);
}

/** Returns whether an answer has something in it to compare: a list has two rows. */
function holdsRows(body: unknown): boolean {
  const { data, pagination } = body as { data?: unknown[]; pagination?: object };
  return !pagination || (data?.length ?? 0) > 1;
}

async function read(route: ApiRoute, query: string, inflection: Inflection = "snake") {
  const { params, headers } = await wayOf(route);
  const whole = [queries[route.pattern], query].filter(Boolean).join("&");
  return callRoute(route, params, {
    headers: { ...headers, "Key-Inflection": inflection },
    query: `?${whole}`,
  });
}

const pageable = reads.filter((route) =>
  operationOf(route)?.parameters?.some(({ name, ...rest }) => rest.in === "query" && name === "limit"),
);

/** Lists that are empty here; what a page of them holds, their own tests ask. */
const emptyHere = ["GET /api/v1/checks/[checkId]/monitoring-history", "GET /api/v1/lists/blocklist/entries"];

/** Figures that change between two calls. */
const isMoving = (route: ApiRoute) => /analytics\/review|rate-limits/.test(route.pattern);
const still = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, each) => (typeof each === "number" || key === "query" ? 0 : each)));

/** Counts the keys of a JSON value: none of them may take another's spelling. */
const keysIn = (value: unknown): number =>
  value === null || typeof value !== "object"
    ? 0
    : Object.values(value).reduce<number>((sum, each) => sum + 1 + keysIn(each), 0);

describe("the keys of an answer", () => {
  it.each(named(reads.filter((route) => !emptyHere.includes(nameOf(route)))))(
    "of %s say in each spelling the same",
    async (_, route) => {
      const snake = await (await read(route, "")).json();
      for (const to of ["camel", "kebab"] as const) {
        const other = await (await read(route, "", to)).json();
        const wanted = inflect(snake, to);
        if (isMoving(route)) expect(still(other)).toEqual(still(wanted));
        else expect(other).toEqual(wanted);
        expect(keysIn(other)).toBe(keysIn(snake));
      }
    },
  );
});

type Listed = {
  data: unknown[];
  has_more?: boolean;
  pagination?: { has_more: boolean; next_cursor: string | null; total: number };
};
const queryOf = (route: ApiRoute) =>
  (operationOf(route)?.parameters ?? []).filter((each) => each.in === "query").map(({ name }) => name);

/** How many rows are walked one by one. */
const walked = 8;

async function walk(route: ApiRoute, next: (page: Listed, seen: unknown[]) => string): Promise<unknown[]> {
  const seen: unknown[] = [];
  let query = "limit=1";
  while (seen.length < walked) {
    const page: Listed = await (await read(route, query)).json();
    seen.push(...page.data);
    if (!(page.pagination?.has_more ?? page.has_more)) break;
    expect(page.data).toHaveLength(1);
    query = `limit=1&${next(page, seen)}`;
  }
  return seen;
}

describe("the pages of a list", () => {
  it.each(named(pageable.filter((route) => !emptyHere.includes(nameOf(route)))))(
    "%s, walked row by row, are the whole list",
    async (_, route) => {
      const whole: Listed = await (await read(route, "limit=100")).json();
      const wanted = whole.data.slice(0, walked);
      expect(wanted.length).toBeGreaterThan(1);
      const names = queryOf(route);
      if (names.includes("offset"))
        expect(await walk(route, (_page, { length }) => `offset=${length}`)).toEqual(wanted);
      if (names.includes("page[after]"))
        expect(
          await walk(route, ({ pagination }) => `page[size]=1&page[after]=${pagination?.next_cursor}`),
        ).toEqual(wanted);
      if (names.includes("after"))
        expect(
          await walk(route, ({ data }) => `after=${(data[0] as { session_id: string }).session_id}`),
        ).toEqual(wanted);
      expect(names.some((name) => ["offset", "page[after]", "after"].includes(name))).toBe(true);
    },
  );

  it.each(named(pageable))("%s refuse what is no page", async (_, route) => {
    const names = queryOf(route);
    const limit = operationOf(route)?.parameters?.find(({ name }) => name === "limit");
    const wrong = [
      "limit=0",
      "limit=-1",
      "limit=x",
      "limit=1.5",
      `limit=${(limit?.schema.maximum ?? 0) + 1}`,
    ];
    if (names.includes("offset")) wrong.push("offset=-1", "offset=x", "offset=1e9");
    if (names.includes("page[after]")) wrong.push("page[after]=nonsense", "page[size]=0");
    const params = Object.fromEntries(
      paramNames(route).map((name) => [name, scene.told(prefixes[name] ?? "")[0] ?? "x"]),
    );
    for (const query of wrong) {
      const answer = await callRoute(route, params, { headers: scene.browser, query: `?${query}` });
      await expectProblem(route, answer, [422], query);
    }
  });
});

/** Expects one of these refusals, in the documented form, and returns its body. */
async function expectProblem(route: ApiRoute, answer: Response, statuses: readonly number[], why = "") {
  const body = await answer.json();
  expect(statuses, `${nameOf(route)} ${why} ${JSON.stringify(body)}`).toContain(answer.status);
  expect(Object.keys(operationOf(route)?.responses ?? {})).toContain(String(answer.status));
  const { error, detail, status_code, request_id } = body;
  expect(Object.keys(body).filter((name) => !["fields", "attempts_left"].includes(name))).toEqual([
    ...["error", "detail", "status_code", "request_id"],
  ]);
  expect(errorStatus[error as keyof typeof errorStatus]).toBe(answer.status);
  expect(detail.length).toBeGreaterThan(3);
  expect([status_code, request_id]).toEqual([answer.status, answer.headers.get("x-request-id")]);
  return body;
}

const firstChoice = (route: ApiRoute) =>
  Object.fromEntries(
    paramNames(route).map((name) => [name, likely[name]?.[0] ?? scene.told(prefixes[name] ?? "")[0] ?? "x"]),
  );
const bodyOf = (route: ApiRoute) => {
  if (isForm(route)) return new FormData();
  const [body] = validBodies(route, scene);
  return body === undefined ? undefined : JSON.stringify(body);
};

async function changingNothing(work: () => Promise<void>): Promise<void> {
  const before = await fingerprint();
  await work();
  expect(await fingerprint()).toEqual(before);
}

/** Bodies that the document alone does not tell how to make; other tests make them. */
const madeByHand = [
  "POST /api/v1/me/passkeys",
  "POST /api/v1/me/second-factor/confirm",
  "POST /api/v1/requests/[requestId]/fee",
  "POST /api/v1/requests/[requestId]/refusal",
  "POST /api/v1/requests",
];

const grants = (permission: string) =>
  Object.entries(scopePermissions)
    .filter(([, granted]) => (granted as readonly string[]).includes(permission))
    .map(([scope]) => scope);

describe("a refusal", () => {
  it("of a key without scopes is 403 on every route, names the scopes that it needs, and changes nothing", () =>
    changingNothing(async () => {
      const unmade: string[] = [];
      for (const route of routes) {
        // A key may always ask for its own limits, and signing out ends the caller's own sign-in.
        if (/rate-limits|sign-out/.test(route.pattern)) continue;
        if (bodySchemaOf(route) && !bodyOf(route)) {
          unmade.push(nameOf(route));
          continue;
        }
        const answer = await callRoute(route, firstChoice(route), {
          headers: { "X-API-Key": bare },
          query: `?${queries[route.pattern] ?? ""}`,
          body: bodyOf(route),
        });
        const { detail } = await expectProblem(route, answer, [403]);
        const [, permission = ""] = /needs the (\S+) permission/.exec(detail) ?? [];
        expect(Object.keys(permissions), `${nameOf(route)} ${detail}`).toContain(permission);
        const scopes = grants(permission);
        if (scopes.length > 0) for (const scope of scopes) expect(detail).toContain(scope);
        else expect(detail).toContain("No scope of an API key grants it.");
      }
      expect(unmade).toEqual(madeByHand);
    }));

  it.each(["1999-01-01", "soon"])("of the version %s is 400 on every route, and changes nothing", (version) =>
    changingNothing(async () => {
      for (const route of all.filter((each) => ["actor", "public"].includes(doorOf(each)))) {
        const answer = await callRoute(route, firstChoice(route), {
          headers: {
            ...(doorOf(route) === "actor" ? { "X-API-Key": scene.key } : scene.browser),
            "Verifa-Version": version,
          },
          body: bodyOf(route),
        });
        const { detail } = await expectProblem(route, answer, [400], version);
        expect(detail).toContain("Verifa-Version");
      }
    }),
  );

  it("of an id that nobody has, or that is the other environment's, is the same 404, and changes nothing", () =>
    changingNothing(async () => {
      // Another test asks for other parameters than these.
      const others = routes.filter((route) =>
        paramNames(route).some((name) =>
          ["listId", "itemId", "watchlistId", "matchId", "holdId", "memberId", "viewId"].includes(name),
        ),
      );
      expect(others.length).toBeGreaterThan(20);
      for (const route of others) {
        const ask = (params: Record<string, string>, key: string) =>
          callRoute(route, params, { headers: { "X-API-Key": key }, body: bodyOf(route) });
        const nobody = Object.fromEntries(
          paramNames(route).map((name) => [name, `${prefixes[name]}_nobody`]),
        );
        const unknown = await expectProblem(route, await ask(nobody, live), [404, 403]);
        const theirs = await expectProblem(route, await ask(firstChoice(route), live), [404, 403]);
        expect(theirs.error).toBe(unknown.error);
      }
    }));

  const needing = routes.filter((route) => (bodySchemaOf(route)?.required ?? []).length > 0);
  it("of a body without what is required, or of another type, is 422, names the field, and changes nothing", () =>
    changingNothing(async () => {
      expect(needing.length).toBeGreaterThan(60);
      for (const route of needing) {
        const [field = ""] = bodySchemaOf(route)?.required ?? [];
        const whole = validBodies(route, scene)[0] ?? {};
        const { [field]: _, ...without } = whole;
        for (const body of [without, { ...whole, [field]: [[{ odd: true }]] }]) {
          const answer = await callRoute(route, firstChoice(route), {
            headers: { "X-API-Key": scene.key },
            body: JSON.stringify(body),
          });
          const { fields } = await expectProblem(route, answer, [422], field);
          expect(
            fields.some((each: { field: string }) => each.field.startsWith(field)),
            field,
          ).toBe(true);
        }
      }
    }));
});
