import "server-only";
import path from "node:path";
import Tinypool from "tinypool";
import type { Printed, PrintJob } from "@/lib/letters/press";
import type { Letterhead } from "@/lib/organization/load";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/** A document of headings, paragraphs, pairs of a name and a value, and images. */
export type Paper = {
  title: string;
  /** The language of the paper, as BCP 47 has it; English by default. */
  language?: string;
  /** Who writes, above the title of the first page. */
  head?: Letterhead;
  intro?: string[];
  sections: PaperSection[];
};

/** A name, its value, and the language of the value where it is known. */
export type PaperPair = readonly [name: string, value: string, language?: string];

/** A picture as PNG or JPEG. Its size is in pixels. */
export type PaperImage = {
  bytes: Uint8Array;
  width: number;
  height: number;
  /** What the picture shows, for who cannot see it, and below it for everybody. */
  caption: string;
};

export type PaperSection = {
  title: string;
  /** A part of the section before it. */
  isPart?: boolean;
  paragraphs?: readonly string[];
  pairs?: readonly PaperPair[];
  images?: readonly PaperImage[];
};

/** Layout produces much garbage. A small heap is collected in time; the server's own would grow first. */
const heapMb = 512;
const idleMs = 10_000;
/** Hundreds of pages take seconds. */
const limitMs = 120_000;

const press = new Tinypool({
  filename: path.join(/* turbopackIgnore: true */ process.cwd(), "lib/letters/press-thread.mjs"),
  runtime: "worker_threads",
  // A thread that sleeps on a lock never frees the memory that layout uses outside the heap.
  useAtomics: false,
  minThreads: 0,
  maxThreads: 1,
  idleTimeout: idleMs,
  execArgv: [],
  resourceLimits: { maxOldGenerationSizeMb: heapMb },
});

/** The folder with fonts that an operator adds. */
const fontsFolder = () => path.join(/* turbopackIgnore: true */ env().dataDir, "fonts");

const codeOf = (letter: string) =>
  [...letter]
    .map((sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`)
    .join(" ");

let before: Promise<unknown> = Promise.resolve();

/** Prints after the papers before it, so that a paper which waits loses no time. */
function print(job: PrintJob, limit: number): Promise<Printed> {
  const printed = before.then(
    () => press.run(job, { signal: AbortSignal.timeout(limit) }) as Promise<Printed>,
  );
  before = printed.catch(() => undefined);
  return printed;
}

/**
 * Renders a paper as a tagged PDF with bookmarks and page numbers, in a separate thread, one paper at a time.
 * @param limit milliseconds after which the thread is ended, and the paper fails
 * @throws AppError conflict when no font has a letter: no paper is made with a letter less
 */
export async function renderPaper(paper: Paper, limit = limitMs): Promise<Buffer> {
  const job: PrintJob = { paper, fontsFolder: fontsFolder() };
  const printed = await print(job, limit);
  if ("bytes" in printed) return Buffer.from(printed.bytes);
  const letters = printed.missing.slice(0, 5).map((letter) => `${letter} (${codeOf(letter)})`);
  const more = printed.missing.length > letters.length ? " and others" : "";
  throw new AppError(
    "conflict",
    `“${paper.title}” cannot be printed, because no font has ${letters.join(", ")}${more}. Put a TrueType or OpenType font that has it into the folder “fonts” of the data folder, and try again.`,
  );
}
