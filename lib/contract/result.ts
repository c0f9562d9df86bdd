import { z } from "zod";
import type { BundleExtractedData } from "@/lib/contract/bundle";
import { inflect } from "@/lib/contract/inflection";
import { type PiiField, piiFields, resultStatuses } from "@/lib/contract/vocabulary";
import { plainText } from "@/lib/format/exact-json";

const instant = z.string().meta({ format: "date-time" });

export const extractedDataDto = z.object({
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  dateOfBirth: z.string().nullish(),
  address: z
    .union([z.record(z.string(), z.unknown()), z.string()])
    .nullish()
    .meta({ description: "The parts of the address; a single line if the source has only that." }),
  documentNumber: z.string().nullish(),
  nationality: z.string().nullish(),
  gender: z.string().nullish(),
  ssn: z.string().nullish(),
  documentType: z.string().nullish(),
  documentExpirationDate: z.string().nullish(),
  documentIssuingState: z.string().nullish(),
});

export type ExtractedDataDto = z.infer<typeof extractedDataDto>;

export const resultDto = z.object({
  sessionId: z.string(),
  status: z.enum(resultStatuses),
  isSandbox: z.boolean(),
  createdAt: instant,
  faceMatchPassed: z.boolean().nullable(),
  faceMatchScore: z.number().nullable(),
  ageCheckPassed: z.boolean().nullable(),
  extractedAge: z.int().nullable(),
  extractedData: extractedDataDto,
  rejectionReason: z.string().nullable(),
  rejectionReasonCode: z.string().nullable(),
  processingMode: z.string().nullable(),
  countryUsed: z.string().nullable(),
  sensitiveDataExpired: z.boolean(),
  checkResults: z.record(z.string(), z.object({ status: z.string(), passed: z.boolean().nullable() })).meta({
    description: "The latest attempt of each check by its policy; `passed` is null if it is neither.",
  }),
  isMasked: z.boolean().optional().meta({ description: "True if values are masked, as for members." }),
});

export const resultWithReference = resultDto.extend({ externalRef: z.string().nullable() });

export type ResultDto = z.infer<typeof resultDto>;

/** Readers get a document's value as text even if it was a number. */
const plain = (value: unknown) => (typeof value === "string" ? plainText(value) : value);

/** Returns the chosen fields of extracted data in camel case. Fields that were not extracted stay absent. */
export function pickFields(
  data: BundleExtractedData,
  fields: readonly PiiField[],
  show = (_: PiiField, value: unknown) => value,
): ExtractedDataDto {
  const picked = piiFields
    .filter((field) => fields.includes(field) && field in data)
    .map((field) => [field, show(field, plain(data[field]))]);
  return inflect(Object.fromEntries(picked), "camel") as ExtractedDataDto;
}
