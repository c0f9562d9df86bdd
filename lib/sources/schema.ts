import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import { page, pageQuery } from "@/lib/contract/pagination";

const instant = z.string().meta({ format: "date-time" });

/** An environment has at most this many sources. */
export const mostSources = 50;

/** What proves to a vendor who asks; checked more closely when it is saved. */
export const sourceCredentials = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("api_key"), key: z.string().trim().min(1).max(4000) }),
  z.strictObject({
    kind: z.literal("basic"),
    user: z.string().trim().min(1).max(200),
    password: z.string().min(1).max(4000),
  }),
]);
export type SourceCredentials = z.infer<typeof sourceCredentials>;

/** A vendor from which sessions can come in. */
export const vendorDto = z.object({
  vendor: z.string(),
  title: z.string(),
  keys: z.array(z.enum(["api_key", "basic"])),
  lists: z.boolean().meta({
    description: "Whether the vendor lists sessions. Otherwise their ids come by notices or by hand.",
  }),
  takesNotices: z.boolean(),
  takesReports: z
    .array(z.enum(["decision", "redaction"]))
    .meta({ description: "What can be told to the vendor." }),
  vendorSettings: z
    .record(z.string(), z.unknown())
    .meta({ description: "The settings of a new connection." }),
});
export type VendorDto = z.infer<typeof vendorDto>;
export const vendorList = z.object({ data: z.array(vendorDto) });

/** Sessions are counted up to this number. */
export const mostCounted = 10_000;
/** The sessions that stay when a source is removed are counted up to this number. */
export const mostKeptCounted = 100_000;

export const sourceStates = [
  "running",
  "listing",
  "on_notice",
  "failing",
  "quiet",
  "paused",
  "stopped",
] as const;

/** What sessions name as their source that came in another way. */
const reservedNames = ["api", "created", "demo", "import"];

export const sourceDto = z.object({
  id: z.string(),
  name: z.string().meta({ description: "What its sessions name as their source." }),
  environment: z.enum(environments),
  vendor: z.string(),
  baseUrl: z.string(),
  vendorSettings: z.record(z.string(), z.unknown()).nullable().meta({
    description: "What the vendor's adapter needs to know; null when what is stored cannot be read.",
  }),
  since: instant.nullable(),
  statuses: z.array(z.string()),
  workflows: z.array(z.string()),
  everySeconds: z.int(),
  fullEverySeconds: z.int(),
  reportsDecisions: z.boolean(),
  reportsRedactions: z.boolean(),
  hasNoticeSecret: z.boolean(),
  noticeUrl: z
    .string()
    .nullable()
    .meta({ description: "Where the vendor can send its notices; null for one that sends none." }),
  state: z.enum(sourceStates).meta({
    description:
      "`running`: the last listing went well. `on_notice`: the vendor lists nothing and is asked for what it or a member names. `failing`: the last call that concerns the whole source failed.",
  }),
  lists: z.boolean().meta({
    description: "Whether the vendor lists sessions. Otherwise their ids come by notices or by hand.",
  }),
  stoppedBecause: z.string().nullable(),
  quietUntil: instant.nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: instant.nullable(),
  listedAt: instant.nullable().meta({
    description:
      "When the last listing that went well began; null before, and for a vendor that lists nothing.",
  }),
  nextListAt: instant,
  waiting: z
    .int()
    .meta({ description: "Sessions that are still to be fetched; at most 10 000 are counted." }),
  setAside: z.int().meta({ description: "Sessions that could not be taken; at most 10 000 are counted." }),
  keptHere: z.int().meta({
    description:
      "Sessions that changed at the vendor after they were changed here; at most 10 000 are counted.",
  }),
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
});
export type SourceDto = z.infer<typeof sourceDto>;
export const sourceList = z.object({ data: z.array(sourceDto) });

const word = z.string().trim().min(1).max(100);
const baseUrl = z.string().trim().min(1).max(2000);
const changeable = {
  vendorSettings: z.record(z.string(), z.unknown()).optional(),
  since: z.iso.datetime({ offset: true }).nullable().optional(),
  statuses: z.array(word).max(50).optional(),
  workflows: z.array(word).max(100).optional(),
  everySeconds: z.int().min(10).max(86_400).optional(),
  fullEverySeconds: z.int().min(60).max(604_800).optional(),
  reportsDecisions: z.boolean().optional(),
  reportsRedactions: z.boolean().optional(),
};
const noticeSecret = z.string().trim().min(8).max(500).nullable().optional();

