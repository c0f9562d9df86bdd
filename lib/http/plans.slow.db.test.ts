import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { record } from "@/bench/mix/record";
import { sendDue } from "@/lib/outbox/sender";
import { newClient } from "@/lib/platform/connect";
import { directoryIndexes, everyOrganization } from "@/lib/platform/directory";
import { apiRoutes, callRoute } from "@/test/api";
import { paramNames, prefixes, Scene } from "@/test/api-scene";
import { openSample } from "@/test/case-scene";
import { actorOf, importFor } from "@/test/factories";
import {
  type Catalogue,
  crossing,
  type Fault,
  faultsOf,
  multiply,
  planOf,
  readCatalogue,
} from "@/test/plans";
import { uncounted } from "@/test/test-db";

const scene = new Scene();
let client: pg.Client;
let catalogue: Catalogue;
/** Tables with enough rows. */
let judged: Set<string>;

/** What the program sent, each text once, with the values of the first time. */
const sent = new Map<string, unknown[]>();

const isStatement = (text: string) => /^\s*(\/\*.*?\*\/\s*)?(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text);
const mayLookAtEvery = (text: string) =>
  Object.keys(everyOrganization).some((job) => text.includes(`/* every organization: ${job} */`));

/** Whether one of the values is a list without values, for which nothing has to be looked up. */
const isEmpty = (values: unknown[] = []) =>
  values.some((value) => value === "{}" || (Array.isArray(value) && value.length === 0));

async function keep(work: () => Promise<unknown>): Promise<void> {
  const name = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  for (const { database, text, values } of await record(work))
    if (database === name && isStatement(text) && (!sent.has(text) || isEmpty(sent.get(text))))
      sent.set(text, values);
}

/** Every list and every record that can be read, by key and by a member. */
async function readAll(): Promise<void> {
  const routes = (await apiRoutes()).filter(
    ({ method, handler, pattern }) => method === "GET" && handler.spec && !pattern.endsWith("/stream"),
  );
  for (const route of routes) {
    const params = Object.fromEntries(
      paramNames(route).map((name) => [name, scene.fill(`pick:${prefixes[name] ?? ""}:0`)]),
    );
    for (const headers of [{ "X-API-Key": scene.key }, scene.browser])
      await (await callRoute(route, params, { headers })).text();
  }
}

/** Tables that the scene leaves nearly empty, so that their plans say nothing. Some may get rows from other work. */
const withoutRows = [
  "api_key_usage",
  "audit_checkpoints",
  "audit_event_words",
  "audit_indexings",
  "audit_prunings",
  "audit_seals",
  "audit_tree_leaves",
  "audit_verifications",
  "audit_witnesses",
  "case_counts",
  "certificate_pages",
  "delivery_links",
  "idempotent_answers",
  "letter_wordings",
  "list_marks",
  "mails",
  "one_time_links",
  "organization_logos",
  "packages",
  "passkeys",
  "recovery_codes",
  "request_letters",
  "request_marks",
  "request_matches",
  "request_messages",
  "request_notes",
  "request_pauses",
  "request_recipients",
  "retention_overrides",
  "routing_rules",
  "scim_group_members",
  "scim_groups",
  "scim_tokens",
  "scim_users",
  "second_looks",
  "session_openings",
  "source_items",
  "source_records",
  "source_reports",
  "source_runs",
  "sources",
  "sso_assertions",
  "sso_attempts",
  "sso_connections",
  "sso_domains",
  "sso_identities",
  "sso_role_mappings",
  "task_dismissals",
  "workflow_runs",
  "workflow_versions",
];

/** The way of a case through the desk. */
async function decide(): Promise<void> {
  for (const name of ["x", "y"]) await importFor(actorOf(scene.organization), openSample(`ses_plan${name}`));
  const reviewer_id = scene.memberId;
  await scene.create("cases/next", { tab: "unassigned", reviewer_id });
  for (const [id, how, more] of [
    ["rvc_planx", "approve", {}],
    ["rvc_plany", "reject", { reason_code: "document_unreadable" }],
  ] as const) {
    await scene.create(`cases/${id}/claim`, { reviewer_id });
    await scene.create(`cases/${id}/notes`, { text: "Seen.", author_id: reviewer_id }).catch(() => undefined);
    await scene.create(`cases/${id}/${how}`, { reviewer_id, ...more }).catch(() => undefined);
  }
}

beforeAll(async () => {
  await scene.begin();
  await scene.enrich();
  await keep(async () => {
    await readAll();
    await decide();
    await sendDue();
  });
  client = newClient({ connectionString: uncounted(process.env.DATABASE_URL ?? "") });
  await client.connect();
  catalogue = await readCatalogue(client);
  judged = await multiply(client, catalogue, scene.organization.pk);
  await client.query("SET enable_seqscan = off");
});
afterAll(() => client?.end());

describe("the plans", () => {
  it("are of the statements that matter", () => {
    const all = [...sent.keys()].join("\n");
    expect(sent.size).toBeGreaterThan(150);
    for (const part of [
      "FROM review_cases",
      "FOR UPDATE SKIP LOCKED",
      "webhook_deliveries",
      "INSERT INTO audit_events",
      '"public"."requests"',
      '"public"."documents"',
      '"public"."api_keys"',
      "decision_snapshots",
    ])
      expect(all).toContain(part);
    // A table that has rows in the scene must not lose them.
    const unjudged = [...catalogue.tenants].filter((table) => !judged.has(table));
    expect(unjudged.filter((table) => !withoutRows.includes(table))).toEqual([]);
  });

  it("name the organization in the condition of each index of a tenant table", async () => {
    const faults: { text: string; faults: Fault[] }[] = [];
    for (const [text, values] of sent) {
      if (mayLookAtEvery(text) || isEmpty(values)) continue;
      const found = faultsOf(await planOf(client, text, values), catalogue).filter(({ table }) =>
        judged.has(table),
      );
      if (found.length > 0) faults.push({ text, faults: found });
    }
    expect(faults).toEqual([]);
  });

  it("could not name it in an index that begins otherwise, and there is none but for work across organizations", async () => {
    const { rows } = await client.query<{ index: string }>(
      `SELECT i.indexrelid::regclass::text AS index FROM pg_index i
       JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'public'::regnamespace
       LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
       WHERE t.relname = ANY($1) AND coalesce(a.attname, '') <> 'organization_pk'`,
      [[...catalogue.tenants]],
    );
    const others = rows.map(({ index }) => index).filter((index) => !(index in directoryIndexes));
    expect(others.sort()).toEqual(Object.keys(crossing).sort());
  });

  it("are found wanting where an index does not begin with the organization", async () => {
    const plan = await planOf(client, "SELECT 1 FROM sessions WHERE created_at > now()", []);
    expect(faultsOf(plan, catalogue)).toHaveLength(1);
  });
});
