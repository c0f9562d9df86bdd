import { z } from "zod";
import { page, pageQuery, paging } from "@/lib/contract/pagination";
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
  resourceId: z
    .string()
    .nullable()
    .meta({ description: "Null for a restricted session, for callers who may not open it." }),
  reason: z.string(),
  owner: z.string(),
  reviewOn: day,
  daysToReview: z.int().meta({
    description: "Days until the review in the organization's time zone; negative when it is overdue.",
  }),
  placedBy: z.string(),
  createdAt: instant,
  releasedAt: instant.nullable(),
  releasedBy: z.string().nullable(),
});
export type HoldDto = z.infer<typeof holdDto>;

export const holdStates = ["active", "released"] as const;
export const holdListQuery = z.object({ ...pageQuery.shape, state: z.enum(holdStates).default("active") });
export type HoldListQuery = z.infer<typeof holdListQuery>;
export const holdFilter = holdListQuery.omit(paging);
export type HoldFilter = z.infer<typeof holdFilter>;
export const holdPage = page(holdDto);
export type HoldPage = z.infer<typeof holdPage>;

/** The next review date of a hold that goes on. */
export const holdReviewInput = z.strictObject({ reviewOn: day });
export type HoldReviewInput = z.infer<typeof holdReviewInput>;
export const holdParams = z.object({ holdId: z.string().min(1).max(128) });

export const holdList = z.object({ data: z.array(holdDto) });
const { holdId } = holdParams.shape;
export const sessionHoldParams = z.object({ sessionId: z.string(), holdId });
export const identityHoldParams = z.object({ identityId: z.string(), holdId });
export const requestHoldParams = z.object({ requestId: z.string(), holdId });
