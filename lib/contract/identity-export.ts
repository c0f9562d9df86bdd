import { z } from "zod";
import { bundleAnswer } from "@/lib/contract/bundle-answer";

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
