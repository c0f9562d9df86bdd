import { z } from "zod";
import { page, pageQuery } from "@/lib/http/pagination";

/** What of a session can be put on the blocklist. */
export const blockables = ["document_number", "device", "email", "phone", "face_reference"] as const;
export type Blockable = (typeof blockables)[number];

/** `flag`: a later session that matches gets a fraud signal. `block`: it is rejected outright. */
export const matchModes = ["flag", "block"] as const;

export const entryParams = z.object({ entryId: z.string().min(1).max(128) });

const instant = z.string().meta({ format: "date-time" });

export const listEntryDto = z.object({
  id: z.string(),
  kind: z.enum(blockables),
  value: z.string().nullable().meta({ description: "Masked; null once its session has been redacted." }),
  reasonCode: z.string().nullable(),
  addedBy: z.string(),
  createdAt: instant,
  sessionId: z.string().nullable(),
  matches: z.int().meta({ description: "Other sessions that match it, counted up to 100." }),
});
export type ListEntryDto = z.infer<typeof listEntryDto>;

export const blocklistQuery = z.object({
  kind: z.enum(blockables).optional(),
  q: z.string().trim().max(255).optional().meta({ description: "The exact value." }),
  ...pageQuery.shape,
});
export type BlocklistQuery = z.infer<typeof blocklistQuery>;
export const blocklistPage = page(listEntryDto);
export type BlocklistPage = z.infer<typeof blocklistPage>;

export const blocklistDto = z.object({ matchMode: z.enum(matchModes) });
export type BlocklistDto = z.infer<typeof blocklistDto>;
export const blocklistInput = z.strictObject({ matchMode: z.enum(matchModes) });
export const removedEntryDto = z.object({ id: z.string(), status: z.literal("removed") });
