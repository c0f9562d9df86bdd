import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";
import { AppError } from "@/lib/platform/errors";
import type { JurisdictionId } from "@/lib/requests/jurisdictions";
import { missingParts, recordNames } from "@/lib/requests/policy";

const text = z.string().trim().max(4000).refine(isStorable, storable);

/**
 * What an organization says of its processing in every answer (GDPR Art. 15(1)(a) to (h) and 15(2), from its record
 * of processing, Art. 30). Nothing is said for it: a letter waits until everything that it needs is filled in.
 */
export const processingRecord = z.object({
  controller: text.default(""),
  contact: text.default(""),
  dataProtectionOfficer: text.default(""),
  purposes: text.default(""),
  legalBasis: text.default(""),
  biometricBasis: text.default("").meta({
    description: "The condition of GDPR Art. 9(2) under which faces are compared.",
  }),
  recipients: text.default(""),
  transfers: text.default(""),
  authority: text.default(""),
});
/** The record as it is saved: everything is said, if only with nothing. */
export const processingRecordInput = z.strictObject({
  controller: text,
  contact: text,
  dataProtectionOfficer: text,
  purposes: text,
  legalBasis: text,
  biometricBasis: text,
  recipients: text,
  transfers: text,
  authority: text,
});
export type ProcessingRecord = z.infer<typeof processingRecord>;

/** The record that settings hold. One that cannot be read says nothing, so that a letter waits for it. */
export const savedRecord = ({ processingRecord: saved }: { processingRecord: unknown }): ProcessingRecord =>
  processingRecord.catch(processingRecord.parse({})).parse(saved);

const snake = (part: string) => part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @throws AppError conflict with the parts that a letter under a law needs and the record does not say */
export function refuseUnsaid(record: ProcessingRecord, law: JurisdictionId): void {
  const missing = missingParts(record, law);
  if (missing.length === 0) return;
  const names = missing.map((part) => recordNames[part]).join(", ");
  throw new AppError("conflict", `An administrator must fill in first, in Settings → Requests: ${names}.`, {
    fields: missing.map((part) => ({ field: `record.${snake(part)}`, message: "is empty" })),
  });
}
