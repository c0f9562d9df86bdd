import "server-only";
import path from "node:path";
import Tinypool from "tinypool";
import type { Letterhead } from "@/lib/organization/load";

/** A document of headings, paragraphs and pairs of a name and a value. */
export type Paper = {
  title: string;
  /** Who writes, above the title of the first page. */
  head?: Letterhead;
  intro?: string[];
  sections: PaperSection[];
  /** Where the complete text is, if letters cannot be printed here; by default a file next to it. */
  whole?: string;
};
export type PaperSection = {
  title: string;
  paragraphs?: readonly string[];
  pairs?: readonly (readonly [string, string])[];
};

/** Layout produces much garbage. A small heap is collected in time; the server's own would grow first. */
const heapMb = 512;
const idleMs = 10_000;

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

/** Renders a paper as a PDF with page numbers, in a separate thread, one paper at a time. */
export async function renderPaper(paper: Paper): Promise<Buffer> {
  return Buffer.from((await press.run(paper)) as Uint8Array);
}
