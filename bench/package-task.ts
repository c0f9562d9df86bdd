// Builds one package without sending it, in a separate process: package-task.ts REQUEST. Prints how long it took and
// the most memory that the process used.
import { performance } from "node:perf_hooks";
import { jobActor } from "@/lib/actor/job";
import { buildPackages } from "@/lib/packages/jobs";
import { downloadPackage } from "@/lib/packages/package";
import { closeDb, db } from "@/lib/platform/db";
import { closeKeys } from "@/lib/platform/keys";

const [requestId = ""] = process.argv.slice(2);
const { id } = await db.organization.findFirstOrThrow();
const actor = await jobActor("bench", "sandbox", ["requests:work", "privacy:export"], id);
const start = performance.now();
if ((await buildPackages()) !== 1) throw new Error("There was not one package to build.");
const stream = await (await downloadPackage(actor, { requestId })).open();
let bytes = 0;
for await (const part of stream as unknown as AsyncIterable<Uint8Array>) bytes += part.length;
const ms = performance.now() - start;
console.log(JSON.stringify({ ms, bytes, peak: process.resourceUsage().maxRSS * 1024 }));
await Promise.all([closeDb(), closeKeys()]);
process.exit(0);
