import { z } from "zod";
import { sessionId } from "@/lib/contract/session-id";

/** The grounds for omitting words from an answer; `grounds` in policy.ts explains each. */
export const removalGrounds = ["other_person", "internal_remark", "legal_privilege"] as const;
export type RemovalGround = (typeof removalGrounds)[number];

const instant = z.string().meta({ format: "date-time" });

const passage = z.strictObject({
  from: z.int().min(0),
  to: z.int().min(1),
  ground: z.enum(removalGrounds),
});
/** What the answer omits of a remark, as the request stores it. */
export const storedMark = z.object({
  text: z.string(),
  whole: z.enum(removalGrounds).optional(),
  passages: z.array(passage).optional(),
  isSuspicion: z.boolean().optional(),
});
export type Mark = z.infer<typeof storedMark>;

/** What the answer omits of one remark. Without any of the three, its marks are removed. */
export const markInput = z.strictObject({
  sessionId,
  remark: z.string().min(1).max(300).meta({ description: "`note:ID`, `escalation` or `snooze`." }),
  whole: z.enum(removalGrounds).optional(),
  passages: z.array(passage).max(200).optional().meta({
    description: "Ranges of the text, in UTF-16 code units, that do not overlap.",
  }),
  isSuspicion: z.boolean().optional().meta({
    description:
      "Suspicious-activity material (SAR/STR). It is never included in an answer, and its omission is not disclosed.",
  }),
});
export type MarkInput = z.infer<typeof markInput>;
export const remarkDto = z.object({
  sessionId: z.string(),
  remark: z.string(),
  kind: z.enum(["note", "escalation", "snooze"]),
  author: z.string().nullable(),
  createdAt: instant.nullable(),
  text: z.string(),
  whole: z.enum(removalGrounds).nullable(),
  passages: z.array(passage),
  isSuspicion: z.boolean(),
});
export type RemarkDto = z.infer<typeof remarkDto>;
export const remarksDto = z.object({
  data: z.array(remarkDto),
  unsaid: z.array(z.object({ sessionId: z.string(), name: z.string() })).meta({
    description: "Fields withheld because settings list them as suspicious-activity material (SAR/STR).",
  }),
});
export type RemarksDto = z.infer<typeof remarksDto>;
