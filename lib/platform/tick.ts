import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { runJob } from "@/lib/platform/run-job";
import { sayFailure } from "@/lib/platform/unavailable";

/** Work that repeats a few seconds after it ends, in every process, so two at once must be harmless. */
export type Tick = { name: string; everySeconds: number; run: (signal: AbortSignal) => Promise<unknown> };

/**
 * Starts repeating work. An error is logged, and the work repeats.
 * @returns a function that aborts the running turn and waits for its end
 */
export function startTicking({ name, everySeconds, run }: Tick): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const turns = async () => {
    while (!signal.aborted) {
      const turn = () =>
        run(signal).catch((error) => {
          if (signal.aborted) return;
          sayFailure(error, name);
          throw error;
        });
      await runJob(name, turn).catch(() => undefined);
      await sleep(everySeconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  };
  const ended = turns();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
