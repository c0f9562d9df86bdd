import "server-only";
import type { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import { listSessions } from "@/lib/sessions/read";
import type { SessionDto, sessionFilter } from "@/lib/sessions/schema";

/** The columns of the list, named as on the screen, and those that a table has room for. */
export const sessionCsv: readonly CsvColumn<SessionDto>[] = [
  { header: "Created", value: (row) => row.createdAt },
  { header: "Subject", value: (row) => (row.redactedAt ? "redacted" : row.subject) },
  { header: "Session", value: (row) => row.id },
  { header: "Status", value: (row) => row.status },
  { header: "Result", value: (row) => row.resultStatus },
  { header: "Risk", value: (row) => row.riskScore },
  { header: "Document", value: (row) => row.documentType },
  { header: "Country", value: (row) => row.country },
  { header: "External reference", value: (row) => row.externalRef },
  { header: "Case", value: (row) => row.caseStatus },
  { header: "Case ID", value: (row) => row.caseId },
  { header: "Tags", value: (row) => row.tags },
  { header: "Source", value: (row) => row.source },
  { header: "Updated", value: (row) => row.updatedAt },
];

/** Streams the sessions of a filter as CSV, masked as in the list. */
export function exportSessions(actor: Actor, query: z.infer<typeof sessionFilter>) {
  authorize(actor, "sessions:read");
  return csvStream(actor, { name: "sessions", columns: sessionCsv, read: listSessions }, query);
}
