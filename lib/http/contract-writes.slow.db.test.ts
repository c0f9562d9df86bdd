import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inflect, inflections } from "@/lib/contract/inflection";
import { publishEnv } from "@/lib/platform/env";
import { type ApiRoute, apiRoutes, callRoute } from "@/test/api";
import {
  bodySchemaOf,
  fingerprint,
  likely,
  paramNames,
  prefixes,
  Scene,
  validBodies,
} from "@/test/api-scene";
import { openSample } from "@/test/case-scene";
import { actorOf, importFor } from "@/test/factories";
import { db } from "@/test/test-db";

const routes = (await apiRoutes()).filter(
  ({ method, pattern, handler }) =>
    method !== "GET" && handler.spec && !handler.spec.form && pattern !== "/api/mcp",
);
const isOfKeys = ({ handler }: ApiRoute) => (handler.spec?.door ?? "actor") === "actor";
const nameOf = ({ method, pattern }: ApiRoute) => `${method} ${pattern}`;
const named = (list: readonly ApiRoute[]) => list.map((route) => [nameOf(route), route] as const);
const scene = new Scene();

beforeAll(async () => {
  publishEnv({ API_REQUESTS_PER_MINUTE: "100000", API_SESSIONS_PER_MINUTE: "10000" });
  await scene.begin();
  await scene.enrich();
});
afterAll(() => publishEnv({}));

describe("the keys of a body", () => {
  it.each(named(routes.filter(bodySchemaOf)))("of %s are the same in each spelling", (_, route) => {
    const spec = route.handler.spec?.body;
    // The settings of a source have names of ours, which its adapter knows and the document does not.
    for (const { settings: _, ...body } of validBodies(route, scene)) {
      const [snake, camel, kebab] = inflections.map((to) =>
        spec?.safeParse(inflect(inflect(body, to), "camel")),
      );
      expect([camel?.success, kebab?.success]).toEqual([snake?.success, snake?.success]);
      expect([camel?.data, kebab?.data]).toEqual([snake?.data, snake?.data]);
    }
  });
});

/** What erases or ends comes last, so that the other routes have something to change. */
const isLast = ({ method, pattern }: ApiRoute) =>
  method === "DELETE" || /redact|erase|archive|merge|expire/.test(pattern);

function choicesOf(route: ApiRoute): Record<string, string>[] {
  let choices: Record<string, string>[] = [{}];
  for (const name of paramNames(route)) {
    const values = likely[name] ?? scene.told(prefixes[name] ?? "");
    choices = choices.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value })));
  }
  return choices;
}

/** An open case of its own, after these actions on it. */
async function caseAfter(...actions: string[]): Promise<Record<string, string>> {
  const name = `own${calls++}`;
  await importFor(actorOf(scene.organization), openSample(`ses_${name}`));
  for (const action of actions)
    await scene.create(`cases/rvc_${name}/${action}`, { reviewer_id: scene.memberId });
  return { caseId: `rvc_${name}`, sessionId: `ses_${name}` };
}

async function identity(): Promise<string> {
  const made = await scene.create("identities", { external_ref: `cust_own${calls++}` });
  return (made as { id: string }).id;
}

type Recipe = () => Promise<Pick<Call, "params" | "body">>;
const acts = () => ({ reviewer_id: scene.memberId });
const onCase =
  (before: string[], more: object = {}): Recipe =>
  async () => ({ params: await caseAfter(...before), body: { ...acts(), ...more } });
const plain =
  (body: object): Recipe =>
  async () => ({ params: {}, body: { ...body } });
const ada = { external_ref: "cust_fuzz", name_first: "Ada", name_last: "Example" };

/** How what needs more than a valid body is done. */
const recipes: Readonly<Record<string, Recipe>> = {
  "POST /api/v1/cases/[caseId]/approve": onCase(["claim"]),
  "POST /api/v1/cases/[caseId]/assign": async () => ({
    params: await caseAfter(),
    body: { assignee_id: scene.memberId },
  }),
  "POST /api/v1/cases/[caseId]/claim": onCase([]),
  "POST /api/v1/cases/[caseId]/escalate": onCase(["claim"]),
  "POST /api/v1/cases/[caseId]/reject": onCase(["claim"], { rejection_reason_code: "other" }),
  "POST /api/v1/cases/[caseId]/release": async () => ({ params: await caseAfter("claim"), body: undefined }),
  "POST /api/v1/cases/[caseId]/resubmit": onCase(["claim"], { documents: ["selfie"], reason: "blurred" }),
  "POST /api/v1/cases/[caseId]/snooze": onCase(["claim"], { event: "document_added", reason: "x" }),
  "POST /api/v1/cases/[caseId]/undo": onCase(["claim", "approve"]),
  "POST /api/v1/cases/next": async () => {
    await caseAfter();
    return { params: {}, body: acts() };
  },
  "POST /api/v1/cases": async () => ({ params: {}, body: { session_id: (await caseAfter()).sessionId } }),
  "POST /api/v1/checks": plain({ ...ada, check_type: "sanction" }),
  "POST /api/v1/checks/full": plain(ada),
  "POST /api/v1/lists/[listId]/items": async () => ({
    params: { listId: scene.told("list")[0] ?? "" },
    body: { value: "new@a.example" },
  }),
  "POST /api/v1/requests": plain({
    ...{ kind: "access", jurisdiction: "gdpr" },
    requester: { last_name: "Own", email: "own@a.example" },
  }),
  "POST /api/v1/webhooks/endpoints": plain({ url: "https://other.example/in", enabled_events: ["*"] }),
  "POST /api/v1/webhooks/deliveries/[deliveryId]/retry": async () => {
    const { id } = await db.webhookDelivery.findFirstOrThrow({ where: { endpointPk: { not: null } } });
    await db.webhookDelivery.updateMany({ where: { id }, data: { status: "failed" } });
    return { params: { deliveryId: id }, body: {} };
  },
  "POST /api/v1/identities/merge/preview": async () => ({
    params: {},
    body: { primary_identity_id: await identity(), secondary_identity_id: await identity() },
  }),
  "POST /api/v1/identities/merge": async () => ({
    params: {},
    body: { primary_identity_id: await identity(), secondary_identity_id: await identity() },
  }),
  "POST /api/v1/identities/merge-multiple": async () => ({
    params: {},
    body: { primary_identity_id: await identity(), secondary_identity_ids: [await identity()] },
  }),
  "POST /api/v1/checks/[checkId]/redact": async () => {
    const who = { ...ada, external_ref: `cust_own${calls++}` };
    await scene.create("sessions", { external_ref: who.external_ref });
    const made = await scene.create("checks", { ...who, check_type: "sanction" });
    return { params: { checkId: (made as { id: string }).id }, body: {} };
  },
  "POST /api/v1/redactions": async () => ({
    params: {},
    body: { session_ids: [(await caseAfter()).sessionId] },
  }),
};

