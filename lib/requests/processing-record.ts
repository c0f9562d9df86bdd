import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";

const text = z.string().trim().max(4000).refine(isStorable, storable);

/**
 * What an organization says of its processing in every answer (GDPR Art. 15(1)(a) to (h) and 15(2), from its record
 * of processing, Art. 30). What it has not said stands in the letter as not stated, for an officer to see.
 */
export const processingRecord = z.object({
  controller: text.default(""),
  contact: text.default(""),
  dataProtectionOfficer: text.default(""),
  purposes: text.default(
    "To verify the identity of people who apply to us, and to prevent fraud and money laundering.",
  ),
  legalBasis: text.default(
    "Legal obligation (Art. 6(1)(c) GDPR) and legitimate interest in preventing fraud (Art. 6(1)(f)).",
  ),
  recipients: text.default(""),
  transfers: text.default("None outside the European Economic Area."),
  authority: text.default(""),
});
/** The record as it is saved: everything is said, if only with nothing. */
export const processingRecordInput = z.strictObject({
  controller: text,
  contact: text,
  dataProtectionOfficer: text,
  purposes: text,
  legalBasis: text,
  recipients: text,
  transfers: text,
  authority: text,
});
export type ProcessingRecord = z.infer<typeof processingRecord>;
