import type { Environment } from "@/lib/actor/actor";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { digest } from "@/lib/platform/crypto";
import { copiedField } from "@/lib/platform/row-stream";

/** The forms that are published in docs/audit-log.md. A change to any of them is a new number. */
export const formats = {
  log: "countersign-audit-log/1",
  seal: "countersign-audit-seal/1",
  pruning: "countersign-audit-pruning/1",
  checkpoint: "countersign-audit-checkpoint/1",
  sent: "countersign-audit-checkpoint-sent/1",
} as const;

/** One log: an organization's events in one environment. */
export type LogName = { organization: string; environment: Environment };

/** An event as it is hashed and exported. */
export type LogEvent = { id: string; sequence: number; transaction: number; line: string };

/** The stored columns of an event but the organization, which the seal names, in the order in which they are hashed. */
export const eventColumns =
  "sequence, transaction_id, created_at, id, type, environment, actor_kind, actor_id, actor_name, resource_type, resource_id, ip_address, request_method, request_path, metadata";

/** PostgreSQL's text of an instant in UTC, such as `2026-11-21 08:43:11.5+00`, as ISO 8601 with milliseconds. */
function iso(text: string): string {
  const time = text.slice(11, -3);
  if (time.length === 12) return `${text.slice(0, 10)}T${time}Z`;
  return `${text.slice(0, 10)}T${(time.includes(".") ? time : `${time}.`).padEnd(12, "0")}Z`;
}

/** Metadata as canonical JSON. Mostly it is flat and its keys are in order: then the built-in way writes the same. */
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

/** A number that a double may not hold as it is written, or what looks like one within a string. */
const mayHoldExactNumber = /[[:, ]-?(?:\d{16}|\d+\.)/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** No text in a database holds NUL, so a string that begins with it is a number of ours. */
const asNumber = "\u0000";
const writtenNumber = /"\\u0000([^"]+)"/g;

/**
 * Canonical JSON in which a number that a double does not hold stands as PostgreSQL writes it: digit by digit, so that
 * no two values have the same bytes. Every other number stands as RFC 8785 says.
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

/** A number as ECMAScript writes it, without its exponent: as PostgreSQL writes the same. */
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

/** What COPY or JSON would write in another way than it stands; `\N`, which is null, aside. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes
const unusual = /["\u0000-\u0008\u000a-\u001f]|\\(?!N)/;

/** Fields that stand as they are, between quotation marks. */
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
 * An event from a row as COPY writes it: the array of its columns, as canonical JSON (RFC 8785). Numbers, instant and
 * metadata are told apart by their places; everything between is text or null.
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
