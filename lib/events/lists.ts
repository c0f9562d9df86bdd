import { z } from "zod";

const view = z.strictObject({ viewId: z.string(), list: z.string(), isShared: z.boolean() });

/** The events of lists: their exports and their saved views. */
export const listEvents = {
  "view.saved": view,
  "view.changed": view,
  "view.deleted": view,
  "csv.export-started": z.strictObject({
    list: z.string(),
    filter: z.record(z.string(), z.string()),
  }),
  "csv.export-ended": z.strictObject({ list: z.string(), rows: z.int(), isComplete: z.boolean() }),
} as const;
