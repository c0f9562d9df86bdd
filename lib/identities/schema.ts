import { z } from "zod";
import { customMap, storedMap } from "@/lib/contract/metadata";
import { page, pageQuery, pagination, paging } from "@/lib/contract/pagination";
import { resultDto } from "@/lib/contract/result";
import { setTagsInput } from "@/lib/contract/tags";
import { expiryStates } from "@/lib/documents/schema";
import { isStorable, storable } from "@/lib/format/text";
import { linkKinds } from "@/lib/links/schema";

const instant = z.string().meta({ format: "date-time" });

export const identityParams = z.object({
  identityId: z
    .string()
    .min(1)
    .max(255)
    .meta({ description: "An identity's id, or its external reference." }),
});

export const identityStatuses = ["pending", "verified", "rejected", "redacted", "merged"] as const;

/** Why an identity is flagged. There is no free text: it would be personal data that no key of its own protects. */
export const flagReasons = [
  "duplicate_identity",
  "document_fraud",
  "impersonation",
  "account_takeover",
  "contradicting_data",
  "other",
] as const;
export type FlagReason = (typeof flagReasons)[number];
export const flagInput = z.strictObject({ reason: z.enum(flagReasons) });

export const identityDto = z
  .object({
    id: z.string(),
    externalRef: z.string(),
    status: z.enum(identityStatuses),
    isSandbox: z.boolean(),
    isFlagged: z.boolean(),
    flagReason: z.enum(flagReasons).nullable(),
    flaggedAt: instant.nullable(),
    flaggedBy: z.string().nullable().optional().meta({
      description: "The name of the member, or the ID of the API key. Lists leave it out.",
    }),
    tags: z.array(z.string()),
    sessionCount: z.number().int(),
    latestSessionId: z.string().nullable(),
    latestResultId: z.string().nullable().meta({
      description: "For `GET /results/{id}`: a result has the id of its session.",
    }),
    identityTypeId: z.null().meta({ description: "There are no types of identities here." }),
    customFields: storedMap,
    monitoringEnabled: z.boolean().optional().meta({
      description: "Whether a check that was run here is compared with new watchlists. Lists leave it out.",
    }),
    createdAt: instant,
    updatedAt: instant,
    firstVerifiedAt: instant.nullable(),
    lastVerifiedAt: instant.nullable(),
    archivedAt: instant.nullable(),
    redactedAt: instant.nullable(),
    mergedInto: z.string().nullable().meta({ description: "The identity that has its sessions." }),
    mergedAt: instant.nullable(),
    subject: z.string().nullable().optional().meta({
      description:
        "Masked name in the latest session that has one, for members. `unreadable` if it cannot be opened.",
    }),
    latestResult: resultDto.nullable().optional().meta({
      description:
        "The result of the newest session that has one; for API keys with verifications:read. Lists leave it out.",
    }),
    country: z.string().nullable().optional().meta({ description: "Of that result, like the fields below." }),
    faceMatchPassed: z.boolean().nullable().optional(),
    ageCheckPassed: z.boolean().nullable().optional(),
    extractedAge: z.int().nullable().optional(),
    rejectionReason: z.string().nullable().optional(),
    extractedData: resultDto.shape.extractedData.optional(),
    restrictedSessions: z.array(z.string()).optional().meta({
      description:
        "Ids of restricted sessions, which are on no list; for callers who may open them with a reason.",
    }),
  })
  .meta({ id: "Identity" });
export type IdentityDto = z.infer<typeof identityDto>;

/** An identity without values of a person, so that an answer with it may be stored for a repeated call. */
export const listedIdentityDto = identityDto
  .omit({
    ...{ customFields: true, subject: true, latestResult: true, country: true, faceMatchPassed: true },
    ...{ ageCheckPassed: true, extractedAge: true, rejectionReason: true, extractedData: true },
  })
  .meta({ id: "ListedIdentity" });

export const identityInput = z.strictObject({
  externalRef: z.string().trim().min(1).max(255).refine(isStorable, storable),
});
export type IdentityInput = z.infer<typeof identityInput>;

export const identityPatch = z.strictObject({
  externalRef: identityInput.shape.externalRef.optional().meta({
    description: "Sessions keep theirs. Those that come under the earlier one make a new identity.",
  }),
  tags: setTagsInput.shape.tags.optional(),
  customFields: customMap.optional().meta({ description: "Replaces what is stored." }),
});
export type IdentityPatch = z.output<typeof identityPatch>;

export const identityEventsQuery = z.object(pageQuery.shape);
export type IdentityEventsQuery = z.infer<typeof identityEventsQuery>;

