import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";

const day = z.iso.date();
const instant = z.string().meta({ format: "date-time" });

/** A new legal hold: the reason, in words that name nobody, and the review date. */
export const holdInput = z.strictObject({
  reason: z.string().trim().min(3).max(255).refine(isStorable, storable),
  owner: z.string().trim().min(1).max(255).refine(isStorable, storable),
  reviewOn: day,
});
export type HoldInput = z.infer<typeof holdInput>;

export const holdDto = z.object({
  id: z.string(),
  resourceType: z
    .enum(["session", "identity", "request"])
    .meta({ description: "The record that the hold was placed on." }),
  resourceId: z.string(),
  reason: z.string(),
  owner: z.string(),
  reviewOn: day,
  placedBy: z.string(),
  createdAt: instant,
  releasedAt: instant.nullable(),
});
export type HoldDto = z.infer<typeof holdDto>;

export const holdList = z.object({ data: z.array(holdDto) });
const holdId = z.string().min(1).max(128);
export const sessionHoldParams = z.object({ sessionId: z.string(), holdId });
export const identityHoldParams = z.object({ identityId: z.string(), holdId });
export const requestHoldParams = z.object({ requestId: z.string(), holdId });
