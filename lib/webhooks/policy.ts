import type { EventCondition } from "@/lib/contract/event-filter";
import { snakeCase } from "@/lib/contract/inflection";
import type { AttemptFailure } from "@/lib/platform/generated/enums";
import { eventAliases, type WebhookEvent } from "@/lib/webhooks/schema";

/** What a failed attempt is called on the pages and in answers. */
const words: Record<AttemptFailure, string> = {
  address_not_allowed: "The URL does not lead to a public https address.",
  name_not_found: "The host name was not found.",
  connection_failed: "No connection could be made.",
  tls_failed: "The TLS certificate or handshake was not accepted.",
  timed_out: "No complete answer came within 30 seconds.",
  closed_early: "The connection closed before the answer was complete.",
  interrupted: "The attempt was interrupted by a restart. The event may have arrived.",
  redirected: "The endpoint redirected. Redirects are not followed.",
  refused: "The endpoint answered with an HTTP status other than 2xx.",
  secret_unreadable: "The secret of the endpoint could not be decrypted. Rotate it.",
};

/** Returns the sentence for a failure; null without one. */
export const failureInWords = (failure: AttemptFailure | null | undefined): string | null =>
  failure ? words[failure] : null;

/**
 * Returns the name under which an endpoint gets an event: the later one if it subscribes to that alone, null if it does
 * not subscribe. An endpoint that names no event subscribes to all of them.
 */
export function nameFor(enabled: readonly string[], event: WebhookEvent): string | null {
  if (enabled.length === 0 || enabled.includes("*") || enabled.includes(event)) return event;
  return enabled.find((name) => (eventAliases as Record<string, string>)[name] === event) ?? null;
}

/**
 * Returns a value without the attributes of the given names, at any depth and in any spelling.
 * @param names in snake_case
 */
export function withoutAttributes(value: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each) => withoutAttributes(each, names));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !names.includes(snakeCase(key)))
      .map(([key, inner]) => [key, withoutAttributes(inner, names)]),
  );
}

const measured = {
  ">": (left: number, right: number) => left > right,
  ">=": (left: number, right: number) => left >= right,
  "<": (left: number, right: number) => left < right,
  "<=": (left: number, right: number) => left <= right,
};

function isMet(condition: EventCondition, payload: Readonly<Record<string, unknown>>): boolean {
  const found = payload[condition.field];
  const isThere = found !== undefined && found !== null;
  switch (condition.operator) {
    case "==":
      return found === condition.value;
    case "!=":
      return found !== condition.value;
    case "in":
      return condition.value.some((each) => each === found);
    case "not_in":
      return !condition.value.some((each) => each === found);
    case "contains":
      return (typeof found === "string" || Array.isArray(found)) && found.includes(condition.value);
    case "exists":
      return isThere === (condition.value ?? true);
    default:
      return typeof found === "number" && measured[condition.operator](found, condition.value);
  }
}

/**
 * Whether an event meets every condition of an endpoint, by what it says before attributes are removed.
 * @param conditions null if they cannot be read: then no event does, because they may have been to hold it back
 */
export const meets = (
  conditions: readonly EventCondition[] | null,
  payload: Readonly<Record<string, unknown>>,
): boolean => conditions?.every((each) => isMet(each, payload)) ?? false;
