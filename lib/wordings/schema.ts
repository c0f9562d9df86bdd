import { z } from "zod";
import { letterKinds, letterLanguages } from "@/lib/contract/vocabulary";
import { isStorable, storable } from "@/lib/format/text";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { type ParagraphName, paragraphNames, whyNotPlaceholders } from "@/lib/letters/paragraphs";

const place = {
  letter: z.enum(letterKinds),
  law: z.enum(jurisdictionIds),
  language: z.enum(letterLanguages),
};

/** Which letter, under which law, in which language. */
export const wordingPlace = z.strictObject({
  letter: place.letter.default("acknowledgement"),
  law: place.law.default("gdpr"),
  language: place.language.default("en"),
});
export type WordingPlace = z.output<typeof wordingPlace>;

/** An own paragraph: one line of text without invisible signs. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .refine(isStorable, storable)
  .refine(
    (value) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value),
    "must not contain line breaks or control characters",
  )
  .refine((value) => !/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u.test(value), {
    message: "must not contain invisible characters",
  });

/** The own texts of a letter. Null stands for our text. */
export const wordingTexts = z.partialRecord(z.enum(paragraphNames), text.nullable());

/** The texts as they are stored: each paragraph that has an own text. */
export const storedWording = z.partialRecord(z.enum(paragraphNames), z.string());

/** A title is the subject of a message too. */
const longestTitle = 150;

type Paragraph = { name: ParagraphName; placeholders: readonly string[] };

/** Parses the own texts of one letter: only its paragraphs, each with the names in braces that ours has. */
export const wordingOfLetter = (paragraphs: readonly Paragraph[]) =>
  wordingTexts.superRefine((texts, context) => {
    for (const [name, value] of Object.entries(texts)) {
      const paragraph = paragraphs.find((each) => each.name === name);
      const problem = paragraph
        ? value && whyNotPlaceholders(value, paragraph.placeholders)
        : "is no paragraph of this letter";
      if (problem) context.addIssue({ code: "custom", path: [name], message: problem });
      if (name === "title" && value && value.length > longestTitle)
        context.addIssue({
          code: "custom",
          path: [name],
          message: `must have at most ${longestTitle} characters`,
        });
    }
  });

const texts = wordingTexts.meta({
  description: "What is not named stays; null goes back to the program's own text.",
});

/** A change of a wording; `version` is the one that the admin has seen. */
export const wordingInput = z.strictObject({ ...place, texts, version: z.int().min(0) });
export type WordingInput = z.infer<typeof wordingInput>;

/** A wording that is tried before it is saved. */
export const wordingPreviewInput = z.strictObject({ ...place, texts });
export type WordingPreviewInput = z.infer<typeof wordingPreviewInput>;

export const wordingDto = z.object({
  ...place,
  version: z.int().meta({ description: "0 as long as nothing was saved." }),
  paragraphs: z.array(
    z.object({
      name: z.enum(paragraphNames),
      ours: z.string().meta({ description: "The program's own text." }),
      own: z
        .string()
        .nullable()
        .meta({ description: "The organization's own text; null where it has ours." }),
      placeholders: z.array(z.string()).meta({ description: "Names in braces that the text must contain." }),
    }),
  ),
  versions: z
    .array(
      z.object({
        version: z.int(),
        savedBy: z.string(),
        savedAt: z.string().meta({ format: "date-time" }),
        changes: z.array(
          z.object({
            name: z.enum(paragraphNames),
            before: z.string().nullable(),
            after: z.string().nullable(),
          }),
        ),
      }),
    )
    .meta({ description: "Who saved what, the newest first, at most 50. Null is the program's own text." }),
});
export type WordingDto = z.infer<typeof wordingDto>;
