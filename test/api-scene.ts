import fc from "fast-check";
import { expect } from "vitest";
import { scopePermissions } from "@/lib/actor/permissions";
import { inflect } from "@/lib/contract/inflection";
import { type ApiRoute, callPath, signedInHeaders } from "@/test/api";
import { openSample } from "@/test/case-scene";
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
import { type JsonSchema, type Shared, valuesOf } from "@/test/schema-values";
import { db } from "@/test/test-db";

type Media = { content?: Record<string, { schema?: JsonSchema }> };
type Operation = {
  parameters?: { in: string; name: string; schema: JsonSchema }[];
  requestBody?: Media;
  responses: Record<string, Media>;
};
type Documented = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Shared };
};

/** The committed OpenAPI document. */
export const apiDocument = fixture<Documented>("../../docs/openapi.json");
/** Returns what the document says of a route; undefined where it is not documented. */
export const operationOf = ({ method, pattern }: ApiRoute): Operation | undefined =>
  apiDocument.paths[pattern.replaceAll(/\[(\w+)\]/g, "{$1}")]?.[method.toLowerCase()];

/** Returns the schema of a route's JSON body; undefined where it takes none. */
export const bodySchemaOf = (route: ApiRoute): JsonSchema | undefined =>
  operationOf(route)?.requestBody?.content?.["application/json"]?.schema;

/** The names of the parameters in the address of a route. */
export const paramNames = ({ pattern }: ApiRoute) =>
  [...pattern.matchAll(/\[(\w+)\]/g)].map(([, name]) => name ?? "");

/** Of each of these there is one from the beginning. */
const firstOnes: readonly (readonly [string, object])[] = [
  ["identities", { external_ref: "cust_fuzz" }],
  ["lists", { name: "Known addresses", list_type: "email" }],
  ["webhooks/endpoints", { url: "https://receiver.example/in", enabled_events: ["*"] }],
  [
    "requests",
    { kind: "access", jurisdiction: "gdpr", requester: { last_name: "Fuzz", email: "f@a.example" } },
  ],
  ["sessions", { external_ref: "fuzz" }],
  ["api-keys", { label: "fuzz", scopes: ["sessions:read"] }],
  ["views", { list: "sessions", name: "Fuzz", filter: {}, columns: [] }],
];

/** Of each of these lists there are several rows, after {@link Scene.enrich}. */
const manyOnes: readonly (readonly [string, object])[] = ["1", "2"].flatMap((name) => [
  ["identities", { external_ref: `cust_many${name}` }] as const,
  ["lists", { name: `Names ${name}`, list_type: "email" }] as const,
  ["api-keys", { label: name, scopes: ["sessions:read"] }] as const,
  [
    "requests",
    { kind: "access", jurisdiction: "gdpr", requester: { last_name: name, email: `${name}@a.example` } },
  ] as const,
  [
    "checks",
    { check_type: "sanction", external_ref: "cust_fuzz", name_first: "Ada", name_last: "Example" },
  ] as const,
  ["sessions", { external_ref: "cust_fuzz" }] as const,
]);

/** An organization with a little of everything, a key with every scope, and a member who has signed in. */
export class Scene {
  organization!: TestOrganization;
  /** A member who may do everything that members may do to a case. */
  memberId = "";
  browser: Record<string, string> = {};
  key = "";
  /** The ids that answers have told, by their prefixes. */
  #told = new Map<string, string[]>();

  async begin(): Promise<void> {
    this.organization = await createOrganization();
    const actor = actorOf(this.organization);
    for (const name of ["a", "b", "c"]) await importFor(actor, sampleAs(`ses_fuzz${name}`));
    await this.renew();
    this.learn(["ses_fuzza", "ses_fuzzb", "ses_fuzzc", "rvc_fuzza", "schk_fuzza_0", this.organization.id]);
    for (const [path, body] of firstOnes) this.learn(await this.create(path, body));
  }

  async create(path: string, body: object): Promise<unknown> {
    const post = (headers: Record<string, string>) =>
      callPath("POST", `/api/v1/${path}`, { headers, body: JSON.stringify(body) });
    const byKey = await post({ "X-API-Key": this.key });
    const answer = byKey.status === 403 ? await post(this.browser) : byKey;
    const told = await answer.json();
    expect([path, answer.ok, told]).toEqual([path, true, told]);
    return told;
  }

  /** Adds what only exists after some work: decisions, looks, redactions, watchlists, and several rows in each list. */
  async enrich(): Promise<void> {
    const actor = actorOf(this.organization);
    for (const name of ["d", "e", "f"])
      await importFor(actor, sampleAs(`ses_fuzz${name}`, { external_ref: "cust_fuzz" }));
    await this.#loadWatchlist();
    for (const [path, body] of [...manyOnes, ...this.#ofScene()]) this.learn(await this.create(path, body));
    await this.#decide();
    for (const path of ["events", "identities", `webhooks/endpoints/${this.told("wh")[0]}/deliveries`])
      await this.#read(path);
  }

  #ofScene(): (readonly [string, object])[] {
    const list = `lists/${this.told("list")[0]}/items`;
    const hold = { reason: "Matter 7", owner: "Legal", review_on: "2099-01-01" };
    return [
      ...["a", "b", "c"].map((name) => [list, { value: `${name}@a.example` }] as const),
      ...["a", "b", "c"].map((name) => [`sessions/ses_fuzz${name}/holds`, hold] as const),
      ["redactions", { session_ids: ["ses_fuzzd", "ses_fuzze"] }],
      [`sessions/${this.told("ses").at(-1)}/simulate`, { action: "require-review" }],
    ];
  }

  /** Decides cases by the key, and has one of the decisions looked at again. */
  async #decide(): Promise<void> {
    const reviewer_id = this.memberId;
    for (const name of ["g", "h", "i"]) {
      await importFor(actorOf(this.organization), openSample(`ses_fuzz${name}`));
      const id = `rvc_fuzz${name}`;
      this.learn([id, `ses_fuzz${name}`]);
      await this.create(`cases/${id}/claim`, { reviewer_id });
      await this.create(`cases/${id}/approve`, { reviewer_id });
      await this.#read(`cases/${id}/decisions`);
    }
  }

