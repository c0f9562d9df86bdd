"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deskPath } from "@/components/cases/desk-path";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { ForeignText } from "@/components/ui/foreign-text";
import { IdLink } from "@/components/ui/id-link";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { Exact } from "@/components/ui/time-zone";
import { sentence } from "@/lib/format/words";
import { qualityQueries } from "@/lib/quality/client";
import type { QualityDto } from "@/lib/quality/schema";

type Disagreement = QualityDto["disagreements"][number];

/** Shows the note of a second look. It is loaded on demand, because every read of it is recorded. */
function NoteDialog({ id, lookedBy, onClose }: Disagreement & { onClose: () => void }) {
  const { data, error, refetch, isFetching } = useQuery(qualityQueries.note(useEnvironment(), id));
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Note by ${lookedBy}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {error ? (
        <ErrorState
          title="The note could not be loaded"
          {...problemOf(error)}
          onRetry={() => refetch()}
          retrying={isFetching}
        />
      ) : data ? (
        <p className="whitespace-pre-wrap wrap-anywhere">
          <ForeignText>{data.note}</ForeignText>
        </p>
      ) : (
        <Skeleton className="h-10" />
      )}
    </Dialog>
  );
}

const columns = [
  { key: "case", header: "Case" },
  { key: "decision", header: "Decision" },
  { key: "look", header: "Second look" },
  { key: "at", header: "Recorded" },
  { key: "note", header: <span className="sr-only">Note</span>, align: "right" },
] as const;

type DisagreementsProps = { disagreements: readonly Disagreement[]; mayReadNotes: boolean };

/** Lists second looks with another outcome than the decision. */
export function DisagreementsCard({ disagreements, mayReadNotes }: DisagreementsProps) {
  const environment = useEnvironment();
  const [read, setRead] = useState<Disagreement | null>(null);
  const rowOf = (each: Disagreement, at: number) => ({
    id: each.id,
    cells: {
      case: <IdLink id={each.caseId} href={deskPath(environment, each.caseId)} />,
      decision: `${sentence(each.decision)} by ${each.decidedBy}`,
      look: `${sentence(each.outcome)} by ${each.lookedBy}${each.reasonCode ? `: ${sentence(each.reasonCode)}` : ""}`,
      at: <Exact at={each.recordedAt} />,
      note:
        each.hasNote && mayReadNotes ? (
          <Button
            size="sm"
            aria-label={`Note ${at + 1} of ${disagreements.length}`}
            onClick={() => setRead(each)}
          >
            Note
          </Button>
        ) : null,
    },
  });
  return (
    <Card title="Disagreements" flush>
      {disagreements.length > 0 ? (
        <Table
          caption="Second looks with another outcome than the decision"
          columns={columns}
          rows={disagreements.map(rowOf)}
        />
      ) : (
        <p className="p-3 text-ink-muted">No disagreements about decisions of these days.</p>
      )}
      {read ? <NoteDialog {...read} onClose={() => setRead(null)} /> : null}
    </Card>
  );
}
