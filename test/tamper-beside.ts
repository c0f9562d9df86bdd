// Ways to falsify a log that leave its sealed rows unchanged, or remove them.
import type { Kind, Sealed } from "@/test/tamper";

const cutAfter = (seal: number) => [
  `DELETE FROM audit_events WHERE (transaction_id, sequence) > (SELECT last_transaction, last_sequence FROM audit_seals WHERE number = ${seal})`,
  `DELETE FROM audit_seals WHERE number > ${seal}`,
];

const lastOf = ({ seals }: Sealed, pick: (below: number) => number) => seals - 1 - pick(seals - 1);

/** Removes the newest seals with their events. */
const endCut: Kind = (sealed, _, pick) => {
  const last = lastOf(sealed, pick);
  return { statements: cutAfter(last), seal: last + 1, events: [] };
};

/** Removes the newest seals and changes their events, which are then sealed again. */
const endRewritten: Kind = (sealed, _, pick) => {
  const last = lastOf(sealed, pick);
  const { sequence } = sealed.events.at(-1 - pick(sealed.perSeal)) ?? { sequence: 0n };
  const statements = [
    `UPDATE audit_events SET actor_name = 'nobody' WHERE sequence = ${sequence}`,
    `DELETE FROM audit_seals WHERE number > ${last}`,
  ];
  return { statements, seal: last + 1, events: [] };
};

/** Changes one event, removes another, and removes every seal that proves it. */
const allRewritten: Kind = (sealed, at, pick) => {
  const other = sealed.events[pick(sealed.events.length)];
  const statements = [
    `UPDATE audit_events SET type = 'case.opened' WHERE sequence = ${sealed.events[at]?.sequence ?? 0n}`,
    `DELETE FROM audit_events WHERE sequence = ${other?.sequence ?? 0n}`,
    "TRUNCATE audit_seals",
  ];
  return { statements, seal: 1, events: [] };
};

const everythingGone: Kind = () => ({
  statements: ["TRUNCATE audit_events, audit_seals, audit_event_words, audit_indexings"],
  seal: 1,
  events: [],
});

const columns = "organization_pk, environment, type, created_at, actor_kind, actor_id, actor_name, metadata";

/** Inserts an event after the last seal that no transaction has written. */
const forgedAhead: Kind = (sealed, at, pick) => {
  const ahead = [9_000_000_000_000_000n, 1_000_000_000n, 100_000n][pick(3)] ?? 0n;
  const { sequence } = sealed.events[at] ?? { sequence: 0n };
  const statements = [
    `INSERT INTO audit_events (sequence, id, ${columns}, transaction_id)
     SELECT 900000, 'aud_forged', ${columns}, audit_transaction(pg_snapshot_xmax(pg_current_snapshot())) + ${ahead}
     FROM audit_events WHERE sequence = ${sequence}`,
  ];
  return { statements, problem: /names a transaction that has not begun/, events: ["aud_forged"] };
};

/** Inserts an event that looks genuine after its transaction has been sealed. */
const forgedBehind: Kind = (sealed, at) => ({
  statements: [
    `INSERT INTO audit_events (sequence, id, ${columns}, transaction_id)
     SELECT 900001, 'aud_late', ${columns}, (SELECT last_transaction FROM audit_seals WHERE number = ${sealed.seals})
     FROM audit_events WHERE sequence = ${sealed.events[at]?.sequence ?? 0n}`,
  ],
  problem: /events of its transaction have been sealed without it/,
  events: ["aud_late"],
});

/** Inserts an event before the first one, with a number that no transaction has. */
const forgedBefore: Kind = (sealed, at, pick) => ({
  statements: [
    `INSERT INTO audit_events (sequence, id, ${columns}, transaction_id)
     SELECT -7, 'aud_forged', ${columns}, -${1 + pick(1000)} FROM audit_events WHERE sequence = ${sealed.events[at]?.sequence ?? 0n}`,
  ],
  seal: 1,
  events: ["aud_forged"],
});

const sealForged: Kind = (_, __, pick) => ({
  statements: [
    `INSERT INTO audit_seals SELECT organization_pk, environment, ${-pick(5)}, previous, first_sequence, last_transaction,
       last_sequence, count, root, sealed_at, hash, signature, leaves FROM audit_seals WHERE number = 1`,
  ],
  problem: /seals that do not follow another/,
  events: [],
});

/** Changes numbers by less than a double can represent, or only in their spelling. */
const numberChanged: Kind = (sealed, at, pick) => {
  const change = ["+ 1e-20", "+ 0.0", "+ 0.00000000000000000001", "- 1e-30"][pick(4)] ?? "";
  const { sequence, id } = sealed.events[at] ?? { sequence: 0n, id: "" };
  return {
    statements: [
      `UPDATE audit_events SET metadata = jsonb_set(metadata, '{proposed}', to_jsonb((metadata->>'proposed')::numeric ${change})) WHERE sequence = ${sequence}`,
    ],
    seal: Math.floor(at / sealed.perSeal) + 1,
    events: [id],
  };
};

