import { z } from "zod";
import { queueName } from "@/lib/settings/schema";

/** A member who reviews cases, as others may see them. */
export const reviewerDto = z.object({
  id: z.string(),
  name: z.string(),
  mayTakeEscalations: z.boolean(),
  isAway: z.boolean(),
});
export const reviewerList = z.object({ data: z.array(reviewerDto) });
export type ReviewerListDto = z.infer<typeof reviewerList>;

const instant = z.string().meta({ format: "date-time" });

/** A member who reviews cases, with their workload. */
export const workloadDto = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  capacity: z.int().nullable().meta({ description: "Limit of claimed cases; null means no limit." }),
  awayUntil: instant.nullable(),
  queues: z
    .array(z.string())
    .meta({ description: "Queues that the member works in; empty means all queues." }),
  held: z.int().meta({ description: "Number of claimed cases in this environment." }),
});
export type WorkloadDto = z.infer<typeof workloadDto>;
export const workloadList = z.object({ data: z.array(workloadDto) });
export type WorkloadListDto = z.infer<typeof workloadList>;

export const memberParams = z.object({ memberId: z.string().min(1).max(128) });
/** A change of a member's workload; fields that are absent stay. */
export const workloadInput = z.strictObject({
  capacity: z.int().min(1).max(1_000).nullable().optional(),
  awayUntil: z.iso
    .datetime({ offset: true })
    .refine((at) => /^2\d\d\d-/.test(at), "a year from 2000 to 2999")
    .nullable()
    .optional(),
  queues: z.array(queueName).max(50).optional(),
});
export type WorkloadInput = z.infer<typeof workloadInput>;