  async #loadWatchlist(): Promise<void> {
    for (const name of ["Sanctions", "Wanted"])
      this.learn(await this.create("watchlists", { name, check_type: "sanction" }));
    const form = new FormData();
    form.set("file", new Blob(["name\nAda Example\nBob Example\nCyd Example\n"]), "list.csv");
    for (const id of this.told("wl"))
      await callPath("PUT", `/api/v1/watchlists/${id}/entries`, {
        headers: { "X-API-Key": this.key },
        body: form,
      });
  }

  async #read(path: string): Promise<void> {
    const answer = await callPath("GET", `/api/v1/${path}`, { headers: { "X-API-Key": this.key } });
    this.learn(await answer.json());
  }

  /** Puts ids for what stands for them. The oldest and the newest are told most often. */
  fill(text: string): string {
    return text.replaceAll(/pick:(\w*):(\d+)/g, (_, prefix: string, at: string) => {
      const all = prefix
        ? (this.#told.get(prefix) ?? [])
        : [...this.#told.values()].map((each) => each[0] ?? "");
      return all.at(Number(at) % 2 ? Number(at) % all.length : -1) ?? `${prefix}_nothing`;
    });
  }

  /** The ids that answers have told so far, of one prefix. */
  told = (prefix: string): readonly string[] => this.#told.get(prefix) ?? [];

  /** Learns the ids of an answer. */
  learn(answer: unknown): void {
    for (const [id, prefix = ""] of JSON.stringify(answer).matchAll(/(?<=")([a-z]{2,5})_[\w-]+(?=")/g)) {
      const known = this.#told.get(prefix) ?? [];
      if (Object.values(prefixes).includes(prefix) && !known.includes(id))
        this.#told.set(prefix, [...known, id]);
    }
  }

  /** A key and a sign-in that no call has ended yet. */
  async renew(): Promise<void> {
    this.memberId = (await createMember(this.organization, ["admin", "lead", "compliance"])).id;
    this.browser = await signedInHeaders(this.memberId);
    this.key = await createApiKey(this.organization, Object.keys(scopePermissions));
  }
}

/** How the ids of what a parameter names begin. Other parameters name no row of their own. */
export const prefixes: Readonly<Record<string, string>> = {
  ...{
    sessionId: "ses",
    caseId: "rvc",
    checkId: "schk",
    deliveryId: "whd",
    endpointId: "wh",
    listId: "list",
  },
  ...{
    itemId: "lent",
    entryId: "lent",
    identityId: "idn",
    watchlistId: "wl",
    requestId: "dsr",
    holdId: "hold",
  },
  ...{
    memberId: "mem",
    keyId: "key",
    viewId: "view",
    eventId: "aud",
    redactionId: "red",
    connectionId: "sso",
  },
  ...{
    domainId: "dom",
    tokenId: "sct",
    letterId: "let",
    messageId: "msg",
    snapshotId: "dec",
    mailId: "mail",
  },
  ...{ organizationId: "org", signInId: "sgn", invitationId: "inv", linkId: "dlk" },
};
/** Values of parameters that name no row. */
export const likely: Readonly<Record<string, string[]>> = {
  docType: ["id_front", "selfie"],
  policy: ["document_ocr", "face_match"],
  tag: ["vip"],
  environment: ["sandbox"],
};

/** Samples of which one is wanted: most of what a document allows, a route allows too. */
const samples = 60;

/**
 * Makes bodies that the document and the route allow, always the same ones; the first has only what is required, where
 * that is enough. Makes none where a route wants more than its document can say, such as a code of six digits.
 * @param scene whose ids stand where ids are expected
 */
export function validBodies(route: ApiRoute, scene: Scene): Record<string, unknown>[] {
  const schema = bodySchemaOf(route);
  if (!schema) return [];
  const ids = fc.nat({ max: 99 }).map((at) => `pick::${at}`);
  const made = fc
    .sample(valuesOf(schema, apiDocument.components.schemas, ids), { numRuns: samples, seed: 7 })
    .map((body): Record<string, unknown> => JSON.parse(scene.fill(JSON.stringify(body))))
    .map((body) => ("review_on" in body ? { ...body, review_on: "2099-01-01" } : body));
  const least = made.slice(0, 1).map((body) => onlyOf(body, schema.required ?? []));
  const bodies = [...least, ...made].filter((body) => {
    const parsed = route.handler.spec?.body?.safeParse(inflect(body, "camel"));
    return parsed === undefined || parsed.success;
  });
  return bodies;
}

const onlyOf = (body: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));

/** A fingerprint of every table, except where a refused call leaves its trace, or its environment's defaults. */
export async function fingerprint(): Promise<Record<string, string | null>> {
  const traces = [
    "audit_events",
    "audit_event_words",
    "rate_limits",
    "idempotent_answers",
    "api_keys",
    "api_key_usage",
    "sign_ins",
    "document_settings",
  ];
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  const prints = tables
    .filter((table) => !traces.includes(table.name))
    .map(
      ({ name }) =>
        `SELECT '${name}' AS name, md5(string_agg(ctid::text || xmin::text, ',' ORDER BY ctid)) AS print FROM "${name}"`,
    );
  const rows = await db.$queryRawUnsafe<{ name: string; print: string | null }[]>(prints.join(" UNION ALL "));
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}