const otherQueries: Readonly<Record<string, string>> = {
  "DELETE /api/v1/identities/[identityId]": "?confirm=another",
};

/** What this file does not make: it needs a state of a workflow, a mail server, a match, or is done by members alone. */
const madeElsewhere = [
  "DELETE /api/v1/lists/matches/[matchId]/false-positive",
  "DELETE /api/v1/settings/organization/logo",
  "POST /api/v1/cases/[caseId]/checks/[policy]/override",
  "POST /api/v1/checks/[checkId]/reopen",
  "POST /api/v1/lists/matches/[matchId]/false-positive",
  "POST /api/v1/me/passkeys",
  "POST /api/v1/me/second-factor/confirm",
  "POST /api/v1/requests/[requestId]/fee",
  "POST /api/v1/requests/[requestId]/refusal",
  "POST /api/v1/sessions/[sessionId]/external-decision",
  "POST /api/v1/sessions/[sessionId]/reprocess",
  "POST /api/v1/sessions/[sessionId]/resend-invite",
  "POST /api/v1/sessions/[sessionId]/submit",
];
const unreached: string[] = [];
let calls = 0;

type Call = { params: Record<string, string>; body: Record<string, unknown> | undefined; key: string };

function send(route: ApiRoute, { params, body, key }: Call, query = ""): Promise<Response> {
  return callRoute(route, params, {
    headers: { "X-API-Key": scene.key, "Idempotency-Key": key },
    body: body && JSON.stringify(body),
    query,
  });
}

/** Finds a call that succeeds, and makes it; null for what keys may not do, and for what is made elsewhere. */
async function succeed(route: ApiRoute): Promise<{ call: Call; answer: Response } | null> {
  const recipe = recipes[nameOf(route)];
  const bodies = bodySchemaOf(route) ? validBodies(route, scene).slice(0, 6) : [undefined];
  const unknown = Object.fromEntries(paramNames(route).map((name) => [name, "x"]));
  const tried = recipe
    ? [await recipe()]
    : [...choicesOf(route).slice(0, 8), unknown].flatMap((params) =>
        bodies.map((body) => ({ params, body })),
      );
  for (const each of tried) {
    const call = { ...each, key: `call-${calls++}` };
    const answer = await send(route, call);
    if (answer.ok) return { call, answer };
    const { detail } = await answer.json();
    if (answer.status === 403) return null;
    if (recipe) throw new Error(`${nameOf(route)} ${detail}`);
  }
  unreached.push(nameOf(route));
  return null;
}

describe("an Idempotency-Key", () => {
  const ordered = routes.filter(isOfKeys).sort((left, right) => Number(isLast(left)) - Number(isLast(right)));
  it.each(named(ordered))("does %s once, and answers it again however it is spelled", async (_, route) => {
    const made = await succeed(route);
    if (!made) return;
    const { call, answer } = made;
    const first = await answer.json();
    scene.learn(first);
    const before = await fingerprint();
    for (const to of inflections) {
      const again = await send(route, { ...call, body: call.body && (inflect(call.body, to) as never) });
      const told = await again.json();
      if (again.status === 409) expect(told.detail).toMatch(/This call succeeded. .* not stored/);
      else expect([again.status, told]).toEqual([answer.status, first]);
    }
    const parsed = (body: unknown) =>
      JSON.stringify(route.handler.spec?.body?.safeParse(inflect(body, "camel")).data);
    const another = validBodies(route, scene).find((body) => parsed(body) !== parsed(call.body));
    const other = another
      ? await send(route, { ...call, body: another })
      : await send(route, call, otherQueries[nameOf(route)] ?? "?reason=another%20one%20altogether");
    expect([other.status, (await other.json()).error]).toEqual([422, "idempotency_mismatch"]);
    expect(await fingerprint()).toEqual(before);
  });

  it("has been tried on every other route", () => {
    expect(unreached.sort()).toEqual(madeElsewhere);
  });
});
