import "server-only";
import type { RequestOrigin } from "@/lib/actor/actor";
import { mac } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import { network } from "@/lib/platform/ip-address";
import { installationKey } from "@/lib/platform/keys";
import { consume, consumed, forget } from "@/lib/platform/rate-limit";

const quarterHour = 900;
/** Failures of one network. Successes do not count, because a whole office may sign in at nine. */
const perNetwork = { name: "failed_network", points: 50, seconds: quarterHour };
/** Failures of one IPv6 /48 network, because its owner has 65 536 networks of /64. */
const perWideNetwork = { name: "failed_wide_network", points: 200, seconds: quarterHour };
/** Failures for one account from one network. After the first few, each attempt takes longer. */
const perAccount = { name: "failed_account", points: 1_000, seconds: quarterHour };
/** Failures for one account from everywhere. Above 100, unknown browsers are slowed down (NIST SP 800-63B §3.2.2). */
const perAccountAnywhere = { name: "failed_account_anywhere", points: 100, seconds: 3_600 };

/** Codes for one account whose password was right. A code has only a million values, so few of them may be tried. */
const perCode = { name: "code", points: 10, seconds: quarterHour };

const freeTries = 5;
const longestMs = 8_000;
/**
 * At most this many attempts wait at a time per account and network; more are refused, so that they do not pile up.
 */
const mostWaiting = 3;

/** Counters are stored under a keyed digest, so that they are no list of the addresses people typed. */
export const nameOf = async (value: string) =>
  mac(await installationKey("rate-limit"), value)
    .toString("hex")
    .slice(0, 32);

/**
 * Returns the delay in milliseconds after a number of failures: none for the first five, then 250 ms, doubled each
 * time up to 8 seconds.
 */
export const delayAfter = (failures: number) =>
  failures < freeTries ? 0 : Math.min(longestMs, 250 * 2 ** (failures - freeTries));

/**
 * Counts a call that needs no authentication, by the caller's network.
 * @throws AppError rate_limited
 */
export const throttleCaller = async (
  request: RequestOrigin,
  limit: { name: string; points: number; seconds: number },
) => consume(limit, await nameOf(network(request.ipAddress)));

/** Wrong one-time links of one network. Guessing produces them. */
export const wrongLinks = { name: "wrong_link", points: 50, seconds: quarterHour };

const waiting = new Map<string, number>();

export type Try = { fail: () => Promise<void>; succeed: () => Promise<void> };

/**
 * Begins an attempt to sign in. Failures only slow attempts down and never lock an account, so a stranger cannot lock
 * the owner out. A network with too many failures is refused, except for a browser in which this person has signed in
 * before.
 * @param isKnown whether this person has signed in with this browser before
 * @throws AppError rate_limited
 */
export async function beginTry(account: string, request: RequestOrigin, isKnown: boolean): Promise<Try> {
  const [near, wide, own, anywhere] = await Promise.all(
    [
      network(request.ipAddress),
      network(request.ipAddress, 48),
      `${account} ${network(request.ipAddress)}`,
      account,
    ].map(nameOf),
  );
  if (near === undefined || wide === undefined || own === undefined || anywhere === undefined)
    throw refused();
  const counts = await Promise.all([
    consumed(perNetwork, near),
    consumed(perWideNetwork, wide),
    consumed(perAccount, own),
    consumed(perAccountAnywhere, anywhere),
  ]);
  const [ofNetwork, ofWideNetwork, ofAccount, ofAccountAnywhere] = counts;
  if (!isKnown && (ofNetwork >= perNetwork.points || ofWideNetwork >= perWideNetwork.points)) throw refused();
  const isFlooded = !isKnown && ofAccountAnywhere >= perAccountAnywhere.points;
  await wait(own, isFlooded ? longestMs : delayAfter(ofAccount));
  const count = (limit: typeof perNetwork, name: string) => consume(limit, name).catch(() => undefined);
  return {
    fail: async () => {
      await Promise.all([
        count(perNetwork, near),
        count(perWideNetwork, wide),
        count(perAccount, own),
        count(perAccountAnywhere, anywhere),
      ]);
    },
    succeed: () => forget(perAccount, own),
  };
}

/**
 * Counts a code of a second factor before it is checked, so that codes that are sent at once are all counted, from
 * wherever they come. Who sends one knows the password, so a stranger cannot use up the member's tries. Browsers in which
 * the member has signed in before have a count of their own.
 * @returns what forgets the count after a right code
 * @throws AppError rate_limited
 */
export async function countCode(memberId: string, isKnown: boolean): Promise<() => Promise<void>> {
  const name = await nameOf(`${memberId} ${isKnown ? "known" : "unknown"}`);
  await consume(perCode, name);
  return () => forget(perCode, name);
}

const refused = () =>
  new AppError("rate_limited", "Too many attempts from this network.", { retryAfterSeconds: quarterHour });

async function wait(name: string, ms: number): Promise<void> {
  if (ms === 0) return;
  const before = waiting.get(name) ?? 0;
  if (before >= mostWaiting)
    throw new AppError("rate_limited", "Another attempt is still running.", {
      retryAfterSeconds: Math.ceil(longestMs / 1000),
    });
  waiting.set(name, before + 1);
  await new Promise((resolve) => setTimeout(resolve, ms));
  const left = (waiting.get(name) ?? 1) - 1;
  if (left > 0) waiting.set(name, left);
  else waiting.delete(name);
}
