import type { Environment } from "@/lib/actor/actor";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { copiedField } from "@/lib/platform/copied-field";
import { digest } from "@/lib/platform/crypto";

/** The names of the formats that docs/audit-log.md publishes. A changed format gets a new number. */
export const formats = {
  log: "countersign-audit-log/1",
  seal: "countersign-audit-seal/1",
  pruning: "countersign-audit-pruning/1",
  checkpoint: "countersign-audit-checkpoint/1",
  sent: "countersign-audit-checkpoint-sent/1",
  proof: "countersign-audit-proof/1",
} as const;

/** One log: an organization's events in one environment. */
export type LogName = { organization: string; environment: Environment };

/** An event; `line` is its canonical JSON, which is hashed and exported. */
export type LogEvent = { id: string; sequence: number; transaction: number; line: string };

/**
 * The columns of an event, in the order in which they are hashed. The organization is missing because the seal names
 * it.
 */
export const eventColumns =
  "sequence, transaction_id, created_at, id, type, environment, actor_kind, actor_id, actor_name, resource_type, resource_id, ip_address, request_method, request_path, metadata";

/**
 * Turns PostgreSQL's text of an instant in UTC, such as `2026-11-21 08:43:11.5+00`, into ISO 8601 with milliseconds.
 */
function iso(text: string): string {
  const time = text.slice(11, -3);
  if (time.length === 12) return `${text.slice(0, 10)}T${time}Z`;
  return `${text.slice(0, 10)}T${(time.includes(".") ? time : `${time}.`).padEnd(12, "0")}Z`;
}

/**
 * Writes metadata as canonical JSON. Most metadata is flat with sorted keys; for it the faster JSON.stringify writes
 * the same text.
 */
function canonicalMetadata(text: string): string {
  if (text === "{}") return text;
  if (mayHoldExactNumber.test(text)) return canonicalExactly(text);
  const value = JSON.parse(text);
  let last = "";
  for (const key in value) {
    if (key < last || (typeof value[key] === "object" && value[key] !== null)) return canonicalJson(value);
    last = key;
  }
  return typeof value === "object" ? JSON.stringify(value) : canonicalJson(value);
}

/**
 * Matches a number that a double may not represent exactly. It can also match inside a string, which costs only time.
 */
const mayHoldExactNumber = /[[:, ]-?(?:\d{16}|\d+\.)/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** PostgreSQL stores no NUL, so a string that begins with NUL is a number that we marked. */
const asNumber = "\u0000";
const writtenNumber = /"\\u0000([^"]+)"/g;

/**
 * Writes canonical JSON in which a number that a double cannot represent keeps PostgreSQL's digits, so that two
 * different values never have the same bytes. Every other number is written as RFC 8785 says.
 */
function canonicalExactly(text: string): string {
  const marked = text.replace(stringOrNumber, (found) =>
    found.startsWith('"') ? found : JSON.stringify(asNumber + found),
  );
  return canonicalJson(JSON.parse(marked)).replace(writtenNumber, (_, digits: string) => exactNumber(digits));
}

function exactNumber(digits: string): string {
  const short = JSON.stringify(Number(digits));
  return plainDecimal(short) === digits ? short : digits;
}

/** Rewrites a number of ECMAScript without its exponent, as PostgreSQL writes it. */
function plainDecimal(text: string): string {
  const [mantissa = "", exponent] = text.split("e");
  if (exponent === undefined) return text;
  const isNegative = mantissa.startsWith("-");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const point = whole.length + Number(exponent);
  const all = whole + fraction;
  const plain =
    point > 0
      ? `${all.slice(0, point).padEnd(point, "0")}${all.length > point ? `.${all.slice(point)}` : ""}`
      : `0.${"0".repeat(-point)}${all}`;
  return isNegative ? `-${plain}` : plain;
}

/** Characters that COPY or JSON escapes. `\N`, COPY's null, is excluded. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes
const unusual = /["\u0000-\u0008\u000a-\u001f]|\\(?!N)/;

/** Quotes fields without escapes; `\N` becomes null. */
const quoted = (fields: string) => {
  const all = `"${fields.replaceAll("\t", '","')}"`;
  return all.includes("\\") ? all.replaceAll('"\\N"', "null") : all;
};
const quotedOneByOne = (fields: string) =>
  fields
    .split("\t")
    .map((field) => JSON.stringify(copiedField(field)))
    .join(",");

/**
 * Reads an event from a row of COPY: the array of its columns as canonical JSON (RFC 8785). The first three columns
 * are the numbers and the instant, the last is the metadata, and all others are text or null.
 */
export function readEvent(row: string): LogEvent {
  const first = row.indexOf("\t");
  const second = row.indexOf("\t", first + 1);
  const third = row.indexOf("\t", second + 1);
  const last = row.lastIndexOf("\t");
  const sequence = row.slice(0, first);
  const transaction = row.slice(first + 1, second);
  const texts = row.slice(third + 1, last);
  const isUnusual = unusual.test(texts);
  const id = texts.slice(0, texts.indexOf("\t"));
  const metadata = row.slice(last + 1);
  return {
    id: isUnusual ? (copiedField(id) ?? "") : id,
    sequence: Number(sequence),
    transaction: Number(transaction),
    line: `[${sequence},${transaction},"${iso(row.slice(second + 1, third))}",${isUnusual ? quotedOneByOne(texts) : quoted(texts)},${canonicalMetadata(metadata.includes("\\") ? (copiedField(metadata) ?? "null") : metadata)}]`,
  };
}

/** The signed content of a seal; hashes are hexadecimal. */
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

/** A seal with its hash and signature. `leaves` are the leaf hashes, which only the database stores. */
export type Seal = { payload: SealPayload; hash: string; signature: Buffer; leaves?: Buffer };

/** Returns the SHA-256 of a payload as canonical JSON, in hexadecimal. The next seal names it as `previous`. */
export const hashOf = (payload: object): string => digest(canonicalJson(payload)).toString("hex");

/** The `previous` of the first seal. */
export const noSeal = "0".repeat(64);

/** States that retention removed the events of a seal and of all seals before it. */
export type PruningPayload = LogName & {
  format: typeof formats.pruning;
  through_seal: number;
  pruned_at: string;
};

/** The content of a checkpoint. A copy outside the installation reveals a log that was cut off or rebuilt. */
export type CheckpointPayload = LogName & {
  format: typeof formats.checkpoint;
  seal_number: number;
  seal_hash: string;
  public_key: string;
  made_at: string;
};
