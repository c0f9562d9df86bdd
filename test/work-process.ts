// Runs the worker's jobs for erasures and packages when it is told to, so that a test can kill it at any moment.
import { once } from "node:events";
import { finishRedactions } from "@/lib/erasure/columns";
import { buildPackages } from "@/lib/packages/jobs";
import { closeDb, db } from "@/lib/platform/db";
import { closeKeys } from "@/lib/platform/keys";
import { runRedactions } from "@/lib/redactions/jobs";
import { runRetention } from "@/lib/retention/run";
import { existingDataKeys } from "@/lib/vault/data-keys";

await Promise.all([db.$queryRaw`SELECT 1`, existingDataKeys([])]);
process.stdout.write("ready\n");
await once(process.stdin, "data");
await finishRedactions();
await Promise.all([runRedactions(), runRetention(), buildPackages()]);
await Promise.all([closeDb(), closeKeys()]);
process.exit(0);
