import { scopes as allScopes } from "@/lib/actor/permissions";
import { notABlock, publishableScopes } from "@/lib/api-keys/schema";
import { dayMs } from "@/lib/format/day";
import { AppError } from "@/lib/platform/errors";
import type { ApiKey } from "@/lib/platform/generated/client";
import { isBlockWithin, readAddressBlock } from "@/lib/platform/ip-address";
import type { RateLimit } from "@/lib/platform/rate-limit";

/** Keys that an organization can create or clone. */
export const keyCreation: RateLimit = { name: "key_creation", points: 50, seconds: 60 };

/** What limits a key. */
export type Limits = Pick<ApiKey, "scopes" | "allowedIps" | "expiresAt">;

const refused = (field: string, message: string) =>
  new AppError("validation_error", `${field}: ${message}`, { fields: [{ field, message }] });

/** Removes duplicates, and sorts scopes as the policy does. */
export const sortedScopes = (scopes: readonly string[]): string[] =>
  allScopes.filter((scope) => scopes.includes(scope));

/**
 * Reads a list of addresses and blocks.
 * @throws AppError validation_error naming the first entry that is neither
 */
export function readAllowedIps(given: readonly string[]): string[] {
  const allowed = [...new Set(given)];
  const wrong = given.findIndex((text) => readAddressBlock(text) === null);
  if (wrong >= 0) throw refused(`allowed_ips.${wrong}`, notABlock);
  return allowed;
}

/** A key ends within a century: an offset could carry the last year that the database reads beyond it. */
const longestMs = 100 * 366 * dayMs;

/**
 * Reads when a key ends.
 * @throws AppError validation_error unless it is within the next 100 years
 */
export function readExpiry(given: string): Date {
  const at = new Date(given);
  const ahead = at.getTime() - Date.now();
  if (!(ahead > 0 && ahead < longestMs)) throw refused("expires_at", "must be within the next 100 years");
  return at;
}

/**
 * Refuses a publishable key that may do more than create sessions, and origins for a key that no web page has.
 * @throws AppError validation_error
 */
export function refuseMixed({
  type,
  scopes,
  allowedOrigins,
}: Pick<ApiKey, "type" | "scopes" | "allowedOrigins">): void {
  if (type === "publishable" && scopes.join() !== publishableScopes.join())
    throw refused("scopes", `of a publishable key must be ${publishableScopes.join()}`);
  if (type === "secret" && allowedOrigins.length > 0)
    throw refused("allowed_origins", "must be empty for a secret key");
}

/**
 * Refuses a key that may do more than the key that makes or changes it: other scopes, more addresses, a longer life.
 * @throws AppError forbidden
 */
export function refuseMore(caller: Limits, wanted: Limits): void {
  const scope = wanted.scopes.find((each) => !caller.scopes.includes(each));
  if (scope) throw more(`the scope ${scope}, which this key does not have`);
  const isWider =
    caller.allowedIps.length > 0 &&
    (wanted.allowedIps.length === 0 || wanted.allowedIps.some((text) => !isInside(text, caller.allowedIps)));
  if (isWider) throw more("addresses that this key does not allow");
  if (caller.expiresAt && (!wanted.expiresAt || wanted.expiresAt > caller.expiresAt))
    throw more("a later end than this key has");
}

const more = (what: string) => new AppError("forbidden", `A key cannot give another key ${what}.`);

function isInside(text: string, allowed: readonly string[]): boolean {
  const block = readAddressBlock(text);
  return block !== null && isBlockWithin(block, allowed);
}
