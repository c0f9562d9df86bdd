import { z } from "zod";

const view = z.strictObject({ viewId: z.string(), list: z.string(), isShared: z.boolean() });

/** The events of lists: their exports, their saved views, and second looks at decided cases, and watchlists. */
export const listEvents = {
  "view.saved": view,
  "view.changed": view,
  "view.deleted": view,
  "second-look.taken": z.strictObject({ lookId: z.string() }),
  "second-look.released": z.strictObject({ lookId: z.string() }),
  "second-look.recorded": z.strictObject({
    lookId: z.string(),
    outcome: z.enum(["approved", "rejected"]),
    reasonCode: z.string().nullable(),
    agrees: z.boolean(),
  }),
  "list.created": z.strictObject({ listType: z.string(), matchMode: z.string() }),
  /** Name and description are free text that might name a person, so only that they changed is told. */
  "list.updated": z.strictObject({
    fields: z.array(z.string()),
    changes: z.record(z.string(), z.strictObject({ before: z.json(), after: z.json() })),
  }),
  "list.archived": z.strictObject({}),
  "list.match-dismissed": z.strictObject({ listId: z.string(), entryId: z.string() }),
  "list.match-restored": z.strictObject({ listId: z.string(), entryId: z.string() }),
  "watchlist.created": z.strictObject({ checkType: z.string() }),
  /** The name is free text that might name a person, so only that it changed is told. */
  "watchlist.updated": z.strictObject({
    fields: z.array(z.string()).optional(),
    changes: z.record(z.string(), z.strictObject({ before: z.json(), after: z.json() })),
  }),
  "watchlist.uploaded": z.strictObject({ version: z.int(), entries: z.int() }),
  "watchlist.deleted": z.strictObject({ version: z.int(), entries: z.int() }),
  "csv.export-started": z.strictObject({
    list: z.string(),
    filter: z.record(z.string(), z.string()),
  }),
  "csv.export-ended": z.strictObject({ list: z.string(), rows: z.int(), isComplete: z.boolean() }),
} as const;
