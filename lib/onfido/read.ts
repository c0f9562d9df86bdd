import { z } from "zod";
import { vendorId, words } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

const shared = {
  id: vendorId,
  applicant_id: vendorId,
  status: words,
  created_at: words.nullish(),
  tags: z.array(words).nullish(),
};
const run = z.looseObject({
  ...shared,
  workflow_id: words.nullish(),
  updated_at: words.nullish(),
  reasons: z.array(words).nullish(),
  customer_user_id: words.nullish(),
  result: words.nullish(),
  report_ids: z.array(vendorId).max(50).nullish(),
});
/** A workflow run of Studio, or a classic check: only that one has reports. */
export type OnfidoRun = z.infer<typeof run>;

const applicant = z.looseObject({
  id: vendorId,
  first_name: words,
  last_name: words,
  email: words.nullish(),
  dob: words.nullish(),
  phone_number: words.nullish(),
  address: z.record(z.string(), z.unknown()).nullish(),
});
export type OnfidoApplicant = z.infer<typeof applicant>;

const documents = z.looseObject({
  documents: z
    .array(
      z.looseObject({
        id: vendorId,
        type: words.nullish(),
        side: words.nullish(),
        file_type: words.nullish(),
        issuing_country: words.nullish(),
        created_at: words.nullish(),
      }),
    )
    .nullish(),
});
export type OnfidoDocument = NonNullable<z.infer<typeof documents>["documents"]>[number];
const photos = z.looseObject({ live_photos: z.array(z.looseObject({ id: vendorId })).nullish() });

const report = z.looseObject({
  id: vendorId,
  name: words,
  status: words.nullish(),
  result: words.nullish(),
  sub_result: words.nullish(),
  breakdown: z.record(z.string(), z.unknown()).nullish(),
  properties: z
    .looseObject({
      first_name: words.nullish(),
      last_name: words.nullish(),
      date_of_birth: words.nullish(),
      date_of_expiry: words.nullish(),
      document_type: words.nullish(),
      issuing_country: words.nullish(),
      nationality: words.nullish(),
      gender: words.nullish(),
      document_numbers: z.array(z.looseObject({ type: words.nullish(), value: words.nullish() })).nullish(),
    })
    .nullish(),
});
export type OnfidoReport = z.infer<typeof report>;

/** A page of workflow runs. */
export const onfidoRuns = z.array(
  z.looseObject({ id: vendorId, status: words.nullish(), updated_at: words.nullish() }),
);

/** @throws VendorError unreadable */
export const readRun = (text: string): OnfidoRun => readAnswer(run, text, "Onfido's run");
/** @throws VendorError unreadable */
export const readApplicant = (text: string): OnfidoApplicant =>
  readAnswer(applicant, text, "Onfido's applicant");
/** @throws VendorError unreadable */
export const readDocuments = (text: string): OnfidoDocument[] =>
  readAnswer(documents, text, "Onfido's list of documents").documents ?? [];
/** @throws VendorError unreadable */
export const readPhotos = (text: string): { id: string }[] =>
  readAnswer(photos, text, "Onfido's list of live photos").live_photos ?? [];
/** @throws VendorError unreadable */
export const readReport = (text: string): OnfidoReport => readAnswer(report, text, "Onfido's report");
