import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import { Exact } from "@/components/ui/time-zone";
import { countryWithCode } from "@/lib/format/country";
import { thousands } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import type { QualityDto } from "@/lib/quality/schema";

const columns = [
  { key: "at", header: "Decided" },
  { key: "document", header: "Document" },
  { key: "country", header: "Country" },
  { key: "take", header: <span className="sr-only">Take</span>, align: "right" },
] as const;

type WaitingProps = { quality: QualityDto; pending: string | null; onTake: (id: string) => void };

/** Lists the decided cases that wait for a second look of the viewer, oldest first. */
export function WaitingCard({ quality, pending, onTake }: WaitingProps) {
  const { waiting, waitingCount, waitingIsCapped } = quality;
  const more = waitingCount - waiting.length;
  const plus = waitingIsCapped ? "+" : "";
  const rowOf = (
    { id, decidedAt, documentType, country, isMine }: QualityDto["waiting"][number],
    at: number,
  ) => ({
    id,
    cells: {
      at: <Exact at={decidedAt} />,
      document: documentType ? sentence(documentType) : "—",
      country: country ? countryWithCode(country) : "—",
      take: (
        <Button
          size="sm"
          pending={pending === id}
          aria-label={`${isMine ? "Continue" : "Look at"} case ${at + 1} of ${waiting.length}`}
          onClick={() => onTake(id)}
        >
          {isMine ? "Continue" : "Look"}
        </Button>
      ),
    },
  });
  return (
    <Card title="To look at" aside={`${thousands(waitingCount)}${plus}`} flush>
      {waiting.length > 0 ? (
        <Table caption="Decided cases to look at" columns={columns} rows={waiting.map(rowOf)} />
      ) : (
        <p className="p-3 text-ink-muted">No case of these days waits for your second look.</p>
      )}
      {more > 0 ? (
        <p className="border-t p-3 text-sm text-ink-muted">
          {thousands(more)}
          {plus} newer ones follow.
        </p>
      ) : null}
    </Card>
  );
}
