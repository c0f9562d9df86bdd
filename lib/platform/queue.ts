import "server-only";
import PgBoss from "pg-boss";
import { directUrlOf } from "@/lib/platform/database-urls";
import { forJobs } from "@/lib/platform/deadlines";
import { loggedError } from "@/lib/platform/log-error";
import { runJob } from "@/lib/platform/run-job";
import { sayFailure } from "@/lib/platform/unavailable";

/** The number of connections of the queue. */
export const queueConnections = 2;

/** A job that runs on a schedule. It may run twice, and on any machine. */
export type Job = { name: string; cron: string; run: () => Promise<unknown> };

/** The queue stores what a job throws, in a table that holds no personal data: without values. */
function refuse(error: unknown, name: string): never {
  sayFailure(error, name);
  throw new Error(loggedError(error).message);
}

/**
 * Starts the jobs. Each runs on its schedule once per installation, whatever the number of processes.
 * @returns a function that stops them after the running job has finished
 */
export async function startJobs(jobs: readonly Job[]): Promise<{ stop: () => Promise<void> }> {
  const boss = new PgBoss({
    connectionString: directUrlOf("main"),
    max: queueConnections,
    ...forJobs,
    application_name: "countersign-jobs",
  });
  boss.on("error", (error) => sayFailure(error, "job queue"));
  await boss.start();
  for (const { name, cron, run } of jobs) {
    await boss.createQueue(name, { name, policy: "singleton" });
    await boss.schedule(name, cron);
    await boss.work(name, { pollingIntervalSeconds: 30 }, async ([job]) => {
      await runJob(name, () => run().catch((error) => refuse(error, name)), job?.id);
    });
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 10_000 }) };
}
