// Random ways to falsify a sealed log, for the test that verification finds all of them.
import { createRandom } from "@/prisma/demo/random";
import { kindsBeside } from "@/test/tamper-beside";

export type Sealed = {
  organizationPk: bigint;
  perSeal: number;
  events: readonly { sequence: bigint; id: string }[];
  seals: number;
};
/**
 * An attempt, and what verification must name: the seal or the problem, and one of the events if there are any. The
 * test restores rows; `undo` restores the rest, and `restores` names the functions that the test must restore.
 */
export type Attempt = {
  kind: string;
  statements: string[];
  seal?: number;
  problem?: RegExp;
  events: string[];
  undo?: string[];
  restores?: string[];
};

const eventChanges = [
  "type = type || 'x'",
  "created_at = created_at + interval '1 ms'",
  "created_at = 'infinity'",
  "actor_name = 'somebody else'",
  "actor_id = actor_id || ' '",
  "actor_kind = 'person'",
  "id = id || 'x'",
  "metadata = '{}'",
  `metadata = metadata || '{"more": true}'`,
  "metadata = jsonb_set(metadata, '{noteId}', '\"note_x\"')",
  "ip_address = NULL",
  "ip_address = '192.0.2.10'",
  "request_method = 'GET'",
  "request_path = request_path || '?'",
  "resource_id = 'rvc_x'",
  "resource_type = NULL",
];

const sealChanges = [
  "root = sha256(root)",
  "previous = sha256(previous)",
  "hash = sha256(hash)",
  "signature = signature || '\\x00'",
  "signature = set_byte(signature, 5, (get_byte(signature, 5) + 1) % 256)",
  "leaves = set_byte(leaves, 7, (get_byte(leaves, 7) + 1) % 256)",
  "leaves = substr(leaves, 1, 40)",
  "leaves = ''",
  "count = count + 1",
  "first_sequence = first_sequence + 1",
  "last_sequence = last_sequence - 1",
  "last_transaction = last_transaction + 1",
  "sealed_at = sealed_at + interval '1 ms'",
  "sealed_at = 'infinity'",
];

/** Chooses one of many attempts; equal seeds choose the same. */
export function attempts(sealed: Sealed, seed: number): Attempt {
  const random = createRandom(seed);
  const pick = (below: number) => random.int(0, below - 1);
  const at = pick(sealed.events.length);
  const kinds = [changed, changed, removed, inserted, reordered, swapped, moved, emptied, truncated];
  const ofSeals = [sealChanged, sealRemoved, sealsSwapped, sealsTruncated];
  const all = [...kinds, ...ofSeals, ...kindsBeside];
  const kind = all[pick(all.length)] ?? changed;
  return { kind: kind.name, ...kind(sealed, at, pick) };
}

export type Kind = (sealed: Sealed, at: number, pick: (below: number) => number) => Omit<Attempt, "kind">;

const sealOf = ({ perSeal }: Sealed, at: number) => Math.floor(at / perSeal) + 1;
const eventAt = ({ events }: Sealed, at: number) => events[at] ?? { sequence: 0n, id: "" };
const named = (sealed: Sealed, ...places: number[]) => places.map((place) => eventAt(sealed, place).id);

const changed: Kind = (sealed, at, pick) => {
  const change = eventChanges[pick(eventChanges.length)] ?? "";
  const { sequence, id } = eventAt(sealed, at);
  return {
    statements: [`UPDATE audit_events SET ${change} WHERE sequence = ${sequence}`],
    seal: sealOf(sealed, at),
    events: change.startsWith("id") ? [`${id}x`] : [id],
  };
};

/** Removes consecutive events of one seal. Verification names the event before or after them. */
const removed: Kind = (sealed, at, pick) => {
  const last = Math.min(at + pick(3), sealOf(sealed, at) * sealed.perSeal - 1);
  const list = Array.from({ length: last - at + 1 }, (_, offset) => eventAt(sealed, at + offset).sequence);
  return {
    statements: [`DELETE FROM audit_events WHERE sequence IN (${list.join(", ")})`],
    seal: sealOf(sealed, at),
    events: list.length === sealed.perSeal ? [] : named(sealed, at - 1, last + 1),
  };
};

const columns =
  "organization_pk, environment, type, created_at, actor_kind, actor_id, actor_name, metadata, transaction_id";

/** Copies an event within its transaction, with a sequence that was never drawn. */
const inserted: Kind = (sealed, at) => ({
  statements: [
    `INSERT INTO audit_events (sequence, id, ${columns}) SELECT -1, 'aud_new', ${columns} FROM audit_events WHERE sequence = ${eventAt(sealed, at).sequence}`,
  ],
  seal: sealOf(sealed, at),
  events: ["aud_new"],
});

/** Exchanges the places of two events of one seal in the order of sealing. */
const reordered: Kind = (sealed, at) => exchange(sealed, at, "transaction_id");
/** Exchanges the content of two events, but not their numbers. */
const swapped: Kind = (sealed, at) => exchange(sealed, at, "metadata");

function exchange(sealed: Sealed, at: number, column: string) {
  const first = at % sealed.perSeal === sealed.perSeal - 1 ? at - 1 : at;
  const [one, other] = [eventAt(sealed, first), eventAt(sealed, first + 1)];
  return {
    statements: [
      `UPDATE audit_events e SET ${column} = o.${column} FROM audit_events o
       WHERE (e.sequence, o.sequence) IN ((${one.sequence}, ${other.sequence}), (${other.sequence}, ${one.sequence}))`,
    ],
    seal: sealOf(sealed, first),
    events: named(sealed, first, first + 1),
  };
}

/** Moves an event to the other environment, or to no organization. */
const moved: Kind = (sealed, at, pick) => ({
  statements: [
    `UPDATE audit_events SET ${pick(2) ? "environment = 'live'" : "organization_pk = 0"} WHERE sequence = ${eventAt(sealed, at).sequence}`,
  ],
  seal: sealOf(sealed, at),
  events: named(sealed, at - 1, at + 1),
});

const emptied: Kind = (sealed, at) => {
  const first = sealed.perSeal * (sealOf(sealed, at) - 1);
  return {
    statements: [`DELETE FROM audit_events WHERE sequence >= ${eventAt(sealed, first).sequence}`],
    seal: sealOf(sealed, at),
    events: [],
  };
};

const truncated: Kind = () => ({ statements: ["TRUNCATE audit_events"], seal: 1, events: [] });

const sealChanged: Kind = (sealed, at, pick) => ({
  statements: [
    `UPDATE audit_seals SET ${sealChanges[pick(sealChanges.length)]} WHERE number = ${sealOf(sealed, at)}`,
  ],
  seal: sealOf(sealed, at),
  events: [],
});

const sealRemoved: Kind = (sealed, at) => ({
  statements: [`DELETE FROM audit_seals WHERE number = ${sealOf(sealed, at)}`],
  seal: sealOf(sealed, at),
  events: [],
});

/** Exchanges the numbers of two seals. */
const sealsSwapped: Kind = (sealed, at) => {
  const number = Math.min(sealOf(sealed, at), sealed.seals - 1);
  return {
    statements: [
      `UPDATE audit_seals SET number = -1 WHERE number = ${number}`,
      `UPDATE audit_seals SET number = ${number} WHERE number = ${number + 1}`,
      `UPDATE audit_seals SET number = ${number + 1} WHERE number = -1`,
    ],
    seal: number,
    events: [],
  };
};

const sealsTruncated: Kind = () => ({ statements: ["TRUNCATE audit_seals"], seal: 1, events: [] });
