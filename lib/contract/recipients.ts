import { z } from "zod";
import type { StepDto } from "@/lib/contract/steps";
import { isStorable, storable } from "@/lib/format/text";

const words = z.string().trim().min(1).max(4000).refine(isStorable, storable);

/** The recipient was told, or telling it is impossible or takes a disproportionate effort (GDPR Art. 19). */
export const recipientOutcomes = ["told", "impossible", "disproportionate"] as const;

/** Whether a recipient of changed data was told: on which day and by which means, or why it was not. */
export const recipientInput = z
  .strictObject({
    name: z.string().trim().min(1).max(255).refine(isStorable, storable).meta({
      description: "One of `recipients`, or another organization that received the data; no person.",
    }),
    outcome: z.enum(recipientOutcomes),
    toldOn: z.iso
      .date()
      .optional()
      .meta({ description: "Of `told`; from the receipt of the request to today." }),
    means: words.optional().meta({ description: "Of `told`: how it was told." }),
    reason: words.optional().meta({ description: "Of the other outcomes." }),
    version: z.int().min(1).optional(),
  })
  .superRefine(({ outcome, toldOn, means, reason }, { addIssue }) => {
    const isTold = outcome === "told";
    for (const [name, value, isNeeded] of [
      ["toldOn", toldOn, isTold],
      ["means", means, isTold],
      ["reason", reason, !isTold],
    ] as const)
      if ((value !== undefined) !== isNeeded)
        addIssue({
          code: "custom",
          path: [name],
          message: isNeeded ? "must be given" : "does not go with this outcome",
        });
  });
export type RecipientInput = z.infer<typeof recipientInput>;

/** What was recorded about a recipient. */
export const toldRecipientDto = z.object({
  id: z.string(),
  name: z.string(),
  outcome: z.enum(recipientOutcomes),
  isCurrent: z.boolean().meta({
    description: "Whether it is about the latest change; false after a later erasure or correction.",
  }),
  toldOn: z.iso.date().nullable(),
  means: z
    .string()
    .nullable()
    .meta({ description: "Null for those who may not see it, and after the erasure." }),
  reason: z.string().nullable(),
  recordedBy: z.string(),
  recordedAt: z.string().meta({ format: "date-time" }),
});
export type ToldRecipientDto = z.infer<typeof toldRecipientDto>;

/** The recipients of changed data, and what was recorded about each. */
export const recipientsDto = z.object({
  recipients: z.array(z.string()).meta({
    description: "Recipients to tell of the correction, erasure or restriction (GDPR Art. 19).",
  }),
  toldRecipients: z.array(toldRecipientDto).meta({ description: "What was recorded of them, newest first." }),
});

/**
 * Adds that the recipients of the changed data are told (GDPR Art. 19), and names those who are not. Closing the request
 * does not wait for it.
 * @param told what was recorded of them, newest first
 */
export function withRecipients(
  steps: readonly StepDto[],
  recipients: readonly string[],
  told: readonly Pick<ToldRecipientDto, "name" | "isCurrent" | "recordedAt">[],
): StepDto[] {
  if (recipients.length === 0) return [...steps];
  const current = told.filter(({ isCurrent }) => isCurrent);
  const untold = recipients.filter((each) => !current.some(({ name }) => name === each));
  const isDone = untold.length === 0;
  const step: StepDto = {
    name: "informed",
    state: isDone ? "done" : "todo",
    at: isDone ? (current[0]?.recordedAt ?? null) : null,
    detail: isDone ? null : `not told: ${untold.join(", ")}`,
  };
  return steps.flatMap((each) => (each.name === "evidence" ? [step, each] : each));
}
