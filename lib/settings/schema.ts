import { z } from "zod";
import { resultDto } from "@/lib/contract/result";
import { piiFields } from "@/lib/contract/vocabulary";
import { isStorable, storable } from "@/lib/format/text";

/** A number of days; null means without a limit. */
export const windowDays = z.int().min(1).max(36_500).nullable();

/** The windows of sessions with one type of document, instead of the general ones. */
export const retentionOverride = z.strictObject({
  documentType: z.string().min(1).max(64).refine(isStorable, storable),
  sensitiveDataRetentionDays: windowDays,
  dataRetentionDays: windowDays,
});

export type RetentionOverride = z.infer<typeof retentionOverride>;

export const retentionOverrides = z
  .array(retentionOverride)
  .max(50)
  .refine(
    (all) => new Set(all.map(({ documentType }) => documentType)).size === all.length,
    "a document type is named twice",
  );

const priorities = ["low", "normal", "high", "urgent"] as const;

const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, storable);

const words = (max: number) => z.array(text(100)).max(max).optional();

export const queueName = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "lower-case letters, digits, - and _");

/** A routing rule. It matches when all its conditions are met; of a list, one value is enough. */
export const routingRule = z.strictObject({
  name: text(80),
  queue: queueName,
  priority: z.enum(priorities).optional(),
  minRiskScore: z.int().min(0).max(100).optional(),
  signals: words(50),
  documentTypes: words(50),
  countries: words(250),
  tags: words(50),
});

export type RoutingRule = z.infer<typeof routingRule>;

/** The routing rules, in the order in which they are tried. */
export const routingRules = z.array(routingRule).max(50);

const statement = z.string().trim().max(4000).refine(isStorable, storable);

/**
 * The organization's own statements about its processing for every answer (GDPR Art. 15(1)(a) to (h) and 15(2), from
 * its record of processing, Art. 30). Countersign invents none of them: a letter cannot be written until everything
 * it needs is filled in.
 */
export const processingRecord = z.object({
  purposes: statement.default(""),
  legalBasis: statement.default(""),
  biometricBasis: statement.default("").meta({
    description: "The condition of GDPR Art. 9(2) under which faces are compared.",
  }),
  recipients: statement.default(""),
  transfers: statement.default(""),
  authority: statement.default(""),
});

/** The record as it is saved: every part is present, but may be empty. */
export const processingRecordInput = z.strictObject({
  purposes: statement,
  legalBasis: statement,
  biometricBasis: statement,
  recipients: statement,
  transfers: statement,
  authority: statement,
});

export type ProcessingRecord = z.infer<typeof processingRecord>;

export const settingsDto = z.object({
  apiPiiFields: z.array(z.enum(piiFields)),
  sensitiveDataRetentionDays: z.int().nullable(),
  dataRetentionDays: z.int().nullable(),
  autoRedactOnRetentionExpiry: z.boolean(),
  retentionOverrides,
  keepDeliveriesDays: z.int().nullable(),
  keepLinksDays: z.int().nullable(),
  keepPackagesDays: z.int().nullable(),
  keepRequestsDays: z.int().nullable(),
  version: z.int().meta({
    description: "Version of the settings that the path names; the two kinds are saved separately.",
  }),
  updatedAt: z.string(),
});
export type SettingsDto = z.infer<typeof settingsDto>;

/** A change of what the API may return; `version` is the one that the admin has seen. */
export const dataAccessInput = z.strictObject({
  apiPiiFields: z
    .array(z.enum(piiFields))
    .refine((fields) => new Set(fields).size === fields.length, "a field is named twice"),
  version: z.int32(),
});
export type DataAccessInput = z.infer<typeof dataAccessInput>;

export const imageFormats = ["jpeg", "png", "webp"] as const;
export type ImageFormat = (typeof imageFormats)[number];
const acceptedFormats = z
  .array(z.enum(imageFormats))
  .min(1, "must contain at least one format")
  .refine((all) => new Set(all).size === all.length, "a format is named twice")
  .meta({ description: "Formats of the images that come in; a bundle with another one is refused." });

/** Images of documents: which come in, and how long a link to one is valid. */
export const documentSettingsDto = z.object({
  imageUrlExpirySeconds: z.int().meta({ description: "Seconds for which a link to an image is valid." }),
  acceptedFormats,
  version: z.int(),
  updatedAt: z.string(),
});
export type DocumentSettingsDto = z.infer<typeof documentSettingsDto>;

