import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import { listMembers } from "@/lib/team/read";
import type { TeamMemberDto } from "@/lib/team/schema";

/** The columns of the list, named as on the screen, and those that a table has room for. */
export const memberCsv: readonly CsvColumn<TeamMemberDto>[] = [
  { header: "Member", value: (row) => row.name },
  { header: "E-mail", value: (row) => row.email },
  { header: "Roles", value: (row) => row.roles },
  { header: "Second factor", value: (row) => (row.secondFactor ? "on" : "off") },
  { header: "Open cases", value: (row) => row.claimed },
  { header: "Last seen", value: (row) => row.lastSeenAt },
  { header: "Joined", value: (row) => row.joinedAt },
  { header: "Member ID", value: (row) => row.id },
];

/** Streams the members of the organization as CSV. */
export function exportMembers(actor: Actor) {
  authorize(actor, "members:read");
  return csvStream(actor, { name: "members", columns: memberCsv, read: listMembers }, {});
}
