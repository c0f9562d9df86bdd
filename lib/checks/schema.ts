import { z } from "zod";
import { sessionId } from "@/lib/contract/session-id";
import { comparedFields } from "@/lib/contract/vocabulary";

export const checkStatuses = ["pending", "passed", "failed", "error", "skipped", "requires_retry"] as const;
export const attemptParams = z.object({ sessionId, policy: z.string().min(1).max(64) });

export const checkDto = z.object({
  policy: z.string(),
  status: z.enum(checkStatuses),
  attempt: z.int(),
  score: z.number().nullable(),
  threshold: z.number().nullable(),
  details: z.unknown(),
  createdAt: z.string().nullable(),
  completedAt: z.string().nullable(),
});
export type CheckDto = z.infer<typeof checkDto>;

/** The latest attempt of each policy. */
export const checkList = z.object({ data: z.array(checkDto) });
export const attemptList = z.object({
  sessionId: z.string(),
  policy: z.string(),
  attempts: z.array(checkDto),
});

export const fieldSources = [
  "submitted",
  "extracted",
  "mrz",
  "visual",
  "barcode",
  "chip",
  "corrected",
] as const;
export type FieldSource = (typeof fieldSources)[number];

/** The result of comparing the sources of a field. */
export const verdicts = ["match", "mismatch", "single", "missing", "unreadable", "implausible"] as const;
export type Verdict = (typeof verdicts)[number];

/** One field with the value of every source. */
export const fieldRowDto = z.object({
  field: z.enum(comparedFields),
  shown: z.string().nullable().meta({ description: "The value that a reviewer sees for the field." }),
  sources: z.array(z.object({ source: z.enum(fieldSources), value: z.string() })),
  verdict: z.enum(verdicts).meta({
    description:
      "`single`: only one source has a value, or no rule can compare the values. `unreadable`: a value is present and cannot be read. `implausible`: the sources agree on an impossible value, such as a birth date in the future.",
  }),
  reason: z
    .string()
    .nullable()
    .meta({ description: "A sentence that explains the verdict and names the values." }),
});
/** One field of a person or document, with what each source says of it. */
export type ComparedRow = z.infer<typeof fieldRowDto>;
