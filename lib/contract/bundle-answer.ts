import { z } from "zod";
import { bundleHit, bundleParts, bundleSchema } from "@/lib/contract/bundle";
import { type BundlePart, fieldsToLack } from "@/lib/contract/bundle-aside";

/** A part as an export returns it: a field that a session can lack holds what came in, whatever that is. */
function answered(name: BundlePart, part: z.ZodObject) {
  const fields = fieldsToLack[name].map((field) => [
    field,
    z.union([part.shape[field] ?? z.never(), z.unknown()]),
  ]);
  return part.extend(Object.fromEntries(fields));
}

const screening = bundleParts.screening.extend({ hits: z.array(answered("hits", bundleHit)).nullish() });

/** The export of one session. It also returns the values that the import set aside, which do not fit the contract. */
export const bundleAnswer = bundleSchema.extend({
  session: answered("session", bundleParts.session),
  result: answered("result", bundleParts.result).nullish(),
  documents: z.array(answered("documents", bundleParts.document)).nullish(),
  screening: z.array(answered("screening", screening)).nullish(),
  review_case: answered("review_case", bundleParts.reviewCase).nullish(),
  case_notes: z.array(answered("case_notes", bundleParts.note)).nullish(),
  fraud_signals: z.array(answered("fraud_signals", bundleParts.signal)).nullish(),
  webhook_deliveries: z.array(answered("webhook_deliveries", bundleParts.delivery)).nullish(),
  verifications: z.array(answered("verifications", bundleParts.verification)).nullish(),
});