const wordsOf = ({ events }: Sealed, at: number) => `sequence = ${events[at]?.sequence ?? 0n}`;

const wordsRemoved: Kind = (sealed, at) => ({
  statements: [`DELETE FROM audit_event_words WHERE ${wordsOf(sealed, at)}`],
  problem: /search index does not contain/,
  events: [sealed.events[at]?.id ?? ""],
});

const wordsChanged: Kind = (sealed, at, pick) => ({
  statements: [
    `UPDATE audit_event_words SET words = ${["''::tsvector", "strip(words)", "words || 'x'::tsvector", "ts_delete(words, 'case')"][pick(4)]} WHERE ${wordsOf(sealed, at)}`,
  ],
  problem: /wrong words for this event/,
  events: [sealed.events[at]?.id ?? ""],
});

const wordsExchanged: Kind = (sealed, at) => {
  const other = (at + 1) % sealed.events.length;
  const [one, two] = [sealed.events[at], sealed.events[other]];
  return {
    statements: [
      `UPDATE audit_event_words w SET words = o.words FROM audit_event_words o
       WHERE (w.sequence, o.sequence) IN ((${one?.sequence ?? 0n}, ${two?.sequence ?? 0n}), (${two?.sequence ?? 0n}, ${one?.sequence ?? 0n}))`,
    ],
    problem: /wrong words for this event/,
    events: [one?.id ?? "", two?.id ?? ""],
  };
};

const wordsAdded: Kind = ({ organizationPk }) => ({
  statements: [
    `INSERT INTO audit_event_words (organization_pk, environment, sequence, words)
     SELECT organization_pk, environment, 987654, 'case'::tsvector FROM audit_events WHERE organization_pk = ${organizationPk} LIMIT 1`,
  ],
  problem: /words of an event that is not indexed yet/,
  events: [],
});

const wordsTruncated: Kind = () => ({
  statements: ["TRUNCATE audit_event_words"],
  problem: /search index does not contain/,
  events: [],
});

const indexingMoved: Kind = (_, __, pick) => ({
  statements: [
    `UPDATE audit_indexings SET ${
      [
        "through_seal = through_seal + 1",
        "last_transaction = last_transaction + 1000000",
        "last_sequence = last_sequence + 1",
        "last_transaction = 9000000000000000, last_sequence = 9000000000000000",
        "through_seal = 999999",
      ][pick(5)]
    }`,
  ],
  problem: /search index is recorded as ending here/,
  events: [],
});

const indexingForgotten: Kind = () => ({
  statements: ["DELETE FROM audit_indexings"],
  problem: /words of an event that is not indexed yet/,
  events: [],
});

const checkpointMoved: Kind = (_, __, pick) => ({
  statements: [
    `UPDATE audit_checkpoints SET ${
      [
        "seal_number = 999999",
        "seal_number = seal_number - 1",
        "sent_at = sent_at + interval '1 year'",
        "place = 'elsewhere'",
        "signature = sha256(signature)",
      ][pick(5)]
    }`,
  ],
  problem: /record that its checkpoint was sent/,
  events: [],
});

/** Changes what is stored of one leaf of the tree over the seals. */
const leafChanged: Kind = (sealed, at, pick) => ({
  statements: [
    `UPDATE audit_tree_leaves SET nodes = ${
      [
        "sha256(nodes)",
        "nodes || sha256(nodes)",
        "substr(nodes, 2)",
        "''",
        "overlay(nodes placing '\\x00ff' from 9)",
      ][pick(5)]
    } WHERE number = ${Math.floor(at / sealed.perSeal) + 1}`,
  ],
  seal: Math.floor(at / sealed.perSeal) + 1,
  events: [],
});

/** Removes a leaf in the middle. One at the end follows from the seals, and the next sealing adds it again. */
const leafRemoved: Kind = (sealed, _, pick) => {
  const number = 1 + pick(sealed.seals - 1);
  return {
    statements: [`DELETE FROM audit_tree_leaves WHERE number = ${number}`],
    seal: number + 1,
    events: [],
  };
};

const leafAdded: Kind = ({ seals }, _, pick) => ({
  statements: [
    `INSERT INTO audit_tree_leaves SELECT organization_pk, environment, ${pick(2) ? -1 : seals + 1}, nodes
     FROM audit_tree_leaves WHERE number = 1`,
  ],
  problem: /leaves that are no seals/,
  events: [],
});

