import { z } from "zod";
import { sessionId } from "@/lib/contract/session-id";
import { isStorable, storable } from "@/lib/format/text";

/** Which accepted sessions the next answer leaves out, with the reason; none of them for the whole answer. */
export const laterInput = z
  .strictObject({
    sessionIds: z
      .array(sessionId)
      .max(500)
      .meta({ description: "Answered later; empty for the whole answer." }),
    reason: z.string().trim().min(1).max(4000).refine(isStorable, storable).optional().meta({
      description: "The letter contains it. Only with sessions.",
    }),
    version: z.int().min(1).optional(),
  })
  .refine(({ sessionIds, reason }) => sessionIds.length > 0 === (reason !== undefined), {
    path: ["reason"],
    message: "must be given with sessions, and only then",
  });
export type LaterInput = z.infer<typeof laterInput>;

/** What of the answer is still to come. */
export const partsDto = z.object({
  laterSessionIds: z.array(z.string()).meta({ description: "Sessions that the next answer leaves out." }),
  reason: z.string().nullable(),
  deliveredAt: z
    .string()
    .meta({ format: "date-time", description: "When a part was delivered last." })
    .nullable(),
});
