import { none } from "@/components/sessions/looks";
import type { Column } from "@/components/ui/data-table";
import { ForeignText } from "@/components/ui/foreign-text";
import { RiskBar } from "@/components/ui/risk-bar";
import { shortId } from "@/components/ui/short-id";
import type { QueueRowDto } from "@/lib/cases/schema";
import { countryName } from "@/lib/format/country";
import { sentence, words } from "@/lib/format/words";
import { CaseStatusPill, SlaPill } from "./looks";

function Why({ row }: { row: QueueRowDto }) {
  if (row.signals.length === 0) return none;
  return (
    <span className="flex gap-1">
      {row.signals.slice(0, 2).map((signal) => (
        <span
          key={signal}
          title={words(signal)}
          className="max-w-36 truncate rounded-sm bg-surface-3 px-1.5 text-sm"
        >
          {words(signal)}
        </span>
      ))}
      {row.signals.length > 2 ? (
        <span className="text-sm text-ink-muted">+{row.signals.length - 2}</span>
      ) : null}
    </span>
  );
}

function Whose({ row }: { row: QueueRowDto }) {
  if (row.snoozedUntil) return <i className="text-ink-muted">snoozed</i>;
  return row.assigneeName ?? none;
}

export const queueColumns: Column<QueueRowDto>[] = [
  { key: "age", header: "Age", cell: (row) => <SlaPill reviewCase={row} />, width: "8rem" },
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
  { key: "why", header: "Why it is here", cell: (row) => <Why row={row} /> },
  {
    key: "document",
    header: "Document",
    cell: (row) => (row.documentType ? sentence(row.documentType) : none),
  },
  {
    key: "country",
    header: "Country",
    cell: (row) => (row.country ? <span title={countryName(row.country)}>{row.country}</span> : none),
  },
  { key: "queue", header: "Queue", cell: (row) => row.queue },
  { key: "status", header: "Status", cell: (row) => <CaseStatusPill status={row.status} /> },
  { key: "assignee", header: "Assignee", cell: (row) => <Whose row={row} /> },
];
