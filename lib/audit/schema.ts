import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import { page, pageQuery } from "@/lib/contract/pagination";

export const auditFilter = z.object({
  action: z.string().max(64).optional(),
  actor: z.string().max(128).optional().meta({
    description: "The `actor_id` of an event: the id of a member or API key, or the name of a job.",
  }),
  resourceType: z.string().max(32).optional(),
  resourceId: z.string().max(128).optional(),
  about: z.string().max(128).optional().meta({
    description:
      "A session or an identity. Its own events are returned, those of its case, and for an identity those of its sessions.",
  }),
  createdAfter: z.iso.datetime({ offset: true }).optional(),
  createdBefore: z.iso.datetime({ offset: true }).optional(),
  q: z.string().max(200).optional().meta({
    description: "Words, or beginnings of words, in actor, action, resource, address and metadata.",
  }),
});
export type AuditFilter = z.infer<typeof auditFilter>;
export const auditListQuery = z.object({ ...auditFilter.shape, ...pageQuery.shape });
export type AuditListQuery = z.infer<typeof auditListQuery>;

export const auditEventDto = z.object({
  id: z.string(),
  type: z.string(),
  createdAt: z.string(),
  resourceType: z.string().nullable(),
  resourceId: z.string().nullable(),
  actor: z.string(),
  actorId: z.string(),
  actorKind: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  ipAddress: z.string().nullable(),
  requestMethod: z.string().nullable(),
  requestPath: z.string().nullable(),
  sequenceNum: z.int(),
});
export type AuditEventDto = z.infer<typeof auditEventDto>;
/** An actor that the log can be filtered by. */
export type AuditActor = { id: string; name: string; kind: string };
export const auditPage = page(auditEventDto);

/** The path of a tile behind `tile/`: its level, and its number in one or more parts. */
export const tileParams = z.object({
  level: z.string().max(8).meta({ description: "A level of tiles from 0, or `entries` for the seals." }),
  first: z.string().max(8).meta({
    description: "Number of the tile, such as `067` or `x001`; `067.p` when a width follows.",
  }),
});
export const longTileParams = tileParams.extend({
  second: z.string().max(8).meta({ description: "More of the number, or the width behind `.p`." }),
});
export const longestTileParams = longTileParams.extend({
  third: z.string().max(8).meta({ description: "The width behind `.p`." }),
});
export type TileParams = z.infer<typeof tileParams> & { second?: string; third?: string };

export const publicLogParams = z.object({
  organizationId: z.string().min(1).max(128),
  environment: z.enum(environments),
});

export const eventParams = z.object({ eventId: z.string().max(200) });

const fault = z.object({
  seal: z.int().optional(),
  event: z.string().optional(),
  sequence: z.int().optional(),
  problem: z.string(),
});

/** The part of a stored verification report that the status shows. */
export const verificationReport = z.object({
  sealedAt: z.string().nullable(),
  fault: fault.nullable(),
  delay: z.string().nullable(),
});

/** Why a witness has not signed the newest checkpoint. */
export const witnessProblems = [
  "unreachable",
  "unknown_log",
  "wrong_key",
  "not_consistent",
  "ahead",
  "no_signature",
  "unexpected",
] as const;

/** What a witness outside has signed of the log. */
const witnessDto = z.object({
  name: z.string(),
  signed: z.object({ seals: z.int(), signedAt: z.string(), since: z.string() }).nullable(),
  problem: z.enum(witnessProblems).nullable(),
  problemSince: z.string().nullable(),
});
export type WitnessDto = z.infer<typeof witnessDto>;

/** How far a log is sealed, and the result of its latest verification. */
export const auditStatusDto = z.object({
  publicKey: z.string(),
  fingerprint: z.string(),
  sealed: z.object({ seal: z.int(), sealedAt: z.string(), sequenceNum: z.int() }).nullable(),
  prunedThroughSeal: z.int(),
  retentionDays: z.int().nullable(),
  checkpoints: z.array(z.object({ place: z.string(), seal: z.int(), sentAt: z.string() })),
  verifierKey: z.string().meta({ description: "The log's key as a witness is configured with it." }),
  witnesses: z.array(witnessDto),
  verification: z
    .object({
      state: z.enum(["waiting", "running", "done"]),
      requestedBy: z.string(),
      finishedAt: z.string().nullable(),
      seals: z.int(),
      events: z.int(),
      sealedAt: z.string().nullable(),
      fault: fault.nullable(),
      /** Why events have waited too long for their seal; null when they have not. */
      delay: z.string().nullable(),
    })
    .nullable(),
  mayVerify: z.boolean(),
});
export type AuditStatusDto = z.infer<typeof auditStatusDto>;

export const verificationRequestedDto = z.object({ state: z.literal("waiting") });
export type VerificationRequestedDto = z.infer<typeof verificationRequestedDto>;
