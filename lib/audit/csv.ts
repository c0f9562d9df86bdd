import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { listEvents } from "@/lib/audit/read";
import type { AuditEventDto, AuditFilter } from "@/lib/audit/schema";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";

/** The columns of the log, named as on the screen, and those that a table has room for. */
export const eventCsv: readonly CsvColumn<AuditEventDto>[] = [
  { header: "No.", value: (row) => row.sequenceNum },
  { header: "When (UTC)", value: (row) => row.createdAt },
  { header: "Who", value: (row) => row.actor },
  { header: "What", value: (row) => row.type },
  { header: "On", value: (row) => row.resourceId },
  { header: "Detail", value: (row) => JSON.stringify(row.metadata) },
  { header: "From", value: (row) => row.ipAddress },
  { header: "Event", value: (row) => row.id },
  { header: "Kind of actor", value: (row) => row.actorKind },
  { header: "Kind of resource", value: (row) => row.resourceType },
];

/** Streams the events of a filter as CSV. The export that proves the log is another: `exportLog`. */
export function exportEvents(actor: Actor, query: AuditFilter) {
  authorize(actor, "audit:read");
  return csvStream(actor, { name: "audit log", columns: eventCsv, read: listEvents }, query);
}
