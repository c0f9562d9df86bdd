import { z } from "zod";
import { version, words } from "@/lib/cases/schema";
import { extractedDataDto } from "@/lib/contract/result";
import { resultStatuses } from "@/lib/contract/vocabulary";
import { isStorable, storable } from "@/lib/format/text";

const instant = z.string().meta({ format: "date-time" });

const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, storable);

const day = z.iso.date().refine((value) => /^(19|2\d)\d\d-/.test(value), "a day from 1900 to 2999");

/** A correction of extracted data: only the fields that change; an address always as a whole. */
export const correctedData = z
  .strictObject({
    firstName: text(200),
    lastName: text(200),
    dateOfBirth: day,
    address: z.strictObject({
      line1: text(200),
      line2: text(200).nullish(),
      city: text(200),
      state: text(100).nullish(),
      zip: text(32).nullish(),
      country: text(3).nullish(),
    }),
    documentNumber: text(64),
    nationality: text(3),
    gender: text(32),
    ssn: text(32),
    documentType: text(64),
    documentExpirationDate: day,
    documentIssuingState: text(64),
  })
  .partial()
  .refine((data) => Object.keys(data).length > 0, "at least one field");

export const correctInput = z.strictObject({
  extractedData: correctedData,
  reason: words.min(1).optional().meta({ description: "The reason, which is saved as a note on the case." }),
  version,
});

export type CorrectInput = z.infer<typeof correctInput>;

export const correctedDto = z.object({
  sessionId: z.string(),
  status: z.enum(resultStatuses),
  extractedData: extractedDataDto.meta({
    description: "The corrected fields with their new values; other fields as the caller may see them.",
  }),
  updatedAt: instant,
});

export type CorrectedDto = z.infer<typeof correctedDto>;
