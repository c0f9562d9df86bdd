import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import { listHoldPage } from "@/lib/holds/read";
import type { HoldDto, HoldFilter } from "@/lib/holds/schema";

/** The columns of the list, named as on the screen, and those that a table has room for. */
export const holdCsv: readonly CsvColumn<HoldDto>[] = [
  { header: "Review", value: (row) => row.reviewOn },
  { header: "Matter", value: (row) => row.reason },
  { header: "Owner", value: (row) => row.owner },
  { header: "Placed on", value: (row) => row.resourceId ?? "restricted" },
  { header: "Placed", value: (row) => row.createdAt },
  { header: "Placed by", value: (row) => row.placedBy },
  { header: "Kind of record", value: (row) => row.resourceType },
  { header: "Released", value: (row) => row.releasedAt },
  { header: "Released by", value: (row) => row.releasedBy },
];

/** Streams the legal holds of a filter as CSV. */
export function exportHolds(actor: Actor, query: HoldFilter) {
  authorize(actor, "requests:read");
  return csvStream(actor, { name: "legal holds", columns: holdCsv, read: listHoldPage }, query);
}