const guardTables = ["audit_events", "audit_seals", "audit_prunings", "audit_tree_leaves"] as const;
const guards = ["append_only", "no_truncate"] as const;

const triggerOff: Kind = (_, at, pick) => {
  const table = guardTables[at % guardTables.length] ?? "audit_events";
  const trigger = `${table}_${guards[pick(guards.length)]}`;
  const how = ["DISABLE TRIGGER", "ENABLE REPLICA TRIGGER", "ENABLE ALWAYS TRIGGER"][pick(3)];
  return {
    statements: [`ALTER TABLE ${table} ${how} ${trigger}`],
    undo: [`ALTER TABLE ${table} ENABLE TRIGGER ${trigger}`],
    problem: /trigger .* is switched off/,
    events: [],
  };
};

const functionChanged: Kind = (_, __, pick) => {
  const changes = [
    {
      does: `CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'`,
      name: "refuse_audit_change",
    },
    {
      does: `CREATE OR REPLACE FUNCTION audit_words(e audit_events) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ''''::tsvector'`,
      name: "audit_words",
    },
    {
      does: `CREATE OR REPLACE FUNCTION audit_transaction(id xid8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 5::bigint'`,
      name: "audit_transaction",
    },
    { does: "ALTER FUNCTION refuse_audit_change() SECURITY DEFINER", name: "refuse_audit_change" },
  ];
  const change = changes[pick(changes.length)] ?? { does: "", name: "" };
  return {
    statements: [change.does],
    restores: [change.name],
    problem: new RegExp(`function ${change.name} was changed`),
    events: [],
  };
};

const triggerAdded: Kind = () => ({
  statements: [
    `CREATE FUNCTION lose_event() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    "CREATE TRIGGER a_helper BEFORE INSERT ON audit_events FOR EACH ROW WHEN (NEW.type = 'x') EXECUTE FUNCTION lose_event()",
  ],
  undo: ["DROP TRIGGER a_helper ON audit_events", "DROP FUNCTION lose_event"],
  problem: /a_helper was not created by the program/,
  events: [],
});

const triggerDropped: Kind = (_, __, pick) => {
  const table = guardTables[pick(guardTables.length)] ?? "audit_events";
  return {
    statements: [`DROP TRIGGER ${table}_append_only ON ${table}`],
    undo: [
      `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()`,
    ],
    problem: /append_only is missing/,
    events: [],
  };
};

const ruleAdded: Kind = () => ({
  statements: ["CREATE RULE keep_quiet AS ON INSERT TO audit_events WHERE NEW.type = 'x' DO INSTEAD NOTHING"],
  undo: ["DROP RULE keep_quiet ON audit_events"],
  problem: /audit_events is not as it was created/,
  events: [],
});

const numberingChanged: Kind = () => ({
  statements: ["ALTER TABLE audit_events ALTER transaction_id SET DEFAULT 0"],
  undo: ["ALTER TABLE audit_events ALTER transaction_id SET DEFAULT audit_transaction(pg_current_xact_id())"],
  problem: /not numbered by the transaction/,
  events: [],
});

/** Renames a column, so that nothing can be compared. */
const columnRenamed: Kind = (_, __, pick) => {
  const [table, column] = [
    ["audit_seals", "root"],
    ["audit_events", "metadata"],
    ["audit_prunings", "signature"],
  ][pick(3)] ?? ["audit_seals", "root"];
  return {
    statements: [`ALTER TABLE ${table} RENAME COLUMN ${column} TO another`],
    undo: [`ALTER TABLE ${table} RENAME COLUMN another TO ${column}`],
    problem: /cannot be read/,
    events: [],
  };
};

const columnEmptied: Kind = (sealed, at) => ({
  statements: [
    "ALTER TABLE audit_seals ALTER COLUMN root DROP NOT NULL",
    `UPDATE audit_seals SET root = NULL WHERE number = ${Math.floor(at / sealed.perSeal) + 1}`,
  ],
  undo: [
    "UPDATE audit_seals SET root = hash WHERE root IS NULL",
    "ALTER TABLE audit_seals ALTER COLUMN root SET NOT NULL",
  ],
  problem: /cannot be read/,
  events: [],
});

export const kindsBeside: readonly Kind[] = [
  endCut,
  endRewritten,
  allRewritten,
  everythingGone,
  forgedAhead,
  forgedBehind,
  forgedBefore,
  sealForged,
  leafChanged,
  leafRemoved,
  leafAdded,
  numberChanged,
  wordsRemoved,
  wordsChanged,
  wordsExchanged,
  wordsAdded,
  wordsTruncated,
  indexingMoved,
  indexingForgotten,
  checkpointMoved,
  triggerOff,
  triggerAdded,
  triggerDropped,
  functionChanged,
  ruleAdded,
  numberingChanged,
  columnRenamed,
  columnEmptied,
];
