import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { digest } from "@/lib/platform/crypto";

/**
 * A position between two lines of a chained file: the number of lines and bytes before it, and the hash of the line
 * before it.
 */
export type ChainMark = { lines: number; bytes: number; hash: string };

/** The position before the first line. */
export const chainStart: ChainMark = { lines: 0, bytes: 0, hash: "" };

/** The file was changed, cut off or replaced. */
export class BrokenChainError extends Error {
  override name = "BrokenChainError";
}

type ChainedLine = { entry: unknown; number: number; previous: string };

const hashOf = (line: ChainedLine) => digest(canonicalJson(line)).toString("hex");

const longestLine = 65_536;

/**
 * Reads a line and verifies that it follows the line before it.
 * @throws BrokenChainError
 */
function readLine(text: string, before: ChainMark): { entry: unknown; after: ChainMark } {
  const line = parse(text);
  const number = before.lines + 1;
  const chained = { entry: line?.entry, number, previous: before.hash };
  if (!line || line.number !== number || line.previous !== before.hash || line.hash !== hashOf(chained))
    throw new BrokenChainError(`line ${number} does not follow the one before it`);
  return {
    entry: line.entry,
    after: { lines: number, bytes: before.bytes + Buffer.byteLength(text) + 1, hash: line.hash },
  };
}

function parse(text: string): (ChainedLine & { hash: string }) | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export type ChainBatch = { entries: unknown[]; lines: string[]; after: ChainMark };

/**
 * Reads a chained file from a mark on, in batches. An incomplete last line comes from a crash before its write was
 * confirmed, so it is ignored.
 * @throws BrokenChainError when the file does not reach the mark, or a line does not follow the one before it
 */
export async function* readChain(file: string, from: ChainMark, most = 1_000): AsyncGenerator<ChainBatch> {
  await proveMark(file, from);
  let after = from;
  let batch: Omit<ChainBatch, "after"> = { entries: [], lines: [] };
  for await (const text of wholeLines(file, from.bytes)) {
    const read = readLine(text, after);
    batch.entries.push(read.entry);
    batch.lines.push(text);
    after = read.after;
    if (batch.lines.length < most) continue;
    yield { ...batch, after };
    batch = { entries: [], lines: [] };
  }
  if (batch.lines.length > 0) yield { ...batch, after };
}

/**
 * Verifies that the line before a mark is unchanged since the mark was made.
 * @throws BrokenChainError
 */
export async function proveMark(file: string, mark: ChainMark): Promise<void> {
  if (mark.lines === 0) return;
  const text = await lineBefore(file, mark.bytes);
  const line = text === null ? null : parse(text);
  const isSame =
    line !== null &&
    line.number === mark.lines &&
    line.hash === mark.hash &&
    mark.hash === hashOf({ entry: line.entry, number: line.number, previous: line.previous });
  if (!isSame) throw new BrokenChainError(`line ${mark.lines} is missing or is not what it was`);
}

/** Returns the line that ends with the byte before an offset; null when there is none. */
async function lineBefore(file: string, offset: number): Promise<string | null> {
  const handle = await openExisting(file);
  if (!handle) return null;
  try {
    const start = Math.max(0, offset - longestLine);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(offset - start), 0, offset - start, start);
    if (bytesRead < offset - start || buffer.at(-1) !== 0x0a) return null;
    return buffer.subarray(buffer.lastIndexOf(0x0a, -2) + 1, -1).toString();
  } finally {
    await handle.close();
  }
}

const openExisting = (file: string) =>
  fs.open(/* turbopackIgnore: true */ file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });

/** Yields the complete lines from an offset on. */
async function* wholeLines(file: string, start: number): AsyncGenerator<string> {
  const handle = await openExisting(file);
  if (!handle) return;
  await handle.close();
  let rest = "";
  for await (const chunk of createReadStream(/* turbopackIgnore: true */ file, { encoding: "utf8", start })) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

export type Appended = {
  /**
   * The end of the file before appending. It is beyond `from` if a process crashed after appending and before noting
   * its mark.
   */
  before: ChainMark;
  after: ChainMark;
};

/**
 * Appends lines, and returns when they are on the disk. The caller makes sure that only one process appends: two
 * would break the chain.
 * @param from the last noted end; the lines after it are verified first
 * @throws BrokenChainError when the file is not the one of the mark
 */
export async function appendToChain(
  file: string,
  from: ChainMark,
  entries: readonly unknown[],
): Promise<Appended> {
  let before = from;
  for await (const batch of readChain(file, from)) before = batch.after;
  let after = before;
  const lines = entries.map((entry) => {
    const line = { entry, number: after.lines + 1, previous: after.hash };
    const hash = hashOf(line);
    const text = `${canonicalJson({ ...line, hash })}\n`;
    after = { lines: line.number, bytes: after.bytes + Buffer.byteLength(text), hash };
    return text;
  });
  await writeThrough(file, before.bytes, lines.join(""));
  return { before, after };
}

/** Removes an incomplete line, appends, and waits for the disk; for a new file also for its folder. */
async function writeThrough(file: string, end: number, text: string): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await fs.open(/* turbopackIgnore: true */ file, "a", 0o600);
  try {
    if ((await handle.stat()).size > end) await handle.truncate(end);
    await handle.appendFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (end > 0) return;
  const folder = await fs.open(path.dirname(file), "r");
  await folder.sync().finally(() => folder.close());
}
