import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import { listHits } from "@/lib/screening/hits";
import type { HitContrastDto, HitFilter, HitRowDto } from "@/lib/screening/schema";

const contrastOf = (row: HitRowDto, about: HitContrastDto["about"]) =>
  row.contrasts.find((each) => each.about === about)?.agreement;

/** The columns of the worklist, named as on the screen; what stands in one cell there has a column each. */
export const hitCsv: readonly CsvColumn<HitRowDto>[] = [
  { header: "Found", value: (row) => row.createdAt },
  { header: "Subject", value: (row) => row.subject },
  { header: "List entry", value: (row) => row.hit.name },
  { header: "Name", value: (row) => contrastOf(row, "name") },
  { header: "Date of birth", value: (row) => contrastOf(row, "birth_date") },
  { header: "Country", value: (row) => contrastOf(row, "country") },
  { header: "List", value: (row) => row.hit.listName },
  { header: "Entry ID", value: (row) => row.hit.id },
  { header: "Score", value: (row) => row.hit.matchScore },
  { header: "Kind", value: (row) => row.kind },
  { header: "Source", value: (row) => row.source },
  { header: "Case", value: (row) => row.caseId },
  { header: "Session", value: (row) => row.sessionId },
  { header: "Status", value: (row) => row.state },
  { header: "Reason", value: (row) => row.hit.reasonCode },
  { header: "Comment", value: (row) => row.history?.at(-1)?.reason ?? row.hit.dismissedReason },
  { header: "Resolved by", value: (row) => row.hit.resolvedBy },
];

/** Streams the hits of a filter as CSV, masked as in the worklist. */
export function exportHits(actor: Actor, query: HitFilter) {
  authorize(actor, "results:read");
  return csvStream(actor, { name: "screening hits", columns: hitCsv, read: listHits }, query);
}
