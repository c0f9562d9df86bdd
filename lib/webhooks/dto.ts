import { instant, instantOrNull } from "@/lib/format/instant";
import type { WebhookDelivery, WebhookEndpoint } from "@/lib/platform/generated/client";
import type { AttemptFailure } from "@/lib/platform/generated/enums";
import { failureInWords } from "@/lib/webhooks/policy";
import type { EndpointDeliveryDto, EndpointDto } from "@/lib/webhooks/schema";

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
  enabled: row.enabled,
  disabledAt: instantOrNull(row.disabledAt),
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
});

type Shown = WebhookDelivery & {
  session: { id: string } | null;
  tries: { failure: AttemptFailure | null }[];
};

/** What is read with a delivery to show it: its session, and its last attempt. */
export const withLastTry = {
  session: { select: { id: true } },
  tries: { orderBy: { number: "desc" }, take: 1, select: { failure: true } },
} as const;

/** Shows a delivery; the error is that of the last attempt. */
export const toDeliveryDto = (row: Shown): EndpointDeliveryDto => ({
  id: row.id,
  event: row.event,
  sessionId: row.session?.id ?? null,
  url: row.url,
  status: row.status,
  attempts: row.attempts,
  maxAttempts: row.maxAttempts,
  createdAt: instant(row.createdAt),
  nextAttemptAt: instantOrNull(row.nextAttemptAt),
  endedAt: instantOrNull(row.endedAt),
  httpStatus: row.httpStatus,
  lastError: failureInWords(row.tries[0]?.failure),
});
