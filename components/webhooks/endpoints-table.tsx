import { KeyRound, Pencil, Power, PowerOff, Send, Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Pill } from "@/components/ui/pill";
import { Table } from "@/components/ui/table";
import type { EventCondition } from "@/lib/contract/event-filter";
import { counted } from "@/lib/format/number";
import type { EndpointDto } from "@/lib/webhooks/schema";
import { nameOf } from "./endpoint-draft";

export type Asked = "test" | "edit" | "rotate" | "delete";

type EndpointsTableProps = {
  endpoints: readonly EndpointDto[];
  onAsk: (what: Asked, endpoint: EndpointDto) => void;
  onSwitch: (endpoint: EndpointDto) => void;
};

const actions = [
  { what: "test", verb: "Test", Icon: Send },
  { what: "edit", verb: "Change", Icon: Pencil },
  { what: "rotate", verb: "Rotate the secret of", Icon: KeyRound },
  { what: "delete", verb: "Delete", Icon: Trash2 },
] as const;

const columns = [
  { key: "name", header: "Endpoint" },
  { key: "events", header: "Events" },
  { key: "state", header: "State" },
  { key: "actions", header: <span className="sr-only">Actions</span>, width: "11rem" },
];

const conditionInWords = ({ field, operator, value }: EventCondition) =>
  `${field} ${operator}${value === undefined ? "" : ` ${JSON.stringify(value)}`}`;

const eventsInWords = ({ enabledEvents }: EndpointDto) =>
  enabledEvents.includes("*") ? "every event" : counted(enabledEvents.length, "event");

/** What the API has set for an endpoint beyond its events. */
function Narrowing({ endpoint }: { endpoint: EndpointDto }) {
  const { eventFilterConditions: conditions, attributeBlocklist: removed, isFilterUnreadable } = endpoint;
  const said = [
    isFilterUnreadable ? "none: its conditions are unreadable" : null,
    conditions ? `only if ${conditions.map(conditionInWords).join(" and ")}` : null,
    removed.length > 0 ? `without ${removed.join(", ")}` : null,
  ].filter((each) => each !== null);
  if (said.length === 0) return null;
  return (
    <span className={`block whitespace-normal text-sm ${isFilterUnreadable ? "text-bad" : "text-ink-muted"}`}>
      {said.join("; ")}
    </span>
  );
}

function State({ endpoint }: { endpoint: EndpointDto }) {
  if (endpoint.enabled) return <Pill tone="good">on</Pill>;
  return (
    <span>
      <Pill tone={endpoint.disabledAt ? "bad" : "muted"}>off</Pill>
      {endpoint.disabledAt ? (
        <span className="block text-sm text-ink-muted">after ten failed deliveries</span>
      ) : null}
    </span>
  );
}

/** The endpoints of an environment. */
export function EndpointsTable({ endpoints, onAsk, onSwitch }: EndpointsTableProps) {
  return (
    <Table
      caption="Webhook endpoints of this environment"
      columns={columns}
      rows={endpoints.map((endpoint) => ({
        id: endpoint.id,
        cells: {
          name: (
            <span className="wrap-anywhere">
              {nameOf(endpoint)}
              <span className="block font-mono text-sm text-ink-muted">{endpoint.url}</span>
            </span>
          ),
          events: (
            <span title={endpoint.enabledEvents.join(", ")} className="whitespace-nowrap">
              {eventsInWords(endpoint)}
              <Narrowing endpoint={endpoint} />
            </span>
          ),
          state: <State endpoint={endpoint} />,
          actions: (
            <span className="flex justify-end gap-1">
              <IconButton
                size="sm"
                label={`Switch ${nameOf(endpoint)} ${endpoint.enabled ? "off" : "on"}`}
                onClick={() => onSwitch(endpoint)}
              >
                {endpoint.enabled ? <PowerOff aria-hidden /> : <Power aria-hidden />}
              </IconButton>
              {actions.map(({ what, verb, Icon }) => (
                <IconButton
                  key={what}
                  size="sm"
                  label={`${verb} ${nameOf(endpoint)}`}
                  onClick={() => onAsk(what, endpoint)}
                >
                  <Icon aria-hidden />
                </IconButton>
              ))}
            </span>
          ),
        },
      }))}
    />
  );
}
