import { instant, instantOrNull } from "@/lib/format/instant";
import type { ListedType, WatchlistDto } from "@/lib/watchlists/schema";

type Row = {
  id: string;
  name: string;
  checkType: string;
  threshold: number;
  version: number;
  entryCount: number;
  uploadedAt: Date | null;
  uploadedBy: string | null;
  createdAt: Date;
  updatedAt: Date;
};

/** A watchlist as the API gives it. */
export const toWatchlistDto = (row: Row): WatchlistDto => ({
  id: row.id,
  name: row.name,
  checkType: row.checkType as ListedType,
  threshold: row.threshold,
  version: row.version,
  entryCount: row.entryCount,
  uploadedAt: instantOrNull(row.uploadedAt),
  uploadedBy: row.uploadedBy,
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
});
