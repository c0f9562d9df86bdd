import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import { attributeBlocklist, eventConditions } from "@/lib/contract/event-filter";
import { inflections } from "@/lib/contract/inflection";
import { page, pageQuery, paging } from "@/lib/contract/pagination";
import { contractVersions } from "@/lib/contract/versions";

const instant = z.string().meta({ format: "date-time" });
export const deliveryStatuses = ["pending", "delivered", "failed"] as const;

export const deliveryDto = z.object({
  id: z.string(),
  event: z.string(),
  url: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.int(),
  maxAttempts: z.int(),
  createdAt: z.string(),
  httpStatus: z.int().nullable(),
  lastError: z.string().nullable(),
});
export type DeliveryDto = z.infer<typeof deliveryDto>;
export const deliveryList = z.object({ data: z.array(deliveryDto) });

/** The events of sessions and their cases, with what they tell. */
const sessionEvents = {
  "session.created": "A session was created by the API.",
  "session.started": "The applicant has consented, or the first document of a session was uploaded.",
  "session.awaiting_external": "A rule of the workflow waits for your own decision about a session.",
  "session.link_generated": "A new capture link was generated for a session.",
  "session.expired": "A session ended without a result: its capture token expired, or the API ended it.",
  "session.requires-review": "A session has arrived that a reviewer has to decide.",
  "session.resubmission-required": "A reviewer asks the applicant for other pictures.",
  "session.redacted": "The personal data of a session was erased.",
  "session.retention-expired": "The retention of a session ended; its personal data was erased.",
  "session.approved": "A session was approved.",
  "session.declined": "A session was declined.",
  "screening.completed": "A screening check was run here.",
  "screening.monitoring.new_hits":
    "A later import or a new version of a watchlist brought hits for a session that was already decided.",
  "case.created": "A review case was created here.",
  "case.escalated": "A reviewer escalated a case to a lead, or two reviewers disagreed.",
  "case.approved": "A review case was approved.",
  "case.rejected": "A review case was rejected.",
} as const;
export type SessionEvent = keyof typeof sessionEvents;

/** The events of identities, with what they tell. */
const identityEvents = {
  "identity.created": "An identity was created: with the first completed session of a person, or by the API.",
  "identity.updated": "An identity was verified, or its status changed.",
  "identity.archived": "An identity was archived.",
  "identity.restored": "An archived identity was restored.",
  "identity.tag-added": "An identity got another tag.",
  "identity.tag-removed": "A tag of an identity was removed.",
  "identity.flagged": "An identity was flagged, or its flag was removed.",
} as const;
export type IdentityEvent = keyof typeof identityEvents;

/** Every event that is sent, with what it tells. */
export const webhookEvents = { ...sessionEvents, ...identityEvents } as const;
export type WebhookEvent = keyof typeof webhookEvents;
const eventNames = Object.keys(webhookEvents) as [WebhookEvent, ...WebhookEvent[]];

/** Later names of events (contract §21). An endpoint that subscribes to one gets the event under it. */
export const eventAliases = {
  "check.completed": "screening.completed",
  "check.monitoring.new_hits": "screening.monitoring.new_hits",
} as const satisfies Record<string, WebhookEvent>;
type EventAlias = keyof typeof eventAliases;
const aliasNames = Object.keys(eventAliases) as EventAlias[];

/** Every name that can be subscribed to, with what it tells. */
export const subscribable: Readonly<Record<string, string>> = {
  ...webhookEvents,
  ...Object.fromEntries(
    Object.entries(eventAliases).map(([alias, event]) => [
      alias,
      `Another name of ${event}, which is sent instead.`,
    ]),
  ),
};

export const eventTypeList = z.object({
  data: z.array(z.object({ event: z.string(), description: z.string() })),
});

export const mostEndpoints = 50;

export const endpointDto = z.object({
  id: z.string(),
  environment: z.enum(environments),
  url: z.string(),
  label: z.string().nullable(),
  description: z.string().nullable(),
  enabledEvents: z.array(z.string()).meta({ description: "`*` is every event, future ones included." }),
  keyInflection: z.enum(inflections),
  apiVersion: z.string(),
  attributeBlocklist: z.array(z.string()),
  eventFilterConditions: eventConditions.nullable(),
  isFilterUnreadable: z
    .boolean()
    .meta({ description: "The stored conditions cannot be read; nothing is sent until they are set again." }),
  enabled: z.boolean(),
  disabledAt: instant.nullable().meta({
    description: "Set when the endpoint was switched off because ten deliveries in a row had failed.",
  }),
  createdAt: instant,
  updatedAt: instant,
});
export type EndpointDto = z.infer<typeof endpointDto>;
export const endpointList = z.object({ data: z.array(endpointDto) });

