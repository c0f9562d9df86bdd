import { z } from "zod";
import { anyOf, anyText, page, pageQuery } from "@/lib/contract/pagination";
import { extractedDataDto } from "@/lib/contract/result";
import { eachOnce, mostTags, tag } from "@/lib/contract/tags";
import {
  caseStatuses,
  piiFields,
  resultStatuses,
  retentionStatuses,
  riskLevels,
  sessionStatuses,
} from "@/lib/contract/vocabulary";
import { isStorable, storable } from "@/lib/format/text";

const day = z.iso.date().refine((text) => /^(19|2\d)\d\d-/.test(text), "a day from 1900 to 2999");

/** The filters of a session list; several values of one filter are separated by commas. */
export const sessionFilter = z.object({
  status: anyOf(sessionStatuses),
  result: anyOf(resultStatuses),
  riskLevel: anyOf(riskLevels),
  documentType: anyText(64),
  country: anyText(3),
  source: anyText(64),
  tag: z.string().max(100).optional(),
  externalRef: z.string().max(255).optional(),
  q: z
    .string()
    .trim()
    .max(255)
    .optional()
    .meta({ description: "Session id, external reference, or exact document number." }),
  createdFrom: day.optional(),
  createdTo: day.optional().meta({ description: "Last day, inclusive." }),
});
export type SessionFilter = z.infer<typeof sessionFilter>;

export const sessionListQuery = z.object({ ...sessionFilter.shape, ...pageQuery.shape });
export type SessionListQuery = z.infer<typeof sessionListQuery>;

/** The contract's limit. */
export const mostAtOnce = 100;
const tags = z.array(tag).max(mostTags).default([]).transform(eachOnce);

/**
 * What the customer changes of its own session: only the fields given. Metadata is merged key by key, and null removes
 * a key; nothing else of it is touched.
 */
export const updateSessionInput = z.strictObject({
  externalRef: z.string().min(1).max(255).refine(isStorable, storable).nullable().optional(),
  metadata: z.record(z.string(), z.json()).optional(),
});

/** The tags to add to and to remove from each of several sessions. */
export const bulkTagInput = z
  .strictObject({
    sessionIds: z.array(z.string().min(1).max(128)).min(1).max(mostAtOnce).transform(eachOnce),
    add: tags,
    remove: tags,
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, { path: ["add"], message: "Enter a tag." })
  .refine(({ add, remove }) => !add.some((tag) => remove.includes(tag)), {
    path: ["remove"],
    message: "must not contain a tag that is added",
  });
export type BulkTagInput = z.input<typeof bulkTagInput>;

export const bulkTagDto = z.object({
  total: z.int(),
  changed: z.int().meta({ description: "Sessions whose tags are others now." }),
  unchanged: z.int().meta({ description: "Sessions that had these tags already." }),
  refused: z.array(z.object({ sessionId: z.string(), reason: z.string() })),
});
export type BulkTagDto = z.infer<typeof bulkTagDto>;

const instant = z.string().meta({ format: "date-time" });

/** A session as in the contract; `subject` and the following fields are our additions. */
export const sessionDto = z.object({
  id: z.string(),
  status: z.enum(sessionStatuses),
  isSandbox: z.boolean(),
  environment: z.enum(["live", "sandbox"]),
  createdAt: instant,
  updatedAt: instant,
  externalRef: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
  country: z.string().nullable(),
  checks: z.array(z.string()).nullable(),
  workflowId: z.string().nullable(),
  documentType: z.string().nullable(),
  retentionStatus: z.enum(retentionStatuses),
  processingAttempts: z.int().nullable(),
  consentIp: z.string().nullable(),
  captureUrl: z.string().nullable(),
  tokenExpiresAt: instant.nullable(),
  caseId: z.string().nullable(),
  caseStatus: z.enum(caseStatuses).nullable(),
  tags: z.array(z.string()),
  resultStatus: z.enum(resultStatuses).nullable(),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  source: z.string(),
  redactedAt: instant.nullable(),
  subject: z.string().nullable().optional().meta({
    description:
      "Masked name, for members; API keys read the result. `unreadable` if the stored value cannot be opened.",
  }),
});
export type SessionDto = z.infer<typeof sessionDto>;

export const hiddenRoutes = ["vpn", "proxy", "tor", "data_center"] as const;

/** Where a session came from. Values of the person are masked like other personal data. */
export const originDto = z.object({
  submittedAt: instant.nullable().meta({ description: "When the newest image was captured." }),
  ipAddress: z.string().nullable(),
  ipCountry: z.string().nullable().meta({ description: "ISO 3166-1 alpha-2; null if no signal names it." }),
  hiddenBy: z.array(z.enum(hiddenRoutes)).meta({
    description: "What hides the place of the address, according to the fraud signals.",
  }),
  device: z
    .string()
    .nullable()
    .meta({ description: "Null for API keys, and if the source named no device." }),
  attempt: z
    .int()
    .nullable()
    .meta({ description: "Which attempt this is; null if the source does not count." }),
});
export type OriginDto = z.infer<typeof originDto>;

export const sessionPage = page(sessionDto);
export type SessionPage = z.infer<typeof sessionPage>;

/**
 * The values that a person can reveal of a session without claiming its case: extracted data, consent IP and
 * metadata.
 */
export const revealable = [...piiFields, "consent_ip", "metadata"] as const;
export type Revealable = (typeof revealable)[number];
export const revealInput = z.strictObject({
  fields: z.array(z.enum(revealable)).min(1).max(revealable.length),
});
export type RevealInput = z.infer<typeof revealInput>;
export const revealedDto = z.object({
  sessionId: z.string(),
  extractedData: extractedDataDto,
  consentIp: z.string().nullable().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type RevealedDto = z.infer<typeof revealedDto>;

/** The reason for opening a restricted session. It must not name a person. */
export const openingInput = z.strictObject({
  reason: z.string().trim().min(3).max(255).refine(isStorable, storable),
});
export type OpeningInput = z.infer<typeof openingInput>;
export const openingDto = z.object({ sessionId: z.string(), openUntil: instant });
export type OpeningDto = z.infer<typeof openingDto>;

/** The container of the Regula-shaped endpoint. `status` is that platform's integer. */
export const sessionContainerDto = z.object({
  id: z.string(),
  status: z.int(),
  properties: z.record(z.string(), z.unknown()),
  files: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.unknown()),
});

export const timelineQuery = z.object({
  only: z.enum(["acts"]).optional().meta({
    description: "`acts` leaves out checks, deliveries and who looked at what.",
  }),
});

/** One event of a session. */
export const timelineEntryDto = z.object({
  at: instant,
  kind: z.enum(["session", "check", "case", "note", "delivery", "audit"]),
  title: z.string(),
  detail: z.string().nullable(),
  actor: z.string().nullable(),
  tone: z.enum(["neutral", "good", "warn", "bad", "info"]),
});
export const timelineDto = z.object({ data: z.array(timelineEntryDto) });
export type TimelineEntryDto = z.infer<typeof timelineEntryDto>;