export const sourceInput = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "small letters, digits and hyphens, at most 40")
    .refine((name) => !reservedNames.includes(name), "is reserved for sessions that come in another way")
    .meta({ description: "It cannot be changed later; not api, created, demo or import." }),
  vendor: word,
  credentials: sourceCredentials,
  noticeSecret,
  baseUrl,
  ...changeable,
});
export type SourceInput = z.infer<typeof sourceInput>;

export const sourceChanges = z.strictObject({
  ...changeable,
  version: z.int().meta({ description: "The version that was read; another one is a conflict." }),
});
export type SourceChanges = z.infer<typeof sourceChanges>;

export const newCredentials = z.strictObject({
  credentials: sourceCredentials.optional(),
  baseUrl: baseUrl
    .optional()
    .meta({ description: "Another address; only together with the credentials for it." }),
  noticeSecret,
});
export type NewCredentials = z.infer<typeof newCredentials>;

export const sourceParams = z.object({ sourceId: z.string().min(1).max(128) });
export type SourceParams = z.infer<typeof sourceParams>;

export const removedSourceDto = z.object({ id: z.string(), status: z.literal("removed"), sessions: z.int() });
export type RemovedSourceDto = z.infer<typeof removedSourceDto>;

/** What a trial of a connection found. Null: it was not tried, or the vendor has no way to try it. */
export const probeDto = z.object({
  reached: z.boolean(),
  keyAccepted: z.boolean().nullable(),
  mayRead: z.boolean().nullable(),
  mayDecide: z.boolean().nullable(),
  mayRedact: z.boolean().nullable(),
  said: z
    .string()
    .nullable()
    .meta({ description: "The vendor's own words, or why it could not be reached." }),
});
export type ProbeDto = z.infer<typeof probeDto>;
export const probeInput = z.strictObject({
  vendor: word,
  baseUrl,
  credentials: sourceCredentials,
  vendorSettings: changeable.vendorSettings,
});
export type ProbeInput = z.infer<typeof probeInput>;

export const runDto = z.object({
  id: z.string(),
  kind: z.enum(["sync", "remap"]).meta({ description: "`remap`: what the vendor sent is read again." }),
  startedAt: instant,
  endedAt: instant.nullable(),
  seen: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  keptHere: z.int(),
  setAside: z.int(),
  leftOut: z.int(),
  images: z.int(),
  waiting: z.int().nullable().meta({ description: "Sessions to go; at most 10 000 of a fetch." }),
});
export type RunDto = z.infer<typeof runDto>;
export const runPage = page(runDto);
export type RunPage = z.infer<typeof runPage>;
export const runQuery = pageQuery.pick({ limit: true, offset: true });
export type RunQuery = z.infer<typeof runQuery>;

export const itemStates = ["due", "taken", "kept_here", "set_aside", "left_out"] as const;
export const itemDto = z.object({
  vendorId: z.string(),
  state: z.enum(itemStates),
  vendorStatus: z.string().nullable(),
  reason: z.string().nullable(),
  remarks: z.array(z.string()),
  tries: z.int(),
  firstSeenAt: instant,
  takenAt: instant.nullable().meta({ description: "When it was last fetched and found or taken in here." }),
  nextTryAt: instant.nullable(),
});
export type ItemDto = z.infer<typeof itemDto>;
export const itemPage = page(itemDto);
export type ItemPage = z.infer<typeof itemPage>;
export const itemQuery = runQuery.extend({ state: z.enum(itemStates).optional() });
export type ItemQuery = z.infer<typeof itemQuery>;

export const wantedItems = z.strictObject({
  vendorIds: z.array(z.string().trim().min(1).max(128)).min(1).max(1000).meta({
    description: "Sessions to be fetched now, by their ids at the vendor.",
  }),
});
export type WantedItems = z.infer<typeof wantedItems>;
export const queuedDto = z.object({ queued: z.int() });
export type QueuedDto = z.infer<typeof queuedDto>;

export const noticeAnswer = z.object({ received: z.int() });

/** What a member types before a source is removed: its name. */
export const removal = z.strictObject({ confirm: z.string().trim().min(1).max(40) });

/** What a vendor is told of one of its sessions. */
export const reportDto = z.object({
  vendorId: z.string(),
  kind: z.enum(["decision", "redaction"]),
  decision: z.enum(["approved", "rejected"]).nullable(),
  state: z.enum(["pending", "delivered", "failed"]),
  happenedAt: instant,
  tries: z.int(),
  nextTryAt: instant.nullable(),
  lastError: z.string().nullable(),
  deliveredAt: instant.nullable(),
});
export type ReportDto = z.infer<typeof reportDto>;
export const reportPage = page(reportDto);
export type ReportPage = z.infer<typeof reportPage>;
