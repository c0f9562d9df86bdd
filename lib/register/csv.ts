import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import { listRequests } from "@/lib/register/read";
import type { RequestsQuery } from "@/lib/register/schema";
import type { RequestRowDto } from "@/lib/requests/schema";

/** The columns of the list, named as on the screen, and those that a table has room for. */
export const requestCsv: readonly CsvColumn<RequestRowDto>[] = [
  { header: "Due", value: (row) => row.clock.dueOn },
  { header: "Request", value: (row) => row.id },
  { header: "Type", value: (row) => row.kind },
  { header: "Requester", value: (row) => row.requester },
  { header: "Assigned to", value: (row) => row.assigneeName ?? row.assignedTo },
  { header: "Law", value: (row) => row.clock.law },
  { header: "Next step", value: (row) => (row.status === "open" ? row.step : null) },
  { header: "Received", value: (row) => row.receivedAt },
  { header: "Status", value: (row) => row.status },
  { header: "Days left", value: (row) => (row.status === "open" ? row.clock.daysLeft : null) },
  {
    header: "Waiting for",
    value: (row) => (row.status === "open" ? row.clock.pausedFor.join(", ") || null : null),
  },
  { header: "Extended", value: (row) => (row.clock.isExtended ? "yes" : "no") },
  { header: "Received via", value: (row) => row.channel },
  { header: "Closed", value: (row) => row.closedAt },
];

/** Streams the requests of a filter as CSV, masked as in the list. */
export function exportRequests(actor: Actor, query: Pick<RequestsQuery, "status">) {
  authorize(actor, "requests:read");
  return csvStream(actor, { name: "requests", columns: requestCsv, read: listRequests }, query);
}
