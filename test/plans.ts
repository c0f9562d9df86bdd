import type pg from "pg";
import { directoryColumns, directoryIndexes, directoryTables } from "@/lib/platform/directory";

/** A node of a plan, as EXPLAIN (FORMAT JSON) tells it. */
type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Plans?: PlanNode[];
};

export type Fault = { table: string; how: string };

/** Indexes that do not begin with the organization, each with the reason. */
export const crossing: Readonly<Record<string, string>> = {
  audit_event_words_words:
    "a GIN index cannot begin with a number without btree_gin; the log is compared afterwards",
  watchlist_names_trigrams_idx: "the same; the list is compared afterwards",
  list_entries_to_index_idx: "rows of an older release, for vault.reindex; empty otherwise",
  requests_to_index_idx: "rows of an older release, for vault.reindex; empty otherwise",
  sessions_to_index_idx: "rows of an older release, for vault.reindex; empty otherwise",
  sessions_data_key_id_idx: "keys.sweep asks whether any record of the installation has a key",
  requests_data_key_id_idx: "keys.sweep asks whether any record of the installation has a key",
  packages_data_key_id_idx: "keys.sweep asks whether any record of the installation has a key",
  sessions_waiting: "captures.wait finds sessions of every organization",
  one_time_links_granted: "captures.expire finds links of every organization",
  one_time_links_status_expires_at_idx: "captures.expire finds links of every organization",
  redactions_status_idx: "redactions.run finds redactions of every organization",
  review_cases_claim_expires_at_idx: "cases.release finds cases of every organization",
  review_cases_snoozed_until_idx: "cases.release finds cases of every organization",
  screening_checks_is_run_here_monitoring_enabled_organizatio_idx:
    "screening.monitor finds checks of every organization, in its order",
  workflow_runs_to_do: "evaluation.run takes runs of every organization",
};

/** Indexes of the rows that an older release wrote. They are empty once a job has been through, and cost nothing. */
const ofOldRows = /_to_index_idx$/;

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Returns the table of each index, and the tables whose rows belong to organizations. */
export async function readCatalogue(client: pg.Client) {
  const { rows } = await client.query<{ index: string; table: string }>(
    `SELECT i.indexname AS index, i.tablename AS table FROM pg_indexes i WHERE i.schemaname = 'public'`,
  );
  const { rows: columns } = await client.query<{ table: string }>(
    `SELECT table_name AS table FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'organization_pk'`,
  );
  const tenants = new Set(columns.map(({ table }) => table).filter((table) => !(table in directoryTables)));
  return { tableOf: new Map(rows.map(({ index, table }) => [index, table])), tenants };
}

export type Catalogue = Awaited<ReturnType<typeof readCatalogue>>;

/** Whether a scan finds rows by a value that is unique in the whole installation, before their organization is known. */
const isFound = (table: string, index: string | undefined, condition: string) =>
  (index !== undefined && index in directoryIndexes && condition !== "") ||
  (directoryColumns[table] ?? []).some((column) => new RegExp(`\\b${column}\\b`).test(condition));

/** Returns the scans of a plan that look at a tenant table without the organization in the condition of an index. */
export function faultsOf(plan: PlanNode, { tableOf, tenants }: Catalogue): Fault[] {
  return nodesOf(plan).flatMap((node) => {
    const { "Node Type": kind, "Index Name": index, "Index Cond": condition = "" } = node;
    const table = node["Relation Name"] ?? tableOf.get(index ?? "") ?? "";
    if (!tenants.has(table) || ofOldRows.test(index ?? "")) return [];
    if (kind === "Seq Scan") return [{ table, how: "no index" }];
    if (!/^(Bitmap )?Index/.test(kind)) return [];
    if (/\borganization_pk\b/.test(condition) || isFound(table, index, condition)) return [];
    return [{ table, how: `${index}: ${condition || "no condition"}` }];
  });
}

/** Explains a statement with its values, where a scan of the whole table is the last resort. */
export async function planOf(client: pg.Client, text: string, values: unknown[]): Promise<PlanNode> {
  const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>({
    text: `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  });
  const plan = rows[0]?.["QUERY PLAN"][0].Plan;
  if (!plan) throw new Error("The statement was not explained.");
  return plan;
}

/** A smaller table is read whole, whatever indexes it has. */
const rowsWanted = 5_000;

/**
 * Copies the rows of an organization to others, so that the planner sees a database with many. Triggers and foreign
 * keys do not run, because the rows are right already.
 * @returns the tables that have enough rows now for the planner to prefer an index
 */
export async function multiply(
  client: pg.Client,
  { tenants }: Catalogue,
  from: bigint,
): Promise<Set<string>> {
  const judged = new Set<string>();
  await client.query("SET session_replication_role = replica");
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT c.table_name AS table, array_agg(quote_ident(c.column_name::text)) AS columns
     FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.is_generated = 'NEVER'
     GROUP BY c.table_name`,
  );
  for (const { table, columns } of rows.filter((each) => tenants.has(each.table))) {
    const { rows: own } = await client.query(`SELECT count(*)::int AS count FROM ${table}`);
    const copied = columns.map((column) => (column === "organization_pk" ? "n.pk" : `t.${column}`));
    const { rowCount } = await client.query(
      `INSERT INTO ${table} (${columns.join(", ")}) OVERRIDING SYSTEM VALUE SELECT ${copied.join(", ")}
       FROM ${table} t, generate_series($1::bigint + 1000, $1::bigint + 1000 + $2) n(pk) WHERE t.organization_pk = $1
       ON CONFLICT DO NOTHING`,
      [from, Math.min(5_000, Math.ceil(rowsWanted / Math.max(1, own[0].count)))],
    );
    if ((rowCount ?? 0) >= rowsWanted / 2) judged.add(table);
  }
  await client.query("SET session_replication_role = origin");
  await client.query("ANALYZE");
  return judged;
}
