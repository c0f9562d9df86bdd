import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { JsonView } from "@/components/ui/json-view";
import { KeyValueList } from "@/components/ui/key-value-list";
import type { AuditEventDto } from "@/lib/audit/schema";
import { exactUtc } from "@/lib/format/date";
import { words } from "@/lib/format/words";
import { Resource } from "./event-table";
import { eventDetail } from "./event-words";

const none = <span className="text-ink-muted">—</span>;

function factsOf(event: AuditEventDto, environment: string) {
  const { actor, actorId, actorKind, ipAddress, requestMethod, requestPath } = event;
  return [
    {
      key: "when",
      label: "When",
      value: <time dateTime={event.createdAt}>{exactUtc(event.createdAt)}</time>,
    },
    { key: "who", label: "Who", value: `${actor} (${words(actorKind)})` },
    { key: "actor", label: "Actor ID", value: <CopyableId id={actorId} label="Actor ID" show="full" /> },
    { key: "on", label: "On", value: <Resource event={event} environment={environment} /> },
    { key: "detail", label: "Detail", value: eventDetail(event.type, event.metadata) || none },
    { key: "from", label: "From", value: ipAddress ?? none },
    { key: "call", label: "Call", value: requestMethod ? `${requestMethod} ${requestPath ?? ""}` : none },
    { key: "type", label: "Type", value: <span className="font-mono text-sm">{event.type}</span> },
    { key: "id", label: "Event ID", value: <CopyableId id={event.id} label="Event ID" show="full" /> },
    { key: "number", label: "No.", value: String(event.sequenceNum) },
  ];
}

/** Shows everything that the log contains about one event. */
export function EventFacts({ event, environment }: { event: AuditEventDto; environment: string }) {
  const path = `/${environment}/audit`;
  const { resourceId, actorId } = event;
  return (
    <div className="flex max-w-4xl flex-col gap-3 p-4">
      <Card title="Event">
        <KeyValueList items={factsOf(event, environment)} />
        <div className="mt-3 flex flex-wrap gap-2">
          <ButtonLink href={`${path}?${new URLSearchParams({ actor: actorId })}`}>
            All by this actor
          </ButtonLink>
          {resourceId ? (
            <ButtonLink href={`${path}?${new URLSearchParams({ resource: resourceId })}`}>
              All on this resource
            </ButtonLink>
          ) : null}
        </div>
      </Card>
      <Card title="Metadata">
        <JsonView value={event.metadata} label="Metadata as JSON" />
      </Card>
    </div>
  );
}
