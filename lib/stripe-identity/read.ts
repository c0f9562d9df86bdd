import { z } from "zod";
import { vendorId, whole, words } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

const day = z.looseObject({ day: whole.nullish(), month: whole.nullish(), year: whole.nullish() }).nullish();
const problem = z.looseObject({ code: words.nullish(), reason: words.nullish() }).nullish();
const reportId = z.union([words, z.looseObject({ id: words }).transform(({ id }) => id)]);

const session = z.looseObject({
  id: vendorId,
  status: words,
  created: whole.nullish(),
  type: words.nullish(),
  client_reference_id: words.nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  verification_flow: words.nullish(),
  provided_details: z.looseObject({ email: words.nullish(), phone: words.nullish() }).nullish(),
  last_error: problem,
  last_verification_report: reportId.nullish(),
  redaction: z.looseObject({ status: words.nullish() }).nullish(),
  livemode: z.boolean().nullish(),
});
/** A VerificationSession of Stripe's. */
export type StripeSession = z.infer<typeof session>;

const address = z.record(z.string(), z.unknown()).nullish();
const part = z.looseObject({ status: words.nullish(), error: problem });
const report = z.looseObject({
  id: vendorId,
  created: whole.nullish(),
  document: part
    .extend({
      type: words.nullish(),
      first_name: words.nullish(),
      last_name: words.nullish(),
      dob: day,
      number: words.nullish(),
      issuing_country: words.nullish(),
      issued_date: day,
      expiration_date: day,
      address,
      files: z.array(vendorId).nullish(),
    })
    .nullish(),
  selfie: part.extend({ selfie: vendorId.nullish() }).nullish(),
  id_number: part
    .extend({
      first_name: words.nullish(),
      last_name: words.nullish(),
      dob: day,
      id_number: words.nullish(),
      id_number_type: words.nullish(),
    })
    .nullish(),
  email: part.nullish(),
  phone: part.nullish(),
});
/** A VerificationReport of Stripe's: what was found about the person. */
export type StripeReport = z.infer<typeof report>;

/** A page of VerificationSessions. */
export const stripeList = z.looseObject({
  data: z.array(
    z.looseObject({
      id: vendorId,
      status: words.nullish(),
      last_verification_report: reportId.nullish(),
      redaction: z.looseObject({ status: words.nullish() }).nullish(),
    }),
  ),
  has_more: z.boolean().nullish(),
});

/** @throws VendorError unreadable */
export const readSession = (text: string): StripeSession =>
  readAnswer(session, text, "Stripe's verification session");
/** @throws VendorError unreadable */
export const readReport = (text: string): StripeReport =>
  readAnswer(report, text, "Stripe's verification report");

/** Returns a day that Stripe gives in three numbers as `YYYY-MM-DD`; null when a number is missing. */
export function dayOf(given: z.infer<typeof day>): string | null {
  const { day: date, month, year } = given ?? {};
  if (!date || !month || !year) return null;
  const pad = (number: number, length: number) => String(number).padStart(length, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}