/** A change of it; `version` is the one that the admin has seen. */
export const documentSettingsInput = z.strictObject({
  imageUrlExpirySeconds: z.int().min(30).max(86_400).optional(),
  acceptedFormats: acceptedFormats.optional(),
  version: z.int32(),
});
export type DocumentSettingsInput = z.infer<typeof documentSettingsInput>;

/** How long data is stored after the end of a session; null stores it without a limit. */
export const retentionSettingsInput = z.strictObject({
  sensitiveDataRetentionDays: windowDays.optional(),
  dataRetentionDays: windowDays.optional(),
  autoRedactOnRetentionExpiry: z.boolean().optional(),
  retentionOverrides: retentionOverrides.optional(),
  keepDeliveriesDays: windowDays
    .optional()
    .meta({ description: "Days to keep webhook deliveries after they have ended." }),
  keepLinksDays: windowDays
    .optional()
    .meta({ description: "Days to keep one-time links after they have expired." }),
  keepPackagesDays: windowDays
    .optional()
    .meta({ description: "Days to keep access packages after they were built." }),
  keepRequestsDays: windowDays
    .optional()
    .meta({ description: "Days to keep the requester's data after the request was closed." }),
  version: z.int32(),
});
export type RetentionSettingsInput = z.infer<typeof retentionSettingsInput>;

/** What an API key would get for a fictional person under a whitelist. */
export const dataAccessPreviewQuery = z.object({ apiPiiFields: z.string().max(300).optional() });
export const dataAccessPreview = z.object({ result: resultDto });

/** How cases are reviewed. */
export const reviewSettingsDto = z.object({
  dualReview: z.boolean(),
  blindSecondReview: z.boolean().meta({
    description: "The second reviewer sees the first decision after making their own.",
  }),
  approvalNeedsHits: z.boolean().meta({
    description: "A case with an unresolved screening hit cannot be approved.",
  }),
  minimumAge: z.int().nullable().meta({
    description: "Full years that an applicant must have; null asks for no age.",
  }),
  briefWording: z.boolean().meta({
    description: "Members may have the brief of a case worded by the model that the operator set.",
  }),
  secondLookPercent: z.int().meta({
    description: "How many of 100 final decisions another member looks at, blind; 0 is none.",
  }),
  slaWarnMinutes: z.int(),
  slaBreachMinutes: z.int(),
  routingRules,
  version: z.int(),
  updatedAt: z.string(),
});
export type ReviewSettingsDto = z.infer<typeof reviewSettingsDto>;

const minutes = z.int().min(1).max(525_600);

/** A change of the review settings; what is not named stays. Open cases keep their queue. */
export const reviewSettingsInput = z.strictObject({
  dualReview: z.boolean().optional(),
  blindSecondReview: z.boolean().optional(),
  approvalNeedsHits: z.boolean().optional(),
  minimumAge: z.int().min(1).max(120).nullable().optional(),
  briefWording: z.boolean().optional(),
  secondLookPercent: z.int().min(0).max(100).optional(),
  slaWarnMinutes: minutes.optional(),
  slaBreachMinutes: minutes.optional(),
  routingRules: routingRules
    .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, "a name is used twice")
    .optional(),
  version: z.int32(),
});
export type ReviewSettingsInput = z.infer<typeof reviewSettingsInput>;

export const routingPreviewInput = z.strictObject({ routingRules });
export type RoutingPreviewInput = z.infer<typeof routingPreviewInput>;
/** The queues that the open cases would go to under other rules. */
export const routingPreviewDto = z.object({
  queues: z.array(z.object({ queue: z.string(), count: z.int(), now: z.int() })).meta({
    description: "How many of the examined cases would go to each queue, and how many are in it now.",
  }),
  rules: z.array(z.object({ name: z.string(), count: z.int() })).meta({
    description: "How many cases each rule would route, in the order in which the rules are tried.",
  }),
  cases: z.int(),
  isBounded: z.boolean().meta({ description: "True if only the newest 1,000 open cases were examined." }),
});
export type RoutingPreviewDto = z.infer<typeof routingPreviewDto>;
