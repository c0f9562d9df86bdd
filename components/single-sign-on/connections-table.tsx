import {
  FlaskConical,
  KeyRound,
  Link2,
  type LucideIcon,
  Pencil,
  Power,
  PowerOff,
  Trash2,
  Users,
} from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Pill } from "@/components/ui/pill";
import { Table } from "@/components/ui/table";
import { counted } from "@/lib/format/number";
import type { ConnectionDto } from "@/lib/single-sign-on/schema";

export type Asked = "set-up" | "test" | "edit" | "secret" | "metadata" | "scim" | "delete";

type ConnectionsTableProps = {
  connections: readonly ConnectionDto[];
  onAsk: (what: Asked, connection: ConnectionDto) => void;
  onSwitch: (connection: ConnectionDto) => void;
};

type Action = { what: Asked; verb: string; Icon: LucideIcon; of?: ConnectionDto["kind"] };
const actions: readonly Action[] = [
  { what: "set-up", verb: "Show the addresses of", Icon: Link2 },
  { what: "test", verb: "Test", Icon: FlaskConical },
  { what: "edit", verb: "Change", Icon: Pencil },
  { what: "secret", verb: "Replace the client secret of", Icon: KeyRound, of: "oidc" },
  { what: "metadata", verb: "Replace the metadata of", Icon: KeyRound, of: "saml" },
  { what: "scim", verb: "Show SCIM of", Icon: Users },
  { what: "delete", verb: "Delete", Icon: Trash2 },
];

const columns = [
  { key: "name", header: "Connection" },
  { key: "members", header: "Members" },
  { key: "state", header: "State" },
  { key: "actions", header: <span className="sr-only">Actions</span>, width: "15rem" },
];

/** The connections of the organization. */
export function ConnectionsTable({ connections, onAsk, onSwitch }: ConnectionsTableProps) {
  return (
    <Table
      caption="Connections to identity providers"
      columns={columns}
      rows={connections.map((connection) => ({
        id: connection.id,
        cells: {
          name: (
            <span className="wrap-anywhere">
              {connection.name}
              <span className="block font-mono text-sm text-ink-muted">{connection.issuer}</span>
            </span>
          ),
          members: counted(connection.members, "member"),
          state: (
            <Pill tone={connection.enabled ? "good" : "muted"}>{connection.enabled ? "on" : "off"}</Pill>
          ),
          actions: (
            <span className="flex justify-end gap-1">
              <IconButton
                size="sm"
                label={`Switch ${connection.name} ${connection.enabled ? "off" : "on"}`}
                onClick={() => onSwitch(connection)}
              >
                {connection.enabled ? <PowerOff aria-hidden /> : <Power aria-hidden />}
              </IconButton>
              {actions
                .filter(({ of }) => !of || of === connection.kind)
                .map(({ what, verb, Icon }) => (
                  <IconButton
                    key={what}
                    size="sm"
                    label={`${verb} ${connection.name}`}
                    onClick={() => onAsk(what, connection)}
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
