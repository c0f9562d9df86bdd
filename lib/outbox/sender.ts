import "server-only";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { drive, usualPace } from "@/lib/outbox/lane";
import { findLanes, type Lane } from "@/lib/outbox/take";
import { startTicking } from "@/lib/platform/tick";
import { sayFailure } from "@/lib/platform/unavailable";

/** How long deliveries that are being sent may take after a stop was requested. */
const patienceMs = 5_000;

const nameOf = ({ organizationPk, environment, endpointPk }: Lane) =>
  `${organizationPk}/${environment}/${endpointPk}`;

/**
 * Starts sending webhooks: every second, a lane for each endpoint that has something to get. Endpoints do not wait for
 * each other, and several processes share the work.
 * @returns a function that stops it; what is not sent within five seconds is sent after the next start
 */
export function startSender(everySeconds = 1, pace = usualPace): { stop: () => Promise<void> } {
  const lanes = new Map<string, Promise<void>>();
  const giveUp = new AbortController();
  // Every exchange listens to it.
  setMaxListeners(0, giveUp.signal);
  const stopping = new AbortController();
  const open = (lane: Lane) => {
    const name = nameOf(lane);
    if (lanes.has(name)) return;
    const ended = drive(lane, stopping.signal, giveUp.signal, pace)
      .catch((error) => sayFailure(error, "webhooks.send"))
      .finally(() => lanes.delete(name));
    lanes.set(name, ended);
  };
  const ticking = startTicking({
    name: "webhooks.send",
    everySeconds,
    run: async () => {
      for (const lane of await findLanes()) open(lane);
    },
  });
  return {
    async stop() {
      stopping.abort();
      await ticking.stop();
      const patience = sleep(patienceMs, undefined, { ref: false }).then(() => giveUp.abort());
      await Promise.race([Promise.all(lanes.values()), patience]);
      await Promise.all(lanes.values());
    },
  };
}

/** Sends everything that is due now, and waits for its end. */
export async function sendDue(pace = usualPace): Promise<void> {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  await Promise.all((await findLanes()).map((lane) => drive(lane, signal, signal, pace)));
}
