import { Ban, ChartColumn, Copy, Pencil } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import type { ApiKeyDto } from "@/lib/api-keys/schema";
import { nameOf, stateOf } from "./key-words";
import { scopesInWords } from "./scope-words";

export type Asked = "usage" | "edit" | "clone" | "revoke";

type KeysTableProps = {
  keys: readonly ApiKeyDto[];
  now: number;
  onAsk: (what: Asked, apiKey: ApiKeyDto) => void;
};

const shown = 3;

function Scopes({ apiKey: { scopes, allowedIps, allowedOrigins } }: { apiKey: ApiKeyDto }) {
  const places = [...(allowedOrigins ?? []), ...(allowedIps ?? [])];
  const words = scopesInWords(scopes);
  const more = words.length - shown;
  return (
    <span title={more > 0 ? scopes.join(", ") : undefined}>
      {words.slice(0, shown).join(", ")}
      {more > 0 ? ` and ${more} more` : ""}
      {places.length > 0 ? (
        <span className="block text-sm wrap-anywhere text-ink-muted">only from {places.join(", ")}</span>
      ) : null}
    </span>
  );
}

const actions = [
  { what: "usage", verb: "Show the use of", Icon: ChartColumn },
  { what: "edit", verb: "Change", Icon: Pencil },
  { what: "clone", verb: "Clone", Icon: Copy },
  { what: "revoke", verb: "Revoke", Icon: Ban },
] as const;

function Actions({ apiKey, onAsk }: { apiKey: ApiKeyDto } & Pick<KeysTableProps, "onAsk">) {
  return (
    <span className="flex justify-end gap-1">
      {(apiKey.isActive ? actions : actions.slice(0, 1)).map(({ what, verb, Icon }) => (
        <IconButton
          key={what}
          size="sm"
          label={`${verb} ${nameOf(apiKey)}`}
          onClick={() => onAsk(what, apiKey)}
        >
          <Icon aria-hidden />
        </IconButton>
      ))}
    </span>
  );
}

const columns = [
  { key: "name", header: "Key" },
  { key: "scopes", header: "May do" },
  { key: "used", header: "Last used" },
  { key: "until", header: "Expires" },
  { key: "state", header: "State" },
  { key: "actions", header: <span className="sr-only">Actions</span>, width: "9rem" },
];

/** The keys of an environment. A key that has expired can still be changed, so that it works again. */
export function KeysTable({ keys, now, onAsk }: KeysTableProps) {
  return (
    <Table
      caption="API keys of this environment"
      columns={columns}
      rows={keys.map((apiKey) => {
        const { word, tone } = stateOf(apiKey, now);
        return {
          id: apiKey.id,
          cells: {
            name: (
              <span className="wrap-anywhere">
                {apiKey.label ?? <span className="text-ink-muted">without a label</span>}{" "}
                {apiKey.type === "publishable" ? <Pill tone="info">publishable</Pill> : null}
                <code className="block font-mono text-sm whitespace-nowrap text-ink-muted">
                  {apiKey.keyPrefix}…
                </code>
              </span>
            ),
            scopes: <Scopes apiKey={apiKey} />,
            used: apiKey.lastUsedAt ? <RelativeTime at={apiKey.lastUsedAt} now={now} /> : "never",
            until: apiKey.expiresAt ? <RelativeTime at={apiKey.expiresAt} now={now} /> : "never",
            state: <Pill tone={tone}>{word}</Pill>,
            actions: <Actions apiKey={apiKey} onAsk={onAsk} />,
          },
        };
      })}
    />
  );
}
