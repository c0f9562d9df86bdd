import Link from "next/link";
import { CopyableId } from "@/components/ui/copyable-id";
import { shortId } from "@/components/ui/short-id";
import { Table } from "@/components/ui/table";
import type { AuditEventDto } from "@/lib/audit/schema";
import { exactUtc } from "@/lib/format/date";
import { words } from "@/lib/format/words";
import { eventDetail, eventName } from "./event-words";

type EventTableProps = { events: readonly AuditEventDto[]; environment: string };

const none = <span className="text-ink-muted">—</span>;

const columns = [
  { key: "number", header: "No.", align: "right", width: "4.5rem" },
  { key: "time", header: "When (UTC)", width: "11rem" },
  { key: "actor", header: "Who", width: "14rem" },
  { key: "event", header: "What", width: "13rem" },
  { key: "resource", header: "On", width: "12rem" },
  { key: "detail", header: "Detail" },
  { key: "address", header: "From", width: "9rem" },
] as const;

/** Shows the subject of an event: a session links to its page, anything else is shown by its id. */
export function Resource({ event, environment }: { event: AuditEventDto; environment: string }) {
  const { resourceType, resourceId } = event;
  if (!resourceId) return none;
  if (resourceType !== "session")
    return (
      <span className="flex items-center gap-1.5">
        <span className="text-ink-muted">{words(resourceType)}</span>
        <CopyableId id={resourceId} label="Resource ID" show="start" />
      </span>
    );
  return (
    <Link
      href={`/${environment}/sessions/${encodeURIComponent(resourceId)}`}
      prefetch={false}
      title={resourceId}
      className="rounded-sm font-mono text-sm text-link"
    >
      {shortId(resourceId, "start")}
      <span className="sr-only"> {resourceId}</span>
    </Link>
  );
}

function cellsOf(event: AuditEventDto, environment: string) {
  return {
    number: <span className="text-sm text-ink-muted">{event.sequenceNum}</span>,
    time: (
      <time dateTime={event.createdAt} className="whitespace-nowrap">
        {exactUtc(event.createdAt).replace(/ UTC$/, "")}
      </time>
    ),
    actor: (
      <span className="block min-w-28 wrap-anywhere">
        {event.actor}
        {event.actorKind === "person" ? null : (
          <span className="text-sm text-ink-muted"> {words(event.actorKind)}</span>
        )}
      </span>
    ),
    event: (
      <Link
        href={`/${environment}/audit/${encodeURIComponent(event.id)}`}
        prefetch={false}
        title={event.type}
        className="rounded-sm text-link"
      >
        {eventName(event.type)}
        <span className="sr-only">, event {event.sequenceNum}</span>
      </Link>
    ),
    resource: <Resource event={event} environment={environment} />,
    detail: (
      <span className="block min-w-40 text-sm wrap-anywhere text-ink-2">
        {eventDetail(event.type, event.metadata) || none}
      </span>
    ),
    address: event.ipAddress ? <span className="font-mono text-sm">{event.ipAddress}</span> : none,
  };
}

export function EventTable({ events, environment }: EventTableProps) {
  return (
    <Table
      caption="Audit events, newest first"
      columns={columns}
      rows={events.map((event) => ({ id: event.id, cells: cellsOf(event, environment) }))}
    />
  );
}
