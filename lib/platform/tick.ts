import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { inBackground } from "@/lib/platform/db";
import { sayFailure } from "@/lib/platform/unavailable";

/** Something that is done again some seconds after it was done; in every process, so two at once must be harmless. */
export type Tick = { name: string; everySeconds: number; run: (signal: AbortSignal) => Promise<unknown> };

/**
 * Starts doing something again and again. An error is logged, and the next turn comes.
 * @returns how to stop: the turn in hand is told to end, and waited for
 */
export function startTicking({ name, everySeconds, run }: Tick): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const turns = async () => {
    while (!signal.aborted) {
      await inBackground(() => run(signal)).catch((error) => {
        if (!signal.aborted) sayFailure(error, name);
      });
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
