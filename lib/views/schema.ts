import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";

/** The lists that have views, and the filters of each by their names in the address. A search text is never one. */
export const viewFilters = {
  sessions: ["status", "result", "risk", "document", "country", "source", "tag", "from", "to"],
  cases: [
    "tab",
    "sla",
    "status",
    "queue",
    "priority",
    "assignee",
    "decided_by",
    "decided_from",
    "decided_to",
    "first_opinion",
    "sort",
  ],
  identities: ["status", "archived"],
  requests: ["status", "kind", "jurisdiction", "assignedTo", "from", "to"],
  hits: ["state", "kind", "source", "country", "age", "sort"],
} as const satisfies Record<string, readonly string[]>;
export const viewLists = Object.keys(viewFilters) as [ViewList, ...ViewList[]];
export type ViewList = keyof typeof viewFilters;

const text = z.string().max(500).refine(isStorable, storable);

/** What a view shows: filters and order as the address has them, and the columns; without columns, all of them. */
export const viewContent = z.strictObject({
  filter: z.record(z.string().max(32), text),
  columns: z.array(z.string().regex(/^[\w-]{1,32}$/)).max(40),
});
export type ViewContent = z.infer<typeof viewContent>;

const name = z.string().trim().min(1).max(60).refine(isStorable, storable);

/** Refuses filters that a list does not have: a search text is personal data and is not kept. */
const fits = ({ list, filter }: { list: ViewList; filter: Record<string, string> }) =>
  Object.keys(filter).every((key) => (viewFilters[list] as readonly string[]).includes(key));

export const viewInput = z
  .strictObject({ list: z.enum(viewLists), name, isShared: z.boolean().default(false), ...viewContent.shape })
  .refine(fits, { path: ["filter"], message: "must contain filters of the list only" });
export type ViewInput = z.output<typeof viewInput>;

export const viewChange = z.strictObject({ name: name.optional(), isShared: z.boolean().optional() });
export type ViewChange = z.infer<typeof viewChange>;

export const viewQuery = z.object({ list: z.enum(viewLists) });
export const viewParams = z.object({ viewId: z.string().min(1).max(128) });

export const viewDto = z.object({
  id: z.string(),
  list: z.enum(viewLists),
  name: z.string(),
  isShared: z.boolean().meta({ description: "Every member of the organization sees it." }),
  isMine: z.boolean(),
  owner: z.string(),
  mayChange: z.boolean(),
  content: viewContent
    .nullable()
    .meta({ description: "Null if what is stored cannot be read; the view can then only be deleted." }),
});
export type ViewDto = z.infer<typeof viewDto>;
export const viewList = z.object({ data: z.array(viewDto) });
export type ViewListDto = z.infer<typeof viewList>;
