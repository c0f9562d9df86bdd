import { z } from "zod";

/** Which pictures can be asked for again. */
export const resubmitDocuments = ["id_front", "id_back", "selfie", "proof_of_address"] as const;
export const resubmitReasons = ["blurred", "glare", "cut_off", "expired", "wrong_document", "other"] as const;

/** What the applicant was asked for, as its snapshot stores it. */
export const resubmissionAsked = z.object({
  documents: z.array(z.enum(resubmitDocuments)),
  reason: z.enum(resubmitReasons),
  message: z.string(),
});
