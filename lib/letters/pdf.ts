import "server-only";
import path from "node:path";
import Tinypool from "tinypool";

/** A readable paper: headings, paragraphs and pairs of words. */
export type Paper = {
  title: string;
  intro?: string[];
  sections: PaperSection[];
  /** Where the words are whole that cannot be printed here: a file beside it, unless it says otherwise. */
  whole?: string;
};
export type PaperSection = {
  title: string;
  paragraphs?: readonly string[];
  pairs?: readonly (readonly [string, string])[];
};

/** Layout leaves much garbage: a small heap is swept in time, where the server's own would grow first. */
const heapMb = 512;
const idleMs = 10_000;

const press = new Tinypool({
  filename: path.join(/* turbopackIgnore: true */ process.cwd(), "lib/letters/press-thread.mjs"),
  runtime: "worker_threads",
  // A thread that sleeps on a lock never gets to free what layout has kept outside its heap.
  useAtomics: false,
  minThreads: 0,
  maxThreads: 1,
  idleTimeout: idleMs,
  execArgv: [],
  resourceLimits: { maxOldGenerationSizeMb: heapMb },
});

/** A paper as PDF, with page numbers; one at a time, in a thread beside the server's. */
export async function renderPaper(paper: Paper): Promise<Buffer> {
  return Buffer.from((await press.run(paper)) as Uint8Array);
}
