import { z } from "zod";
import {
  type LetterKind,
  type LetterLanguage,
  letterKinds,
  letterLanguages,
} from "@/lib/contract/vocabulary";

/** Which letter, in which language. */
export type LetterInput = { letter: LetterKind; language: LetterLanguage };

export const letterParams = z.object({ requestId: z.string().min(1).max(128), letter: z.enum(letterKinds) });
export const letterQuery = z.strictObject({ language: z.enum(letterLanguages).default("en") });
