// The background jobs in a process of their own: npm run worker

import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { StartError } from "@/lib/platform/errors";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { startWorker } from "@/lib/worker";

try {
  const databases = await openDatabases();
  await checkKeys();
  const worker = await startWorker();
  console.log("The worker is running. Press Ctrl-C to stop it.");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      await worker.stop();
      await Promise.all([closeDb(), closeKeys()]);
      await databases.close();
      process.exit(0);
    });
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
