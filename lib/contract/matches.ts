import { z } from "zod";

export const matchStates = ["proposed", "accepted", "excluded"] as const;

/** A session that may be about a requester, and what was done about it. */
export const matchDto = z.object({
  sessionId: z.string(),
  reasons: z.array(z.string()),
  state: z.enum(matchStates),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: z.string().meta({ format: "date-time" }),
  status: z.string(),
  outcome: z.string().nullable(),
  isRedacted: z.boolean(),
  documentType: z.string().nullable(),
  identityId: z.string().nullable(),
  name: z.string().nullable().meta({ description: "Masked name; null if not accessible or restricted." }),
  act: z.string().nullable().meta({
    description:
      "`restricted`, `corrected` or `unchanged`; see `reason`. For a review of a decision `reviewing`, then `confirmed` or `changed`.",
  }),
  isLater: z.boolean().meta({ description: "The next answer leaves it out." }),
  caseId: z.string().nullable().meta({ description: "The case in which a person decides again." }),
  outcomeBefore: z.string().nullable().meta({ description: "The outcome before a person decided again." }),
  actedAt: z.string().meta({ format: "date-time" }).nullable(),
});
export type MatchDto = z.infer<typeof matchDto>;
