import { z } from "zod";

/** The steps of the checklists of requests. */
export const stepNames = [
  "received",
  "acknowledged",
  "verified",
  "authorized",
  "found",
  "reviewed",
  "approved",
  "packaged",
  "delivered",
  "restricted",
  "corrected",
  "opened",
  "decided",
  "concluded",
  "erased",
  "lifted",
  "evidence",
] as const;
export type StepName = (typeof stepNames)[number];
/** Shown in a checklist where it is owed. No other step waits for it. */
export const besideSteps = ["informed"] as const;
export const stepDto = z.object({
  name: z.enum([...stepNames, ...besideSteps]),
  state: z.enum(["done", "current", "todo"]),
  at: z.string().meta({ format: "date-time" }).nullable(),
  detail: z.string().nullable(),
});
export type StepDto = z.infer<typeof stepDto>;
