import { z } from "zod";
import { page, pageQuery } from "@/lib/contract/pagination";
import { isStorable, storable } from "@/lib/format/text";

const instant = z.string().meta({ format: "date-time" });

/** The types of checks that compare a name with lists. */
export const listedTypes = ["sanction", "pep", "adverse_media", "warning"] as const;
export type ListedType = (typeof listedTypes)[number];

/** The contract's similarity from which a name is a hit. */
export const defaultThreshold = 0.6;
export const mostWatchlists = 100;
export const mostEntries = 100_000;
/** The most bytes of a file. */
export const mostBytes = 16 * 1024 * 1024;

export const watchlistParams = z.object({ watchlistId: z.string().min(1).max(128) });

export const watchlistDto = z
  .object({
    id: z.string(),
    name: z.string(),
    checkType: z.enum(listedTypes),
    threshold: z.number().meta({ description: "The least similarity of a hit, from 0 to 1." }),
    version: z.int().meta({ description: "How often a file was uploaded; 0 before the first." }),
    entryCount: z.int(),
    uploadedAt: instant.nullable(),
    uploadedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "Watchlist" });
export type WatchlistDto = z.infer<typeof watchlistDto>;
export const watchlistList = z.object({ data: z.array(watchlistDto) });

const name = z.string().trim().min(1).max(100).refine(isStorable, storable);
const threshold = z.number().min(0.3).max(1);
export const watchlistInput = z.strictObject({
  name,
  checkType: z.enum(listedTypes),
  threshold: threshold.optional().meta({ description: "0.6 if left out." }),
});
export type WatchlistInput = z.infer<typeof watchlistInput>;
export const watchlistChanges = z.strictObject({ name: name.optional(), threshold: threshold.optional() });
export type WatchlistChanges = z.infer<typeof watchlistChanges>;

export const uploadedDto = z.object({
  watchlist: watchlistDto,
  imported: z.int(),
  ignoredColumns: z.array(z.string()).meta({ description: "Columns of the file that no rule reads." }),
});
export type UploadedDto = z.infer<typeof uploadedDto>;
export const deletedWatchlistDto = z.object({ id: z.string(), status: z.literal("deleted") });

export const watchlistEntryDto = z.object({
  line: z.int(),
  name: z.string(),
  aliases: z.array(z.string()),
  birthdate: z.string().nullable(),
  countries: z.array(z.string()),
  entityType: z.string().nullable(),
  reference: z.string().nullable(),
  remarks: z.string().nullable(),
});
export type WatchlistEntryDto = z.infer<typeof watchlistEntryDto>;
export const watchlistEntriesQuery = z.object({
  limit: pageQuery.shape.limit,
  offset: z.coerce.number().int().min(0).max(mostEntries).default(0),
  q: z.string().trim().max(255).optional().meta({ description: "A name, also a similar one." }),
});
export type WatchlistEntriesQuery = z.infer<typeof watchlistEntriesQuery>;
export const watchlistEntryPage = page(watchlistEntryDto);
export type WatchlistEntryPage = z.infer<typeof watchlistEntryPage>;
