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
  totalSessionsThisMonth: z.int().meta({ description: "Since the first day of the month, in UTC." }),
  completedThisMonth: z.int(),
  failedThisMonth: z.int(),
  avgCompletionSeconds: z.number().nullable().meta({
    description: "From creation to end, of the sessions that were created and completed this month.",
  }),
  sessionsLast_7d: z.int().meta({ description: "Today included, in UTC days." }),
  sessionsPrev_7d: z.int(),
  sessionsWowDelta: z.number().nullable().meta({
    description: "Change against the seven days before, as a share of them; null if there were none.",
  }),
});
export type OverviewDto = z.infer<typeof overviewDto>;
export const overviewQuery = z.object({ days: z.coerce.number().int().min(1).max(90).default(30) });

/** The query of `GET /cases` that lists what a number counts. */
const query = z.string().meta({ description: "Query string of GET /cases that lists the counted cases." });
const linked = z.object({ count: z.int(), query });
const minutes = z.number().nullable();

/** How review is going, for leads. Counts are exact up to 10 000. */
export const reviewOverviewDto = z.object({
  queues: z.array(
    z.object({
      queue: z.string(),
      oldestMinutes: z.int().meta({ description: "Minutes the oldest case has been in review." }),
      onTrack: linked,
      approaching: linked,
      overdue: linked,
    }),
  ),
  working: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      held: linked,
      oldestClaimAt: z.string().nullable().meta({ format: "date-time" }),
    }),
  ),
  decisionsPerHour: z.array(
    z.object({ hour: z.string().meta({ format: "date-time" }), count: z.int(), query }),
  ),
  dualReview: z.object({
    decided: linked,
    overturned: linked,
    rate: z
      .number()
      .nullable()
      .meta({ description: "Share of the cases with a first decision; null if there are none." }),
  }),
  claimToDecision: z.object({
    p50Minutes: minutes,
    p90Minutes: minutes,
    measured: z.int().meta({ description: "Number of decisions after a claim." }),
    decisions: linked,
  }),
  days: z.int().meta({ description: "Number of days that the last two figures cover." }),
  isBounded: z.boolean().meta({ description: "True if the figures cover only the newest 10,000 decisions." }),
});
export type ReviewOverviewDto = z.infer<typeof reviewOverviewDto>;

/** A reviewer's own work now and today. Each number is that of the list behind its link. */
export type OwnDay = {
  memberId: string;
  /** Cases that they hold undecided, and how many of these are overdue. */
  claimed: number;
  claimedOverdue: number;
  /** When the first of their claims lapses; null without a claim that does. */
  lapsesAt: string | null;
  /** Unassigned cases that are overdue or approaching it, each counted up to `most`. */
  overdue: number;
  approaching: number;
  most: number;
  /** Final decisions of theirs since the day began in the organization's time zone. */
  approved: number;
  rejected: number;
  today: { from: string; timeZone: string };
};

export type DaysQuery = z.infer<typeof overviewQuery>;
const rate = z.number().nullable().meta({ description: "From 0 to 1; null if there is nothing to divide." });
const outcomes = {
  total: z.int(),
  completed: z.int(),
  failed: z.int(),
  approved: z.int(),
  rejected: z.int(),
};
const days = z.int();

export const trendDto = z.object({ days, data: z.array(z.object({ date: z.string(), ...outcomes })) });
export type TrendDto = z.infer<typeof trendDto>;

export const funnelDto = z.object({
  days,
  data: z.array(
    z.object({
      stage: z.enum(["created", "submitted", "completed", "approved"]),
      count: z.int(),
      rate,
    }),
  ),
});
export type FunnelDto = z.infer<typeof funnelDto>;

export const conversionDto = z.object({
  days,
  created: z.int(),
  completed: z.int(),
  approved: z.int(),
  conversionRate: rate,
  approvalRate: rate,
});
export type ConversionDto = z.infer<typeof conversionDto>;

const group = z.object({ key: z.string().nullable(), ...outcomes, approvalRate: rate });
export const groupedDto = z.object({ days, data: z.array(group) });
export type GroupedDto = z.infer<typeof groupedDto>;

export const reasonsDto = z.object({
  days,
  data: z.array(z.object({ reasonCode: z.string().nullable(), count: z.int(), share: rate })),
});
export type ReasonsDto = z.infer<typeof reasonsDto>;

const seconds = z.number().nullable();
export const processingTimeDto = z.object({
  days,
  measured: z.int(),
  averageSeconds: seconds,
  p50Seconds: seconds,
  p90Seconds: seconds,
});
export type ProcessingTimeDto = z.infer<typeof processingTimeDto>;

export const checkBreakdownDto = z.object({
  days,
  data: z.array(
    z.object({
      policy: z.string(),
      passed: z.int(),
      failed: z.int(),
      error: z.int(),
      skipped: z.int(),
      other: z.int().meta({ description: "Pending, or to be retried." }),
      passRate: rate,
    }),
  ),
});
export type CheckBreakdownDto = z.infer<typeof checkBreakdownDto>;
