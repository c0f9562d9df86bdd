import { z } from "zod";
import { outcomes } from "@/lib/vendors/bundle";

/** What an admin sets for a connection to Onfido. */
export const onfidoSettings = z
  .object({
    kind: z.enum(["workflow_run", "check"]).default("workflow_run").meta({
      description:
        "Whether a session is a workflow run of Studio or a classic check. Checks are not listed: their ids come from webhooks.",
    }),
    statuses: z
      .record(z.string().min(1).max(64), z.enum(outcomes))
      .default({
        ...{ processing: "processing", awaiting_input: "pending", awaiting_client_input: "pending" },
        ...{ approved: "approved", declined: "rejected", review: "needs_review" },
        ...{ abandoned: "expired", error: "failed" },
        // Of a check: its result once it is complete, its status before.
        ...{ clear: "approved", consider: "needs_review" },
        ...{
          in_progress: "processing",
          awaiting_applicant: "pending",
          paused: "processing",
          reopened: "processing",
        },
        withdrawn: "failed",
      })
      .meta({
        description:
          "What each status means, or each result of a check. One that is not listed needs review.",
      }),
  })
  .prefault({});
export type OnfidoSettings = z.infer<typeof onfidoSettings>;
