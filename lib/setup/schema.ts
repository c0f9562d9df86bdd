/** The steps with which an organization moves in, in the order in which they make sense. */
export const setupSteps = [
  "colleagues",
  "secondFactor",
  "sessions",
  "retention",
  "law",
  "checkpoint",
] as const;
export type SetupStep = (typeof setupSteps)[number];
/** Which steps are done. */
export type Setup = Record<SetupStep, boolean>;
