import { none } from "@/components/sessions/looks";
import type { Column } from "@/components/ui/data-table";
import { ForeignText } from "@/components/ui/foreign-text";
import { RiskBar } from "@/components/ui/risk-bar";
import { shortId } from "@/components/ui/short-id";
import { countryName } from "@/lib/format/country";
import { sentence } from "@/lib/format/words";
import type { QueueRowDto } from "@/lib/queue/schema";
import { CaseStatusPill, SlaPill } from "./looks";
import type { QueueState } from "./queue-state";

/** Whole words, because a truncated reason means nothing. */
function Why({ row }: { row: QueueRowDto }) {
  if (row.signals.length === 0) return none;
  return (
    <span className="flex gap-1">
      {row.signals.slice(0, 2).map((signal) => (
        <span key={signal} className="rounded-sm bg-surface-3 px-1.5 text-sm whitespace-nowrap">
          {sentence(signal)}
        </span>
      ))}
      {row.signals.length > 2 ? (
        <span title={row.signals.slice(2).map(sentence).join(", ")} className="text-sm text-ink-muted">
          +{row.signals.length - 2}
          <span className="sr-only">, {row.signals.slice(2).map(sentence).join(", ")}</span>
        </span>
      ) : null}
    </span>
  );
}

function Age({ row }: { row: QueueRowDto }) {
  const isUrgent = row.priority === "high" || row.priority === "urgent";
  return (
    <span className="flex items-center gap-1">
      <SlaPill reviewCase={row} />
      {isUrgent ? (
        <span title={`${row.priority} priority`} className="font-semibold text-warn">
          <span aria-hidden>⇧</span>
          <span className="sr-only">{row.priority} priority</span>
        </span>
      ) : null}
    </span>
  );
}

function DocumentAndCountry({ row: { documentType, country } }: { row: QueueRowDto }) {
  if (!documentType && !country) return none;
  return (
    <span className="flex items-baseline gap-1.5">
      {documentType ? sentence(documentType) : null}
      {country ? (
        <span title={countryName(country)} className="text-sm text-ink-muted">
          {country}
        </span>
      ) : null}
    </span>
  );
}

function Whose({ row }: { row: QueueRowDto }) {
  if (row.snoozedUntil) return <i className="text-ink-muted">snoozed</i>;
  return row.assigneeName ?? none;
}

const columns: Column<QueueRowDto>[] = [
  { key: "age", header: "Age", cell: (row) => <Age row={row} />, width: "8.5rem" },
  {
    key: "subject",
    header: "Subject",
    cell: (row) => (row.subject ? <ForeignText>{row.subject}</ForeignText> : none),
    width: "7rem",
  },
  {
    key: "id",
    header: "Case",
    cell: (row) => (
      <span title={row.id} className="font-mono text-sm">
        {shortId(row.id, "start")}
        <span className="sr-only"> {row.id}</span>
      </span>
    ),
  },
  { key: "risk", header: "Risk", cell: (row) => <RiskBar score={row.riskScore} /> },
  { key: "why", header: "Signals", cell: (row) => <Why row={row} /> },
  {
    key: "document",
    header: "Document",
    cell: (row) => <DocumentAndCountry row={row} />,
  },
  { key: "queue", header: "Queue", cell: (row) => row.queue },
  { key: "status", header: "Status", cell: (row) => <CaseStatusPill status={row.status} /> },
  { key: "assignee", header: "Assignee", cell: (row) => <Whose row={row} /> },
];

/**
 * Returns the columns that distinguish the rows of a tab. Unassigned cases all have the same status and no assignee.
 */
export const queueColumnsOf = ({ tab, status }: QueueState): Column<QueueRowDto>[] =>
  tab === "unassigned" && !status
    ? columns.filter(({ key }) => key !== "status" && key !== "assignee")
    : columns;