export const identityListQuery = z.object({
  ...pageQuery.shape,
  limit: z.coerce.number().int().min(1).max(100).default(25),
  status: z.enum(identityStatuses).optional(),
  q: z.string().trim().max(255).optional().meta({ description: "An exact id or external reference." }),
  includeArchived: z.enum(["true", "false"]).default("false"),
  pageBefore: z.string().max(200).optional().meta({
    description: "Cursor of the page that follows; replaces `offset`. Not together with `page[after]`.",
  }),
});
export type IdentityListQuery = z.infer<typeof identityListQuery>;
export const identityFilter = identityListQuery.omit({ ...paging, pageBefore: true });
export type IdentityFilter = z.infer<typeof identityFilter>;
export const identityPage = z.object({
  ...page(identityDto).shape,
  pagination: pagination.extend({
    previousCursor: z
      .string()
      .nullable()
      .meta({ description: "For `page[before]`; null on the first page." }),
  }),
});
export type IdentityPage = z.infer<typeof identityPage>;

const value = z.string().trim().min(1).max(255).refine(isStorable, storable).optional();

/** What an identity is searched by. It is sent in the body: an address or a log must not hold it. */
export const identitySearchInput = z
  .strictObject({
    firstName: value,
    lastName: value,
    dateOfBirth: z.iso.date().optional(),
    email: value,
    phone: value,
    documentNumber: value,
  })
  .superRefine(({ firstName, lastName, dateOfBirth, ...values }, context) => {
    const hasName = Boolean(firstName || lastName);
    const problem = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    if (hasName && !dateOfBirth) problem("dateOfBirth", "A name is found together with the date of birth.");
    if (dateOfBirth && !hasName) problem("lastName", "A date of birth is found together with the name.");
    if (!hasName && !dateOfBirth && Object.values(values).every((each) => !each))
      problem("lastName", "Enter a name with a date of birth, or one of the other values.");
  });
export type IdentitySearchInput = z.infer<typeof identitySearchInput>;

export const searchKinds = ["name_and_birth_date", "email", "phone", "document_number"] as const;
export type SearchKind = (typeof searchKinds)[number];
const matchedBy = z.array(z.enum(searchKinds));

/** What a search found. A session without an external reference belongs to no identity and is listed by itself. */
export const identitySearchDto = z.object({
  data: z.array(z.object({ identity: identityDto, matchedBy })),
  sessions: z.array(
    z.object({ id: z.string(), subject: z.string().nullable(), createdAt: instant, matchedBy }),
  ),
  isCapped: z.boolean().meta({ description: "More were found than are listed." }),
});
export type IdentitySearchDto = z.infer<typeof identitySearchDto>;

const screeningFact = z.object({
  at: instant,
  kind: z.string(),
  source: z.string().nullable(),
  sessionId: z.string(),
  isMonitored: z
    .boolean()
    .meta({ description: "The source of one of the screenings said that it goes on screening." }),
  isMonitoredHere: z
    .boolean()
    .meta({ description: "A check that ran here runs again for new versions of watchlists." }),
});

/** What has changed since a person was verified, as far as is stored. Nothing here screens a person again. */
export const identityMonitoringDto = z.object({
  verified: z.object({ at: instant, sessionId: z.string() }).nullable().meta({
    description: "The newest approved session that the caller may see; null without one.",
  }),
  lastScreening: screeningFact.nullable().meta({ description: "Null if no session brought a screening." }),
  lateHits: z
    .object({
      total: z.int(),
      open: z.int().meta({ description: "Neither a match nor dismissed yet." }),
      lastAt: instant.nullable(),
      sessionId: z.string().nullable().meta({ description: "The session of the newest one." }),
    })
    .meta({ description: "Hits that a later import brought for a session that was decided by then." }),
  document: z
    .object({
      state: z.enum(expiryStates),
      detail: z.string().nullable(),
      hasExpiredSince: z
        .boolean()
        .meta({ description: "It was valid when the session ended, and is not now." }),
    })
    .nullable()
    .meta({ description: "The document of that session, for members; null without a session." }),
});
export type IdentityMonitoringDto = z.infer<typeof identityMonitoringDto>;

/** Other identities that share a value with one. The values themselves are not told. */
export const identityLinkList = z.object({
  data: z.array(
    z.object({
      identity: identityDto,
      kinds: z.array(z.enum(linkKinds)),
      sessions: z.int().meta({ description: "How many of its sessions share a value." }),
    }),
  ),
  total: z.int().meta({ description: "All that were found; the strongest 50 are listed." }),
  sessionsWithoutIdentity: z.int().meta({
    description:
      "Sessions that share a value and belong to no identity, because they have no external reference or are not completed.",
  }),
  sessionsCompared: z.int().meta({ description: "The newest sessions of the identity, 20 at most." }),
});
export type IdentityLinkList = z.infer<typeof identityLinkList>;

export const identitySessionsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});
export type IdentitySessionsQuery = z.infer<typeof identitySessionsQuery>;

export const identityRedactQuery = z.strictObject({
  confirm: z
    .string()
    .max(255)
    .optional()
    .meta({ description: "The identity's id, which a member must repeat; an API key may leave it out." }),
});

export const identityRedactionDto = z
  .object({ id: z.string(), status: z.literal("redacted"), message: z.string() })
  .meta({ id: "IdentityRedaction" });
export type IdentityRedactionDto = z.infer<typeof identityRedactionDto>;
