import { Trash2 } from "lucide-react";
import { none } from "@/components/sessions/looks";
import { useEnvironment } from "@/components/shell/environment";
import type { Column } from "@/components/ui/data-table";
import { ForeignText } from "@/components/ui/foreign-text";
import { IconButton } from "@/components/ui/icon-button";
import { IdLink } from "@/components/ui/id-link";
import { RelativeTime } from "@/components/ui/relative-time";
import { sentence } from "@/lib/format/words";
import type { ListEntryDto } from "@/lib/lists/schema";

function Source({ entry }: { entry: ListEntryDto }) {
  const environment = useEnvironment();
  if (!entry.sessionId) return none;
  return (
    <IdLink id={entry.sessionId} href={`/${environment}/sessions/${encodeURIComponent(entry.sessionId)}`} />
  );
}

/** The highest exact number of matches. */
const most = 100;

export function entryColumns(onRemove: ((entry: ListEntryDto) => void) | undefined): Column<ListEntryDto>[] {
  const columns: Column<ListEntryDto>[] = [
    { key: "kind", header: "Kind", cell: ({ kind }) => sentence(kind) },
    {
      key: "value",
      header: "Value",
      cell: ({ value }) => (value ? <ForeignText className="font-mono text-sm">{value}</ForeignText> : none),
    },
    { key: "reason", header: "Reason", cell: ({ reasonCode }) => (reasonCode ? sentence(reasonCode) : none) },
    {
      key: "by",
      header: "Added by",
      cell: ({ addedBy }) => (
        <span title={addedBy} className="inline-block max-w-48 truncate align-bottom">
          {addedBy}
        </span>
      ),
    },
    { key: "at", header: "Added", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      key: "matches",
      header: "Other sessions",
      align: "right",
      cell: ({ matches }) => (matches >= most ? `${most}+` : matches),
    },
    {
      key: "source",
      header: "Source session",
      cell: (entry) => <Source entry={entry} />,
    },
  ];
  if (!onRemove) return columns;
  return [
    ...columns,
    {
      key: "remove",
      header: <span className="sr-only">Remove</span>,
      width: "2.5rem",
      cell: (entry) => (
        <IconButton
          size="sm"
          label={`Remove ${sentence(entry.kind)} ${entry.value ?? ""}`.trim()}
          onClick={() => onRemove(entry)}
        >
          <Trash2 aria-hidden />
        </IconButton>
      ),
    },
  ];
}
