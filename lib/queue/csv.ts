import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import type { CaseFilter, QueueRowDto } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";

/** The columns of the queue, named as on the screen, and those that a table has room for. */
export const caseCsv: readonly CsvColumn<QueueRowDto>[] = [
  { header: "Age", value: (row) => row.ageMinutes },
  { header: "Subject", value: (row) => row.subject },
  { header: "Case", value: (row) => row.id },
  { header: "Risk", value: (row) => row.riskScore },
  { header: "Signals", value: (row) => row.signals },
  { header: "Document", value: (row) => row.documentType },
  { header: "Queue", value: (row) => row.queue },
  { header: "Status", value: (row) => row.status },
  { header: "Assignee", value: (row) => row.assigneeName },
  { header: "Country", value: (row) => row.country },
  { header: "SLA", value: (row) => row.sla },
  { header: "Priority", value: (row) => row.priority },
  { header: "Tags", value: (row) => row.tags },
  { header: "Session", value: (row) => row.sessionId },
  { header: "Entered review", value: (row) => row.enteredReviewAt },
  { header: "Decided", value: (row) => row.decidedAt },
];

/** Streams the cases of a filter as CSV, masked as in the queue. The age is in minutes. */
export function exportCases(actor: Actor, query: CaseFilter) {
  authorize(actor, "cases:read");
  return csvStream(actor, { name: "cases", columns: caseCsv, read: listCases }, query);
}
