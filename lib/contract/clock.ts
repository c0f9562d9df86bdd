import { z } from "zod";
import { reckoningSteps } from "@/lib/law/clock";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { pauseGrounds } from "@/lib/law/profiles";

const day = z.iso.date();

/** A clock, as it is stored with a closed request. */
export const storedClock = z.object({
  receivedOn: day,
  startsOn: day.meta({ description: "The day from which the term runs." }),
  dueOn: day,
  extendBy: day,
  confirmBy: day.nullable(),
  daysLeft: z.int().meta({ description: "Days left: 0 on the last day, negative after it." }),
  isPaused: z.boolean(),
  pausedFor: z.array(z.enum(pauseGrounds)).meta({ description: "Answers that the clock waits for." }),
  pausedDays: z.int(),
  reckoning: z
    .array(
      z.object({
        step: z.enum(reckoningSteps),
        day,
        days: z.int().optional(),
        grounds: z.array(z.enum(pauseGrounds)).optional(),
      }),
    )
    .meta({
      description:
        "How the last day was calculated, in order. Of a request that was closed before clocks were stored, the steps may be missing.",
    }),
});

/** A clock as the API returns it. */
export const clockDto = storedClock.extend({
  jurisdiction: z.enum(jurisdictionIds),
  law: z.string(),
  lawVersion: z.string().meta({ description: "The rules of the day of receipt; see `GET /laws`." }),
  mayPauseFor: z.array(z.enum(pauseGrounds)),
  isExtended: z.boolean(),
  mayExtend: z.boolean().meta({ description: "Whether the law lets this deadline be extended once." }),
});
export type ClockDto = z.infer<typeof clockDto>;

/** How many requests are open, due and late. */
export const requestCountsDto = z.object({
  open: z.int(),
  due: z.int().meta({ description: "Requests that are due within a week or late and not paused." }),
  late: z.int().meta({ description: "Requests whose last day is over." }),
});
export type RequestCounts = z.infer<typeof requestCountsDto>;
