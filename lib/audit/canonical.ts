import type { Environment } from "@/lib/auth/actor";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { digest } from "@/lib/platform/crypto";
import { copiedField } from "@/lib/platform/row-stream";

/** The forms that are published in docs/audit-log.md. A change to any of them is a new number. */
export const formats = {
  log: "countersign-audit-log/1",
  seal: "countersign-audit-seal/1",
  pruning: "countersign-audit-pruning/1",
  checkpoint: "countersign-audit-checkpoint/1",
} as const;

/** One log: an organization's events in one environment. */
export type LogName = { organization: string; environment: Environment };

/** An event as it is hashed and exported. */
export type LogEvent = { id: string; sequence: number; transaction: number; line: string };

/** The columns {@link readEvent} expects, in its order. */
export const eventColumns =
  "sequence, transaction_id, id, actor_id, actor_kind, actor_name, created_at, environment, ip_address, metadata, request_method, request_path, resource_id, resource_type, type";

/** PostgreSQL's text of an instant in UTC, such as `2026-11-21 08:43:11.5+00`, as ISO 8601 with milliseconds. */
const iso = (text: string) =>
  `${text.slice(0, 10)}T${text
    .slice(11, -3)
    .replace(/^[^.]{8}$/, "$&.")
    .padEnd(12, "0")}Z`;

/** Metadata repeats itself: most events of a type say the same. */
const knownMetadata = new Map<string, string>();

function canonicalMetadata(text: string): string {
  const known = knownMetadata.get(text);
  if (known !== undefined) return known;
  const canonical = canonicalJson(JSON.parse(text));
  if (knownMetadata.size >= 5_000) knownMetadata.clear();
  knownMetadata.set(text, canonical);
  return canonical;
}

const json = (field: string | undefined) => JSON.stringify(copiedField(field ?? ""));

/**
 * An event from a row as COPY writes it: the object of every stored column but the organization, which the seal
 * names, as canonical JSON (RFC 8785). Its keys are in their order here already.
 */
export function readEvent(row: string): LogEvent {
  const f = row.split("\t");
  const id = copiedField(f[2] ?? "") ?? "";
  const metadata = canonicalMetadata(copiedField(f[9] ?? "") ?? "null");
  const line =
    `{"actor_id":${json(f[3])},"actor_kind":${json(f[4])},"actor_name":${json(f[5])},"created_at":"${iso(f[6] ?? "")}",` +
    `"environment":"${f[7]}","id":${JSON.stringify(id)},"ip_address":${json(f[8])},"metadata":${metadata},` +
    `"request_method":${json(f[10])},"request_path":${json(f[11])},"resource_id":${json(f[12])},` +
    `"resource_type":${json(f[13])},"sequence":${f[0]},"transaction":${f[1]},"type":${json(f[14])}}`;
  return { id, sequence: Number(f[0]), transaction: Number(f[1]), line };
}

/** What a seal says; the hashes are hexadecimal. */
export type SealPayload = LogName & {
  format: typeof formats.seal;
  number: number;
  previous: string;
  first_sequence: number;
  last_transaction: number;
  last_sequence: number;
  count: number;
  root: string;
  sealed_at: string;
};

/** A seal with what proves it. `leaves` are at hand where the database is. */
export type Seal = { payload: SealPayload; hash: string; signature: Buffer; leaves?: Buffer };

/** The hash the next seal carries on: SHA-256 of the payload as canonical JSON. */
export const hashOf = (payload: object): string => digest(canonicalJson(payload)).toString("hex");

/** What the first seal has for the hash of the one before. */
export const noSeal = "0".repeat(64);

/** What says that retention removed the events of a seal and of all before it. */
export type PruningPayload = LogName & {
  format: typeof formats.pruning;
  through_seal: number;
  pruned_at: string;
};

/** What is kept outside: with it, a log that was cut off or made anew is found. */
export type CheckpointPayload = LogName & {
  format: typeof formats.checkpoint;
  seal_number: number;
  seal_hash: string;
  public_key: string;
  made_at: string;
};
