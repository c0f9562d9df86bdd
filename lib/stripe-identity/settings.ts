import { z } from "zod";
import { outcomes } from "@/lib/vendors/bundle";

/** What an admin sets for a connection to Stripe Identity. */
export const stripeSettings = z
  .object({
    statuses: z
      .record(z.string().min(1).max(64), z.enum(outcomes))
      .default({
        verified: "approved",
        processing: "processing",
        requires_input: "pending",
        requires_input_after_error: "needs_review",
        canceled: "failed",
      })
      .meta({ description: "What each status means. A status that is not listed needs review." }),
    expand: z
      .array(z.string().regex(/^[a-z_.]{1,64}$/))
      .max(10)
      .default(["document.dob", "document.number", "document.expiration_date"])
      .meta({
        description:
          "Sensitive fields of a report, which Stripe gives only to a restricted key that may read them.",
      }),
    linkSeconds: z.int().min(5).max(3600).default(30).meta({
      description: "How long the address of an image that is asked for stays valid.",
    }),
  })
  .prefault({});
export type StripeSettings = z.infer<typeof stripeSettings>;
