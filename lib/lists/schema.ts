import { z } from "zod";
import { page, pageQuery } from "@/lib/contract/pagination";

/** The identifiers of a session that can be blocked. */
export const blockables = ["document_number", "device", "email", "phone", "face_reference"] as const;
export type Blockable = (typeof blockables)[number];

/** The fraud signal of a match; it weighs as much as the heaviest of the contract's duplicate signals. */
export const matchSignal = "blocklist_match";
export const matchScore = 50;

/** `flag`: a later session that matches gets a fraud signal. `block`: it is rejected outright. */
export const matchModes = ["flag", "block"] as const;

export const entryParams = z.object({ entryId: z.string().min(1).max(128) });

const instant = z.string().meta({ format: "date-time" });

export const listEntryDto = z.object({
  id: z.string(),
  kind: z.enum(blockables),
  value: z.string().nullable().meta({
    description:
      "Masked value; null after its session was redacted; `unreadable` if the stored value cannot be opened.",
  }),
  reasonCode: z.string().nullable(),
  addedBy: z.string(),
  createdAt: instant,
  sessionId: z.string().nullable(),
  matches: z.int().meta({ description: "Other sessions that match it, counted up to 100." }),
});
export type ListEntryDto = z.infer<typeof listEntryDto>;

export const blocklistQuery = z.object({
  kind: z.enum(blockables).optional(),
  q: z.string().trim().max(255).optional().meta({
    description: "The exact value. An API key finds document numbers only, and only if it may read them.",
  }),
  ...pageQuery.shape,
});
export type BlocklistQuery = z.infer<typeof blocklistQuery>;
export const blocklistPage = page(listEntryDto);
export type BlocklistPage = z.infer<typeof blocklistPage>;

export const blocklistDto = z.object({ matchMode: z.enum(matchModes) });
export type BlocklistDto = z.infer<typeof blocklistDto>;
export const blocklistInput = z.strictObject({ matchMode: z.enum(matchModes) });
/** Why an entry is removed. Free text might name a person, so the log takes none. */
export const removalReasons = [
  "added_by_mistake",
  "appeal_upheld",
  "no_longer_a_risk",
  "test_data",
  "other",
] as const;
export const removalQuery = z.object({
  reasonCode: z
    .enum(removalReasons)
    .optional()
    .meta({ description: "Why the entry is removed, for the audit log." }),
});
export type RemovalInput = z.infer<typeof removalQuery>;
export const removedEntryDto = z.object({ id: z.string(), status: z.literal("removed") });
