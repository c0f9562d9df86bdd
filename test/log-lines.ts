import fs from "node:fs";
import { log } from "@/lib/platform/log";

/** Runs work, and returns the lines that the log wrote meanwhile, at every level. They are not printed. */
export async function logLines(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const { level } = log;
  const { write } = fs;
  const said: string[] = [];
  // The log writes to standard error, and nothing else does so in this way.
  fs.write = ((...given: [number, string, ...unknown[]]) => {
    const [fd, text] = given;
    if (fd !== 2) return Reflect.apply(write, fs, given);
    said.push(text);
    const done = given.at(-1) as (error: null, bytes: number) => void;
    setImmediate(done, null, Buffer.byteLength(text));
  }) as typeof write;
  log.level = "trace";
  try {
    await work();
    await new Promise<void>((resolve) => log.flush(() => resolve()));
  } finally {
    log.level = level;
    fs.write = write;
  }
  return said
    .join("")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