const secret = {
  secret: z.string().meta({ description: "Returned only once. It signs every delivery." }),
};
export const newEndpointDto = endpointDto.extend(secret);
export type NewEndpointDto = z.infer<typeof newEndpointDto>;
export const clonedEndpointDto = newEndpointDto.extend({ clonedFrom: z.string() });
export type ClonedEndpointDto = z.infer<typeof clonedEndpointDto>;

const given = {
  url: z.string().trim().min(1).max(2000),
  label: z.string().trim().max(100).nullable().optional(),
  description: z.string().trim().max(500).nullable().optional(),
  enabledEvents: z
    .array(z.enum([...eventNames, ...aliasNames, "*"]))
    .max(eventNames.length + aliasNames.length + 1)
    .optional()
    .meta({ description: "Left out or empty: every event." }),
  keyInflection: z.enum(inflections).optional(),
  apiVersion: z.enum(contractVersions).optional(),
  attributeBlocklist: attributeBlocklist.optional(),
  eventFilterConditions: eventConditions.nullable().optional(),
};
export const endpointInput = z.strictObject(given);
export type EndpointInput = z.infer<typeof endpointInput>;
export const endpointChanges = z.strictObject({
  ...given,
  url: given.url.optional(),
  enabled: z
    .boolean()
    .optional()
    .meta({ description: "Switching an endpoint on starts the count of its failures again." }),
});
export type EndpointChanges = z.infer<typeof endpointChanges>;

export const endpointParams = z.object({ endpointId: z.string().min(1).max(128) });
export type EndpointParams = z.infer<typeof endpointParams>;
export const emptyInput = z.strictObject({});
export const deletedEndpointDto = z.object({
  id: z.string(),
  status: z.literal("deleted"),
  abandonedDeliveries: z.int().meta({ description: "Deliveries that waited, and are no longer sent." }),
});
export type DeletedEndpointDto = z.infer<typeof deletedEndpointDto>;

export const testDto = z.object({
  success: z.boolean(),
  httpStatus: z.int().nullable(),
  error: z.string().nullable(),
  url: z.string(),
  durationMs: z.int(),
  request: z.string().meta({ description: "The body that was sent." }),
  answer: z.string().meta({ description: "The first 4 096 bytes of the answer. They are not stored." }),
});
export type TestDto = z.infer<typeof testDto>;

/** A delivery, as the page of its endpoint lists it. */
export const endpointDeliveryDto = deliveryDto.extend({
  sessionId: z.string().nullable(),
  identityId: z.string().nullable().meta({ description: "Of an event of an identity." }),
  nextAttemptAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type EndpointDeliveryDto = z.infer<typeof endpointDeliveryDto>;

export const deliveryQuery = z.object({
  ...pageQuery.shape,
  status: z.enum(deliveryStatuses).optional(),
  eventType: z.string().max(64).optional(),
  dateFrom: z.iso.datetime({ offset: true }).optional(),
  dateTo: z.iso.datetime({ offset: true }).optional(),
});
export type DeliveryQuery = z.infer<typeof deliveryQuery>;
export const deliveryFilter = deliveryQuery.omit(paging);
export type DeliveryFilter = z.infer<typeof deliveryFilter>;
export const deliveryPage = page(endpointDeliveryDto);
export type DeliveryPage = z.infer<typeof deliveryPage>;

const attemptDto = z.object({
  number: z.int(),
  url: z.string(),
  startedAt: instant,
  durationMs: z.int().nullable().meta({ description: "Null when its worker was killed." }),
  httpStatus: z.int().nullable(),
  answerBytes: z.int().nullable().meta({
    description: "How many bytes of the answer were read. The answer itself is not stored.",
  }),
  error: z.string().nullable(),
});
export type AttemptDto = z.infer<typeof attemptDto>;
export const deliveryDetailDto = endpointDeliveryDto.extend({
  endpointId: z.string(),
  request: z.string().nullable().meta({
    description:
      "The body as an attempt would send it now: without what the endpoint leaves out now, and in its spelling.",
  }),
  isBeingSent: z.boolean().meta({ description: "An attempt runs. It is listed when it has ended." }),
  tries: z.array(attemptDto),
});
export type DeliveryDetailDto = z.infer<typeof deliveryDetailDto>;
export const deliveryParams = z.object({ deliveryId: z.string().min(1).max(128) });
export type DeliveryParams = z.infer<typeof deliveryParams>;

export const retryInput = z.strictObject({
  dateFrom: z.iso.datetime({ offset: true }).optional(),
  dateTo: z.iso.datetime({ offset: true }).optional(),
});
export type RetryInput = z.infer<typeof retryInput>;
export const retriedDto = z.object({
  retried: z.int().meta({ description: "Failed deliveries that are sent again, at most 10 000 per call." }),
});
export type RetriedDto = z.infer<typeof retriedDto>;
