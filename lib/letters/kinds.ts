import { z } from "zod";
import {
  type LetterKind,
  type LetterLanguage,
  letterKinds,
  letterLanguages,
} from "@/lib/contract/vocabulary";
import { isStorable, storable } from "@/lib/format/text";

/** Which letter, in which language. */
export type LetterInput = { letter: LetterKind; language: LetterLanguage; question?: string | undefined };

/** A letter that is to be made. */
export const letterInput = z.strictObject({
  letter: z.enum(letterKinds),
  language: z.enum(letterLanguages),
  question: z.string().trim().min(1).max(4000).refine(isStorable, storable).optional().meta({
    description: "Under the CCPA: what the requester is asked to prove their identity, and why.",
  }),
});

export const letterParams = z.object({
  requestId: z.string().min(1).max(128),
  letterId: z.string().min(1).max(128),
});

/** A letter that was made. */
export const letterDto = z.object({
  id: z.string(),
  letter: z.enum(letterKinds),
  language: z.enum(letterLanguages),
  wording: z.int().meta({
    description: "The version of the organization's wording that it was made with; 0 is the program's own.",
  }),
  madeBy: z.string(),
  madeAt: z.string().meta({ format: "date-time" }),
  isErased: z.boolean().meta({ description: "The letter was erased with the requester's data." }),
});
export type LetterDto = z.infer<typeof letterDto>;
export const letterList = z.object({ data: z.array(letterDto) });
export type LetterList = z.infer<typeof letterList>;
