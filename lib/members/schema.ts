import { z } from "zod";

/** A member who works cases, as others may know them. */
export const reviewerDto = z.object({
  id: z.string(),
  name: z.string(),
  mayTakeEscalations: z.boolean(),
  isAway: z.boolean(),
});
export const reviewerList = z.object({ data: z.array(reviewerDto) });
export type ReviewerListDto = z.infer<typeof reviewerList>;
