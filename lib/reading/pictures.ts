import "server-only";
import path from "node:path";
import Tinypool from "tinypool";
import type { Looked, LookJob } from "@/lib/reading/look";

/** The JavaScript heap of the thread, in megabytes. Pictures and decoders are outside of it: about 200 MB at once. */
const heapMb = 256;
const idleMs = 10_000;
/** How long one picture may take, in milliseconds: usually it is one second or two. */
const limitMs = 60_000;

const reader = new Tinypool({
  filename: path.join(/* turbopackIgnore: true */ process.cwd(), "lib/reading/look-thread.mjs"),
  runtime: "worker_threads",
  // A thread that sleeps on a lock never frees the memory of its pictures.
  useAtomics: false,
  minThreads: 0,
  maxThreads: 1,
  idleTimeout: idleMs,
  execArgv: [],
  resourceLimits: { maxOldGenerationSizeMb: heapMb },
});

let before: Promise<unknown> = Promise.resolve();

/**
 * Looks for what machines read in a picture: a zone or barcodes. It happens in a separate thread, one picture at a
 * time. A picture that takes too long, or more heap than there is, ends that thread, and the next one gets a new one.
 * The thread shares the process: a fault in native code of the image library would end both.
 * @param bytes JPEG, PNG or WebP that was encoded here
 * @param limit milliseconds after which the thread is ended
 * @throws Error when the picture could not be looked at
 */
export function lookAtPicture(bytes: Uint8Array, limit = limitMs): Promise<Looked> {
  const job: LookJob = { bytes };
  const looked = before.then(
    () => reader.run(job, { signal: AbortSignal.timeout(limit) }) as Promise<Looked>,
  );
  before = looked.catch(() => undefined);
  return looked;
}
