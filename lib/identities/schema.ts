import { z } from "zod";
import { bundleAnswer } from "@/lib/contract/bundle-answer";

const instant = z.string().meta({ format: "date-time" });

export const identityParams = z.object({
  identityId: z
    .string()
    .min(1)
    .max(255)
    .meta({ description: "An identity's id, or its external reference." }),
});

export const identityDto = z
  .object({
    id: z.string(),
    externalRef: z.string(),
    status: z.enum(["pending", "verified", "rejected", "redacted", "merged"]),
    isSandbox: z.boolean(),
    isFlagged: z.boolean(),
    tags: z.array(z.string()),
    sessionCount: z.number().int(),
    latestSessionId: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
    firstVerifiedAt: instant.nullable(),
    lastVerifiedAt: instant.nullable(),
    archivedAt: instant.nullable(),
    redactedAt: instant.nullable(),
    restrictedSessions: z.array(z.string()).optional().meta({
      description:
        "Ids of restricted sessions, which are on no list; for callers who may open them with a reason.",
    }),
  })
  .meta({ id: "Identity" });
export type IdentityDto = z.infer<typeof identityDto>;

export const identitySessionsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});
export type IdentitySessionsQuery = z.infer<typeof identitySessionsQuery>;

/** The export in the contract's own spelling: the identity, and the export of each of its sessions. */
export const identityExport = z.object({
  identity: z.looseObject({ id: z.string(), external_ref: z.string(), status: z.string() }),
  sessions: z.array(bundleAnswer),
  restricted_sessions: z.number().int().optional().meta({
    description:
      "How many sessions are left out because they are restricted (GDPR Art. 18); an addition to the contract, for API keys only.",
  }),
  identity_links: z.array(z.unknown()),
  identity_relationships: z.array(z.unknown()),
  face_embeddings_count: z.number().int(),
});
export type IdentityExport = z.infer<typeof identityExport>;

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
