import "server-only";
import PgBoss from "pg-boss";
import { inBackground } from "@/lib/platform/db";
import { forJobs } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";
import { sayFailure } from "@/lib/platform/unavailable";

/** A job that runs on a schedule. It may run twice, and on any machine. */
export type Job = { name: string; cron: string; run: () => Promise<unknown> };

/**
 * Starts the jobs. Each runs on its schedule once per installation, whatever the number of processes.
 * @returns a function that stops them after the running job has finished
 */
export async function startJobs(jobs: readonly Job[]): Promise<{ stop: () => Promise<void> }> {
  const boss = new PgBoss({
    connectionString: env().DATABASE_URL,
    max: 2,
    ...forJobs,
    application_name: "countersign-jobs",
  });
  boss.on("error", (error) => sayFailure(error, "job queue"));
  await boss.start();
  for (const { name, cron, run } of jobs) {
    await boss.createQueue(name, { name, policy: "singleton" });
    await boss.schedule(name, cron);
    await boss.work(name, { pollingIntervalSeconds: 30 }, async () => {
      await inBackground(run);
    });
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 10_000 }) };
}
