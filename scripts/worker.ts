// Runs the background jobs in a separate process: npm run worker
import { saySpending } from "@/lib/platform/connections";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { watchPromotions } from "@/lib/platform/promotion";
import { closeReplicas, openReplicas } from "@/lib/platform/replicas";
import { catchUp } from "@/lib/retention/replay";
import { serveMetrics } from "@/lib/telemetry/endpoint";
import { startTracing } from "@/lib/telemetry/traces";
import { startWorker } from "@/lib/worker";
import { runCommand } from "@/scripts/command";

const stopAsked = () =>
  new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });

await runCommand(async () => {
  const stopTracing = await startTracing();
  const databases = await openDatabases();
  saySpending(databases.connections, databases.replicas);
  await openReplicas(databases.replicas);
  await checkKeys();
  const stopMetrics = await serveMetrics(true);
  const promotions = await watchPromotions(catchUp);
  const worker = await startWorker();
  console.log("The worker is running. Press Ctrl-C to stop it.");
  await stopAsked();
  await worker.stop();
  await promotions.stop();
  await stopMetrics();
  await Promise.all([closeDb(), closeKeys(), closeReplicas()]);
  await databases.close();
  await stopTracing();
  return 0;
});
