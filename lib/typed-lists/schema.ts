import { z } from "zod";
import { page, pageQuery } from "@/lib/contract/pagination";
import { isStorable, storable } from "@/lib/format/text";

const instant = z.string().meta({ format: "date-time" });

/** The contract's types that can be matched here. `geolocation` and `browser_fingerprint` have no data to match. */
export const typedListTypes = [
  "name",
  "email",
  "phone",
  "ip_address",
  "government_id",
  "country",
  "device_fingerprint",
  "face",
  "string",
] as const;
export type TypedListType = (typeof typedListTypes)[number];
/** The types whose values an evaluation compares a session with. A list of another type only answers questions. */
export const comparedTypes: readonly string[] = [
  "email",
  "phone",
  "government_id",
  "device_fingerprint",
  "face",
];
/** The types of which nothing is stored with a session that could be looked for. */
export const unlookedTypes: readonly string[] = ["country", "string"];
export const listTypes = [...typedListTypes, "blocklist"] as const;
export const listModes = ["flag", "block", "allow"] as const;
export type ListMode = (typeof listModes)[number];

export const mostLists = 100;
export const mostItemsAtOnce = 1_000;
export const mostItems = 100_000;

export const listParams = z.object({ listId: z.string().min(1).max(128) });
export const itemParams = z.object({
  listId: z.string().min(1).max(128),
  itemId: z.string().min(1).max(128),
});

export const listDto = z
  .object({
    id: z.string(),
    orgId: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    listType: z
      .enum(listTypes)
      .meta({ description: "`blocklist` is the desk's own, with values of several kinds." }),
    matchMode: z.enum(listModes),
    itemCount: z.int(),
    isActive: z.boolean(),
    archivedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "List" });
export type ListDto = z.infer<typeof listDto>;
export const listPage = page(listDto);

const name = z.string().trim().min(1).max(100).refine(isStorable, storable);
const description = z.string().trim().max(500).refine(isStorable, storable).nullable();
export const listInput = z.strictObject({
  name,
  description: description.optional(),
  listType: z.enum(typedListTypes),
  matchMode: z.enum(listModes).default("flag"),
});
export type ListInput = z.output<typeof listInput>;
export const listChanges = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  matchMode: z.enum(listModes).optional(),
  isActive: z.boolean().optional(),
});
export type ListChanges = z.infer<typeof listChanges>;
export const listsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
  includeArchived: z.enum(["true", "false"]).default("false"),
});
export type ListsQuery = z.infer<typeof listsQuery>;

const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, storable);
export const itemInput = z.strictObject({
  value: text(500).optional().meta({ description: "Every type but `name`." }),
  nameFirst: text(255).optional(),
  nameLast: text(255).optional(),
  birthdate: z.iso
    .date()
    .optional()
    .meta({ description: "Needed for a name: it is matched together with it." }),
});
export type ItemInput = z.infer<typeof itemInput>;
export const bulkInput = z.strictObject({ items: z.array(itemInput).min(1).max(mostItemsAtOnce) });

export const itemDto = z.object({
  id: z.string(),
  listId: z.string(),
  value: z.string().nullable().meta({
    description: "Masked for members; null for values that the desk took from a session.",
  }),
  addedBy: z.string(),
  createdAt: instant,
});
export type ItemDto = z.infer<typeof itemDto>;
export const itemPage = page(itemDto);
export type ItemPage = z.infer<typeof itemPage>;
export const itemsQuery = z.object(pageQuery.shape);
export type ItemsQuery = z.infer<typeof itemsQuery>;
export const importedItemsDto = z.object({
  imported: z.int(),
  warnings: z.array(z.string()).meta({ description: "What was not added, and why." }),
});
export type ImportedItemsDto = z.infer<typeof importedItemsDto>;
export const removedItemDto = z.object({ id: z.string(), status: z.literal("removed") });

/** Whom or what lists are asked about. Nothing of it is stored. */
export const checkSubjectInput = z.strictObject({
  nameFirst: text(255).optional(),
  nameLast: text(255).optional(),
  birthdate: z.iso.date().optional(),
  email: text(255).optional(),
  phone: text(64).optional(),
  ipAddress: text(64).optional(),
  governmentId: text(64).optional(),
  country: text(64).optional(),
  deviceFingerprint: text(255).optional(),
  faceReference: text(255).optional(),
  string: text(500).optional(),
  listIds: z.array(z.string().min(1).max(128)).min(1).max(mostLists).optional(),
});
export type CheckSubjectInput = z.infer<typeof checkSubjectInput>;

export const listMatchDto = z.object({
  id: z.string(),
  orgId: z.string(),
  listId: z.string(),
  listType: z.enum(listTypes),
  matchMode: z.enum(listModes),
  listItemId: z.string(),
  matchType: z.enum(["exact", "partial"]).meta({
    description: "`partial`: one side leaves something out, such as the country of a phone number.",
  }),
  matchScore: z.number().meta({ description: "1 for an exact match, 0.8 for a partial one." }),
  isFalsePositive: z.boolean(),
  createdAt: instant.meta({ description: "When the item was added." }),
  sessionId: z.string().nullable(),
  identityId: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedAt: instant.nullable(),
  resolutionNotes: z
    .string()
    .nullable()
    .meta({ description: "Null for none, and where it may not be read." }),
  matchDetails: z.object({ kind: z.string(), isPartial: z.boolean() }).meta({
    description: "The kind of value that met, and whether one side leaves something out.",
  }),
  workflowRunId: z.string().nullable().meta({
    description: "The newest workflow run of the session that began after the item was added.",
  }),
});
export type ListMatchDto = z.infer<typeof listMatchDto>;
export const listMatches = z.object({ data: z.array(listMatchDto), totalMatches: z.int() });
export type ListMatches = z.infer<typeof listMatches>;
export const matchParams = z.object({ matchId: z.string().min(1).max(300) });
export const falsePositiveInput = z.strictObject({
  resolutionNotes: text(1_000).optional().meta({ description: "Why. Sealed with the session." }),
});
