import { z } from "zod";

const counted = z.object({ key: z.string(), count: z.int() });

/** The first numbers of the Overview. Every one of them links to the list it counts. */
export const overviewDto = z.object({
  days: z.int(),
  sessions: z.int(),
  completed: z.int(),
  underReview: z.int(),
  openCases: z.int(),
  overdueCases: z.int(),
  approvalRate: z.number().nullable(),
  medianDecisionMinutes: z.number().nullable(),
  perDay: z.array(z.object({ day: z.string(), count: z.int() })),
  byResult: z.array(counted),
  byStatus: z.array(counted),
  byCountry: z.array(counted),
  byReason: z.array(counted),
  byRiskLevel: z.array(counted),
});
export type OverviewDto = z.infer<typeof overviewDto>;
export const overviewQuery = z.object({ days: z.coerce.number().int().min(1).max(90).default(30) });
