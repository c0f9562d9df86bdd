import "server-only";
import { type Outcome, settle } from "@/lib/outbox/settle";
import { bodyOf, headersOf } from "@/lib/outbox/sign";
import { type Lane, type Taken, take } from "@/lib/outbox/take";
import { env } from "@/lib/platform/env";
import { type Exchange, post } from "@/lib/platform/exchange";
import type { Allowed } from "@/lib/platform/outbound";
import { openSecret } from "@/lib/vault/endpoint-secret";

/**
 * The limit of one attempt, from the resolution of the name to the last byte of the answer; and of a lease, after which
 * a worker that has not settled a delivery was killed.
 */
export type Pace = { attemptSeconds: number; leaseSeconds: number };
export const usualPace: Pace = { attemptSeconds: 30, leaseSeconds: 45 };
/** How many deliveries one process sends to one endpoint at once. */
const mostAtOnce = 32;

/** Where webhooks may go, by the operator's settings. */
export const allowedTargets = (): Allowed => ({
  http: env().WEBHOOK_ALLOW_HTTP === "on",
  networks: env().WEBHOOK_ALLOWED_NETWORKS,
});

/** A tenth more or less, so that the deliveries of an outage do not all come back at the same moment. */
const withJitter = (seconds: number) => seconds * (0.9 + Math.random() * 0.2);

/** The delay after an attempt; the last one also before every further one, when retries were added by hand. */
function retrySeconds(number: number): number {
  const delays = env().WEBHOOK_RETRY_SECONDS;
  return withJitter(delays[Math.min(number, delays.length) - 1] ?? 0);
}

/** Says how an exchange ended for a webhook: any status but 2xx is a failure, a redirect too. */
export function failureOf({ status, failure }: Exchange): Outcome["failure"] {
  if (failure) return failure;
  if (status === null) return "closed_early";
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? "redirected" : "refused";
}

/** Sends a delivery once. */
async function attempt(lane: Lane, taken: Taken, signal: AbortSignal, pace: Pace): Promise<Outcome> {
  const { pk, id, number, url } = taken;
  const secret = await openSecret(lane.organizationId, taken.endpointId, taken.sealedSecret);
  const outcome = { pk, number, url, startedAt: new Date(), retrySeconds: retrySeconds(number) };
  if (secret === null)
    return { ...outcome, httpStatus: null, failure: "secret_unreadable", durationMs: 0, answerBytes: 0 };
  const body = bodyOf(taken, taken);
  const headers = headersOf(id, body, secret);
  const limitMs = pace.attemptSeconds * 1000;
  const exchange = await post({ url, headers, body, allowed: allowedTargets(), limitMs, signal });
  return {
    ...outcome,
    httpStatus: exchange.status,
    failure: failureOf(exchange),
    durationMs: exchange.durationMs,
    answerBytes: exchange.bytes,
  };
}

/** Outcomes that come within this time of the first are stored with it, in one statement. */
const gatherMs = 4;

/** Waits for some time, or for the work if it ends before. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((done) => {
    timer = setTimeout(done, ms);
  });
  await Promise.race([work, time]);
  clearTimeout(timer);
}

/** Waits for the next outcomes, and no longer than a second: meanwhile more may have become due. */
async function nextOf(running: ReadonlySet<Promise<void>>): Promise<void> {
  await within(1000, Promise.race(running));
  await within(gatherMs, Promise.all(running));
}

/**
 * Sends what an endpoint has to get until nothing is due. Outcomes are stored together as they come in, so a receiver
 * that hangs does not hold up the others.
 * @param stopping nothing more is taken
 * @param giveUp what is running is interrupted
 */
export async function drive(
  lane: Lane,
  stopping: AbortSignal,
  giveUp: AbortSignal,
  pace = usualPace,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let outcomes: Outcome[] = [];
  let told: Outcome[] = [];
  do {
    told = outcomes;
    outcomes = [];
    const room = stopping.aborted ? 0 : mostAtOnce - running.size;
    // Both at once: they touch no row in common, and what one delivery holds up is taken in the next round.
    const [taken] = await Promise.all([
      room > 0 ? take(lane, room, pace.leaseSeconds) : [],
      settle(lane, told),
    ]);
    for (const each of taken) {
      const one: Promise<void> = attempt(lane, each, giveUp, pace).then((outcome) => {
        outcomes.push(outcome);
        running.delete(one);
      });
      running.add(one);
    }
    if (outcomes.length === 0 && running.size > 0) await nextOf(running);
  } while (running.size > 0 || outcomes.length > 0 || told.length > 0);
}
