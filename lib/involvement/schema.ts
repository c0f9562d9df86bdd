import { z } from "zod";
import { snapshotDecisions } from "@/lib/decisions/schema";
import { qualityDto, qualityQuery } from "@/lib/quality/schema";

const instant = z.string().meta({ format: "date-time" });

export const involvementQuery = qualityQuery;
export type InvolvementQuery = z.infer<typeof involvementQuery>;

/** How a decision came in. `unknown`: the log does not record it any more. */
export const decisionDoors = ["desk", "api", "unknown"] as const;

const entry = z.object({
  at: instant,
  type: z.string().meta({ description: "The type of the event in the audit log." }),
  what: z
    .array(z.string())
    .meta({ description: "Fields, images or policies that the event names; no values." }),
});

/** What the records say of the person's part in one decision. What they do not say is null. */
export const decisionInvolvementDto = z.object({
  id: z.string(),
  decision: z.enum(snapshotDecisions),
  isFinal: z.boolean(),
  decidedBy: z.string(),
  decidedAt: instant,
  undoneAt: instant.nullable(),
  door: z.enum(decisionDoors),
  heldSeconds: z.int().nullable().meta({ description: "From the claim to the decision." }),
  openSeconds: z
    .int()
    .nullable()
    .meta({ description: "From the first opening by this person to the decision. Not time of attention." }),
  imagesStored: z
    .array(z.string())
    .nullable()
    .meta({ description: "Images at the time of the decision; null once the session's data is erased." }),
  imagesShown: z.array(z.string()),
  suggestion: z.object({ action: z.string(), isFollowed: z.boolean().nullable() }).nullable().meta({
    description:
      "What the risk level suggested on the screen, and whether the decision follows it; `is_followed` is null where it suggested no outcome.",
  }),
  looks: z.array(entry),
  acts: z.array(entry),
  logSince: instant.nullable().meta({
    description: "Set when the log begins after the case was created: what came before is not known.",
  }),
  words: z.array(z.string()).meta({ description: "The same in sentences." }),
});
export type DecisionInvolvementDto = z.infer<typeof decisionInvolvementDto>;

const seconds = z.int().nullable();

/** Human involvement in the final decisions of some days, for each person who made them. */
export const involvementDto = z.object({
  days: qualityDto.shape.days,
  logSince: instant.nullable().meta({
    description: "Set when the log begins within these days: decisions on older cases are not counted.",
  }),
  notCounted: z.int().meta({ description: "Decisions on cases from before the log begins." }),
  people: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      decisions: z.int(),
      byApi: z.int().meta({ description: "Came by the API: what the person saw is not recorded here." }),
      opened: z.int().meta({ description: "Decisions at the desk before which the person opened the case." }),
      withImages: z.int().meta({ description: "Decisions at the desk on sessions that store images." }),
      sawImages: z.int().meta({ description: "Of these, with an image on the person's screen before." }),
      acted: z.int().meta({
        description: "Decisions before which the person corrected, overrode, resolved or noted something.",
      }),
      medianHeldSeconds: seconds,
      tenthHeldSeconds: seconds.meta({ description: "A tenth of the decisions took less." }),
    }),
  ),
  unseen: z
    .array(
      z.object({
        caseId: z.string(),
        id: z.string(),
        decidedBy: z.string(),
        decision: z.enum(snapshotDecisions),
        decidedAt: instant,
        heldSeconds: seconds,
      }),
    )
    .meta({ description: "The newest 100 decisions at the desk before which no image was on the screen." }),
});
export type InvolvementDto = z.infer<typeof involvementDto>;
