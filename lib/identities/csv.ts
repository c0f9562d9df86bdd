import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import { listIdentities } from "@/lib/identities/read";
import type { IdentityDto, IdentityFilter } from "@/lib/identities/schema";

/** The columns of the list, named as on the screen, and those that a table has room for. */
export const identityCsv: readonly CsvColumn<IdentityDto>[] = [
  { header: "Person", value: (row) => (row.redactedAt ? "redacted" : row.subject) },
  { header: "Identity", value: (row) => row.id },
  { header: "External reference", value: (row) => row.externalRef },
  { header: "Status", value: (row) => row.status },
  { header: "Sessions", value: (row) => row.sessionCount },
  { header: "First verified", value: (row) => row.firstVerifiedAt },
  { header: "Last verified", value: (row) => row.lastVerifiedAt },
  { header: "Known since", value: (row) => row.createdAt },
  { header: "Flagged", value: (row) => row.isFlagged },
  { header: "Archived", value: (row) => row.archivedAt },
  { header: "Tags", value: (row) => row.tags },
];

/** Streams the identities of a filter as CSV, masked as in the list. */
export function exportIdentities(actor: Actor, query: IdentityFilter) {
  authorize(actor, "identities:read");
  return csvStream(actor, { name: "identities", columns: identityCsv, read: listIdentities }, query);
}
