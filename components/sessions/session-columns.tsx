import type { Column } from "@/components/ui/data-table";
import { ForeignText } from "@/components/ui/foreign-text";
import { RelativeTime } from "@/components/ui/relative-time";
import { RiskBar } from "@/components/ui/risk-bar";
import { shortId } from "@/components/ui/short-id";
import { countryName } from "@/lib/format/country";
import { sentence } from "@/lib/format/words";
import type { SessionDto } from "@/lib/sessions/schema";
import { caseWords, none, ResultPill, StatusPill, Subject } from "./looks";

export const sessionColumns = (now: number): Column<SessionDto>[] => [
  {
    key: "created",
    header: "Created",
    cell: (row) => <RelativeTime at={row.createdAt} now={now} className="text-ink-muted" />,
    width: "7rem",
  },
  { key: "subject", header: "Subject", cell: (row) => <Subject session={row} />, width: "7rem" },
  {
    key: "id",
    header: "Session",
    cell: (row) => (
      <span title={row.id} className="font-mono text-sm">
        {shortId(row.id, "start")}
        <span className="sr-only"> {row.id}</span>
      </span>
    ),
  },
  { key: "status", header: "Status", cell: (row) => <StatusPill status={row.status} /> },
  { key: "result", header: "Result", cell: (row) => <ResultPill result={row.resultStatus} /> },
  { key: "risk", header: "Risk", cell: (row) => <RiskBar score={row.riskScore} /> },
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
  {
    key: "externalRef",
    header: "External reference",
    cell: (row) =>
      row.externalRef ? (
        <span
          title={row.externalRef}
          className="inline-block max-w-44 truncate align-bottom font-mono text-sm text-ink-muted"
        >
          <ForeignText>{row.externalRef}</ForeignText>
        </span>
      ) : (
        none
      ),
  },
  { key: "case", header: "Case", cell: (row) => (row.caseStatus ? caseWords(row.caseStatus) : none) },
];
