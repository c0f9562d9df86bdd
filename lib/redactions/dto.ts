import { instant, instantOrNull } from "@/lib/format/instant";
import type { OwnRedaction } from "@/lib/redactions/load";
import type { BulkRedactionDto, RedactionOutcome } from "@/lib/redactions/schema";

export type OutcomeCount = { outcome: RedactionOutcome; count: number; documents: number };

/** The progress of a bulk redaction, and the outcome of its sessions. */
export function toRedactionDto(
  row: OwnRedaction,
  counted: readonly OutcomeCount[],
  requestedBy: string,
): BulkRedactionDto {
  const countOf = (outcome: RedactionOutcome) => counted.find((each) => each.outcome === outcome)?.count ?? 0;
  return {
    id: row.id,
    status: row.status,
    total: row.total,
    counts: {
      waiting: countOf("waiting"),
      deleted: countOf("deleted"),
      alreadyRedacted: countOf("already_redacted"),
      held: countOf("held"),
      failed: countOf("failed"),
    },
    documentsRemoved: counted.reduce((sum, { documents }) => sum + documents, 0),
    requestedBy,
    createdAt: instant(row.createdAt),
    finishedAt: instantOrNull(row.finishedAt),
  };
}
