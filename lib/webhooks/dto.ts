import { type EventCondition, eventConditions } from "@/lib/contract/event-filter";
import { instant, instantOrNull } from "@/lib/format/instant";
import type { WebhookDelivery, WebhookEndpoint } from "@/lib/platform/generated/client";
import type { AttemptFailure } from "@/lib/platform/generated/enums";
import { failureInWords } from "@/lib/webhooks/policy";
import type { EndpointDeliveryDto, EndpointDto } from "@/lib/webhooks/schema";

/** What an event must say to be sent to an endpoint; null when what is stored cannot be read. */
export function conditionsOf({
  eventFilterConditions: stored,
}: Pick<WebhookEndpoint, "eventFilterConditions">): EventCondition[] | null {
  if (stored === null) return [];
  return eventConditions.safeParse(stored).data ?? null;
}

/** Shows an endpoint, without its secret. */
export const toEndpointDto = (row: WebhookEndpoint): EndpointDto => ({
  id: row.id,
  environment: row.environment,
  url: row.url,
  label: row.label,
  description: row.description,
  enabledEvents: row.enabledEvents.length === 0 ? ["*"] : row.enabledEvents,
  keyInflection: row.keyInflection,
  apiVersion: row.apiVersion,
  attributeBlocklist: row.attributeBlocklist,
  eventFilterConditions: row.eventFilterConditions === null ? null : conditionsOf(row),
  isFilterUnreadable: conditionsOf(row) === null,
  enabled: row.enabled,
  disabledAt: instantOrNull(row.disabledAt),
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
});

/** An attempt that is stored. One without a duration or failure was stored when it began, by an earlier release. */
type Tried = { number: number; failure: AttemptFailure | null; durationMs: number | null };

const isUnfinished = ({ failure, durationMs }: Tried) => failure === null && durationMs === null;

/**
 * Returns whether the newest attempt of a delivery runs, or was lost with its worker before it was stored; null when it
 * is stored.
 * @param newest the newest attempt that is stored
 */
export function newestAttempt(
  { attempts, leasedUntil }: Pick<WebhookDelivery, "attempts" | "leasedUntil">,
  newest: Tried | undefined,
): "running" | "lost" | null {
  if (newest && newest.number >= attempts && !isUnfinished(newest)) return null;
  if (leasedUntil && leasedUntil > new Date()) return "running";
  return leasedUntil || (newest && isUnfinished(newest)) ? "lost" : null;
}

/** Returns the cause of an attempt's failure in words; null for one that was acknowledged. */
export const errorOf = (tried: Tried): string | null =>
  failureInWords(isUnfinished(tried) ? "interrupted" : tried.failure);

/** Returns the cause of the newest attempt's failure in words; null for one that runs or was acknowledged. */
export function lastErrorOf(row: Pick<Shown, "attempts" | "leasedUntil" | "tries">): string | null {
  const [newest] = row.tries;
  const state = newestAttempt(row, newest);
  if (state === "lost") return failureInWords("interrupted");
  if (state === "running" && newest && isUnfinished(newest)) return null;
  return newest ? errorOf(newest) : null;
}

type Shown = WebhookDelivery & {
  session: { id: string } | null;
  identity: { id: string } | null;
  tries: Tried[];
};

/** What is read with a delivery to show it: its session, its identity, and its last attempt. */
export const withLastTry = {
  session: { select: { id: true } },
  identity: { select: { id: true } },
  tries: {
    orderBy: { number: "desc" },
    take: 1,
    select: { number: true, failure: true, durationMs: true },
  },
} as const;

/** Shows a delivery; the error is that of the last attempt. */
export const toDeliveryDto = (row: Shown): EndpointDeliveryDto => ({
  id: row.id,
  event: row.event,
  sessionId: row.session?.id ?? null,
  identityId: row.identity?.id ?? null,
  url: row.url,
  status: row.status,
  attempts: row.attempts,
  maxAttempts: row.maxAttempts,
  createdAt: instant(row.createdAt),
  nextAttemptAt: instantOrNull(row.nextAttemptAt),
  endedAt: instantOrNull(row.endedAt),
  httpStatus: row.httpStatus,
  lastError: lastErrorOf(row),
});
