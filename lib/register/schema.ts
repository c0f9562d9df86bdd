import { z } from "zod";
import { page, pageQuery } from "@/lib/contract/pagination";
import { isStorable, storable } from "@/lib/format/text";
import { searchKinds } from "@/lib/identities/schema";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { refusalGrounds } from "@/lib/refusals/schema";
import { requestKinds, requestRowDto, requestStatuses } from "@/lib/requests/schema";

const day = z.iso.date().refine((text) => /^20\d\d-/.test(text), "must be a day from 2000 to 2099");
const version = z.int().min(1).optional();

/** The days of receipt of a list or of figures, in the organization's time zone. */
const receiptDays = {
  from: day.optional().meta({ description: "First day of receipt." }),
  to: day.optional().meta({ description: "Last day of receipt, included." }),
};

export const requestsQuery = z.object({
  status: z.enum(requestStatuses).optional(),
  kind: z.enum(requestKinds).optional(),
  jurisdiction: z.enum(jurisdictionIds).optional(),
  assignedTo: z
    .string()
    .max(128)
    .refine(isStorable, storable)
    .optional()
    .meta({ description: "The ID of a member, or `none` for requests that nobody is assigned to." }),
  dueBy: day.optional().meta({ description: "Open requests with a last day up to this one." }),
  q: z
    .string()
    .trim()
    .max(128)
    .refine(isStorable, storable)
    .optional()
    .meta({ description: "The beginning of a request ID." }),
  ...receiptDays,
  ...pageQuery.shape,
});
export type RequestsQuery = z.infer<typeof requestsQuery>;
export const requestPage = page(requestRowDto);

/** Assigns a request to a member; null takes it from its assignee. */
export const assignRequestInput = z.strictObject({
  assigneeId: z.string().min(1).max(128).nullable(),
  version,
});
export type AssignRequestInput = z.infer<typeof assignRequestInput>;
export const requestAssignees = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) });

/** The requests of a person; see `identitySearchInput` for what finds one. */
export const requestsFound = z.object({
  data: z.array(
    z.object({
      request: requestRowDto,
      matchedBy: z.array(z.enum(searchKinds)).meta({ description: "What is the same." }),
    }),
  ),
  isCapped: z.boolean().meta({ description: "There are more than the 200 newest." }),
});
export type RequestsFound = z.infer<typeof requestsFound>;

export const figuresQuery = z
  .object(receiptDays)
  .refine(({ from, to }) => !from || !to || from <= to, { path: ["to"], message: "is before the first day" });
export type FiguresQuery = z.infer<typeof figuresQuery>;

const figureCounts = z.object({
  received: z.int(),
  open: z.int(),
  late: z.int().meta({ description: "Open after their last day." }),
  completed: z.int(),
  refused: z.int(),
  withdrawn: z.int(),
  joined: z.int().meta({ description: "Merged into another request." }),
  extended: z.int(),
  feesAsked: z.int().meta({ description: "A fee was asked for in place of a refusal." }),
  answered: z.int().meta({ description: "Completed or refused." }),
  inTime: z.int().meta({ description: "Of these, closed on or before the last day." }),
  medianDays: z
    .number()
    .nullable()
    .meta({ description: "From receipt to closing, of answered requests; null without any." }),
});
/** What an authority asks about requests that were received in a range of days. */
export const figuresDto = z.object({
  days: z.object({ from: z.string(), to: z.string(), timeZone: z.string() }),
  total: figureCounts,
  refusals: z
    .array(z.object({ ground: z.enum(refusalGrounds).nullable(), count: z.int() }))
    .meta({ description: "Refused requests by ground; null for those refused before grounds were stored." }),
  kinds: z.array(figureCounts.extend({ kind: z.enum(requestKinds) })),
});
export type FiguresDto = z.infer<typeof figuresDto>;
export type RequestPage = z.infer<typeof requestPage>;
