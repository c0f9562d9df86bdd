import { randomBytes, randomUUID } from "node:crypto";
import type { Recorded } from "@/bench/mix/record";

/** Where a value of a statement comes from when the call is made again. */
export type Source =
  | { from: "constant"; value: unknown }
  /** The row that the call is about: another one each time. */
  | { from: "target" }
  | { from: "row"; statement: number; row: number; column: number }
  | {
      from: "new";
      kind: "id" | "uuid" | "bytes" | "time" | "text";
      key: number;
      shape: string;
      length: number;
    }
  | { from: "list"; items: Source[] };

export type Step = { client: number; isKeys: boolean; text: string; values: Source[] };
/** The statements of one kind of call, and the answer to it. */
export type Script = { steps: Step[]; answer: string };

const spelled = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : Buffer.isBuffer(value)
      ? value.toString("hex")
      : String(value);

function found(recorded: readonly Recorded[], before: number, value: unknown) {
  for (let statement = 0; statement < before; statement++)
    for (const [row, cells] of (recorded[statement]?.rows ?? []).entries())
      for (const [column, cell] of cells.entries())
        if (cell !== null && spelled(cell) === spelled(value)) return { statement, row, column };
  return null;
}

function kindOf(value: unknown) {
  if (Buffer.isBuffer(value)) return "bytes" as const;
  const text = spelled(value);
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)) return "uuid" as const;
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:/.test(text)) return "time" as const;
  return /^[a-z]+_[0-9a-z]{26}$/.test(text) ? ("id" as const) : ("text" as const);
}

/** Returns whether two recordings have the same statements. */
export const isAlike = (first: readonly Recorded[], second: readonly Recorded[]): boolean =>
  first.length === second.length && first.every(({ text }, at) => text === second[at]?.text);

/**
 * Compares two recordings of one kind of call, about two targets: what is the same is a constant, what an earlier
 * statement returned is read from there, and the rest is made anew at each replay.
 * @param recorded two with the same statements
 */
export function compile(
  [first, second]: readonly [readonly Recorded[], readonly Recorded[]],
  [target, other]: readonly [string, string],
  keysDatabase: string,
): Step[] {
  const keys = new Map<string, number>();
  const sourceOf = (value: unknown, twin: unknown, at: number): Source => {
    if (Array.isArray(value) && Array.isArray(twin) && value.length === twin.length)
      return { from: "list", items: value.map((item, index) => sourceOf(item, twin[index], at)) };
    if (spelled(value) === spelled(twin)) return { from: "constant", value: plain(value) };
    if (value === target && twin === other) return { from: "target" };
    const [here, there] = [found(first, at, value), found(second, at, twin)];
    if (here && there && JSON.stringify(here) === JSON.stringify(there)) return { from: "row", ...here };
    // JSON with an id in it is as long each time, and nothing depends on what it says.
    if (spelled(value).startsWith("{")) return { from: "constant", value };
    const key = keys.get(spelled(value)) ?? keys.size;
    keys.set(spelled(value), key);
    const length = Buffer.isBuffer(value) ? value.length : spelled(value).length;
    return { from: "new", kind: kindOf(value), key, shape: spelled(value).slice(0, 200), length };
  };
  return first.map(({ client, database, text, values }, at) => ({
    client,
    isKeys: database === keysDatabase,
    text,
    values: values.map((value, index) => sourceOf(value, second[at]?.values[index], at)),
  }));
}

/** Bytes and large numbers in a form that JSON has. */
const plain = (value: unknown): unknown =>
  Buffer.isBuffer(value) ? { hex: value.toString("hex") } : typeof value === "bigint" ? String(value) : value;

const letters = "0123456789abcdefghjkmnpqrstvwxyz";
const word = (length: number) => [...randomBytes(length)].map((byte) => letters[byte % 32]).join("");

function made({ kind, shape, length }: Extract<Source, { from: "new" }>): unknown {
  if (kind === "bytes") return randomBytes(length);
  if (kind === "uuid") return randomUUID();
  if (kind === "time") return new Date().toISOString();
  return kind === "id" ? `${shape.slice(0, shape.indexOf("_"))}_${word(26)}` : word(length);
}

/** Makes the values of one replay: the same new value wherever the call had the same one. */
export function newReplay(target: string) {
  const news = new Map<number, unknown>();
  const rows: unknown[][][] = [];
  const resolve = (source: Source): unknown => {
    if (source.from === "list") return source.items.map(resolve);
    if (source.from === "target") return target;
    if (source.from === "row") return rows[source.statement]?.[source.row]?.[source.column] ?? null;
    if (source.from === "new") {
      if (!news.has(source.key)) news.set(source.key, made(source));
      return news.get(source.key);
    }
    const { value } = source;
    const isBytes = value !== null && typeof value === "object" && "hex" in value;
    return isBytes ? Buffer.from(String(value.hex), "hex") : value;
  };
  return { values: (step: Step) => step.values.map(resolve), keep: (cells: unknown[][]) => rows.push(cells) };
}
