import "server-only";
import type pg from "pg";
import type { Fault } from "@/lib/audit-chain/blame";
import { digest } from "@/lib/platform/crypto";

/** The triggers that make the log's tables append-only, as `pg_get_triggerdef` prints them. */
const triggers = ["audit_events", "audit_seals", "audit_prunings", "audit_tree_leaves"].flatMap((table) => [
  {
    name: `${table}_append_only`,
    definition: `CREATE TRIGGER ${table}_append_only BEFORE DELETE OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()`,
  },
  {
    name: `${table}_no_truncate`,
    definition: `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`,
  },
]);

const tables = [
  "audit_events",
  "audit_seals",
  "audit_prunings",
  "audit_tree_leaves",
  "audit_event_words",
  "audit_indexings",
  "audit_checkpoints",
  "audit_witnesses",
];

/**
 * SHA-256 of the source of each database function of the log. A migration that changes a function changes its hash
 * here. The constant in audit_transaction is left out of the hash: it differs in restored databases.
 */
const functions: Record<string, string> = {
  refuse_audit_change: "a0ace0c0874142298c6a6b9260ae3d93685750a49c48578954cfc78ef6eb83d0",
  audit_words: "6c0234b361ce913afdff90cdb1357806868b6cc3a883c18d4df4743e674fd267",
  refuse_held: "29a48732f5786b72b00e7e162c1ec47e750291a0935e0bc0de5ef10c26a5d430",
  audit_transaction: "7bf679e4e83deb3d7b9313a67cb81db29ef65a31e199cb81d2ce6863f2ee5c5c",
};

const sourceDigest = (source: string) =>
  digest(source.replace(/(?<=^SELECT id::text::bigint \+ )\d+$/, "0")).toString("hex");

/**
 * Checks the objects in the main database that protect the log: no trigger is off, missing, changed or foreign, no
 * function was changed, and every table is a plain table without rules or policies.
 */
export async function findGuardFault(client: pg.Client): Promise<Fault | undefined> {
  return (
    (await findTableFault(client)) ?? (await findTriggerFault(client)) ?? (await findFunctionFault(client))
  );
}

async function findTableFault(client: pg.Client): Promise<Fault | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT n.name FROM unnest($1::text[]) n(name) LEFT JOIN pg_class c ON c.oid = to_regclass(n.name)
     WHERE c.relkind IS DISTINCT FROM 'r' OR c.relrowsecurity OR EXISTS (SELECT 1 FROM pg_rewrite WHERE ev_class = c.oid)
       OR EXISTS (SELECT 1 FROM pg_inherits WHERE c.oid IN (inhparent, inhrelid)) LIMIT 1`,
    [tables],
  );
  if (rows[0])
    return {
      problem: `the table ${rows[0].name} is not as it was created: it has a rule, a policy or a connection to another table`,
    };
  const { rows: defaults } = await client.query<{ expression: string }>(
    `SELECT pg_get_expr(d.adbin, d.adrelid) AS expression FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE d.adrelid = 'audit_events'::regclass AND a.attname = 'transaction_id'`,
  );
  if (defaults[0]?.expression !== "audit_transaction(pg_current_xact_id())")
    return { problem: "events are not numbered by the transaction that writes them" };
  return undefined;
}

const held =
  /^CREATE TRIGGER held_(\d+)_(?:write BEFORE INSERT OR UPDATE|delete BEFORE DELETE) ON \w+ FOR EACH ROW WHEN \(\((?:new|old)\.organization_pk = \1\)\) EXECUTE FUNCTION refuse_held\('\1'\)$/;

/**
 * Whether a trigger is one that refuses the writes of an organization while it is held for its move (lib/cells). It
 * loses nothing: a write that it refuses fails.
 */
const isHold = (definition: string): boolean => held.test(definition);

async function findTriggerFault(client: pg.Client): Promise<Fault | undefined> {
  const { rows } = await client.query<{ name: string; definition: string; isOn: boolean }>(
    `SELECT tgname AS name, replace(pg_get_triggerdef(oid), format('%I.', current_schema()), '') AS definition, tgenabled = 'O' AS "isOn"
     FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = ANY($1::regclass[])`,
    [tables],
  );
  const found = new Map(rows.map((row) => [row.name, row]));
  for (const { name, definition } of triggers) {
    const trigger = found.get(name);
    if (!trigger) return { problem: `the trigger ${name} is missing` };
    if (!trigger.isOn) return { problem: `the trigger ${name} is switched off` };
    if (trigger.definition !== definition) return { problem: `the trigger ${name} was changed` };
    found.delete(name);
  }
  const other = [...found.values()].find(({ definition }) => !isHold(definition))?.name;
  if (other) return { problem: `the trigger ${other} was not created by the program` };
  return findReplicaFault(client);
}

/**
 * Triggers do not fire in a session with session_replication_role set to replica. A role or a database can set it for
 * every new session.
 */
async function findReplicaFault(client: pg.Client): Promise<Fault | undefined> {
  const { rows } = await client.query<{ isReplica: boolean }>(
    `SELECT current_setting('session_replication_role') <> 'origin' OR EXISTS (
       SELECT 1 FROM pg_db_role_setting s, unnest(s.setconfig) c WHERE c LIKE 'session_replication_role=%'
         AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))) AS "isReplica"`,
  );
  return rows[0]?.isReplica
    ? { problem: "triggers are switched off for sessions: session_replication_role is set" }
    : undefined;
}

async function findFunctionFault(client: pg.Client): Promise<Fault | undefined> {
  const { rows } = await client.query<{ name: string; source: string; isPlain: boolean }>(
    `SELECT proname AS name, prosrc AS source, NOT prosecdef AND proconfig IS NULL AS "isPlain"
     FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname = ANY($1)`,
    [Object.keys(functions)],
  );
  for (const [name, expected] of Object.entries(functions)) {
    const [made, another] = rows.filter((row) => row.name === name);
    if (!made) return { problem: `the function ${name} is missing` };
    if (another || !made.isPlain || sourceDigest(made.source) !== expected)
      return { problem: `the function ${name} was changed` };
  }
  return undefined;
}
