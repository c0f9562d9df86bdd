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
