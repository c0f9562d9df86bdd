"use client";

import { useQuery } from "@tanstack/react-query";
import { none } from "@/components/sessions/looks";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded } from "@/components/shell/loaded";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { ForeignText } from "@/components/ui/foreign-text";
import { Pill } from "@/components/ui/pill";
import { shortId } from "@/components/ui/short-id";
import { SkeletonRows } from "@/components/ui/skeleton";
import { counted } from "@/lib/format/number";
import { sentence, words } from "@/lib/format/words";
import { identityQueries } from "@/lib/identities/client";
import type { IdentityLinkList } from "@/lib/identities/schema";
import { statusTones } from "./identity-columns";

type LinkRow = IdentityLinkList["data"][number];

const columns: Column<LinkRow>[] = [
  {
    key: "subject",
    header: "Person",
    cell: ({ identity: { subject, redactedAt } }) =>
      redactedAt ? (
        <i className="text-ink-muted">redacted</i>
      ) : subject ? (
        <ForeignText>{subject}</ForeignText>
      ) : (
        none
      ),
  },
  {
    key: "id",
    header: "Identity",
    cell: ({ identity: { id } }) => (
      <span title={id} className="font-mono text-sm">
        {shortId(id, "middle")}
        <span className="sr-only"> {id}</span>
      </span>
    ),
  },
  {
    key: "kinds",
    header: "Shared values",
    cell: ({ kinds }) => (
      <span className="flex flex-wrap gap-1 py-1">
        {kinds.map((kind) => (
          <Pill key={kind}>{words(kind)}</Pill>
        ))}
      </span>
    ),
  },
  {
    key: "status",
    header: "Status",
    cell: ({ identity: { status, isFlagged } }) => (
      <span className="inline-flex gap-1">
        <Pill tone={statusTones[status]}>{sentence(status)}</Pill>
        {isFlagged ? <Pill tone="warn">flagged</Pill> : null}
      </span>
    ),
  },
  { key: "sessions", header: "Sessions that share", align: "right", cell: ({ sessions }) => sessions },
];

function Basis({ links }: { links: IdentityLinkList }) {
  const { data, total, sessionsWithoutIdentity: alone, sessionsCompared: compared } = links;
  return (
    <p className="border-t px-3 py-2 text-sm text-ink-muted">
      Compared with the values of {compared === 1 ? "its session" : `its newest ${compared} sessions`}.
      Restricted and redacted sessions are not compared.
      {alone > 0
        ? ` ${counted(alone, "session")} without an identity also ${alone === 1 ? "shares" : "share"} a value.`
        : ""}
      {total > data.length ? ` The strongest ${data.length} of ${total} identities are listed.` : ""}
    </p>
  );
}

/** Lists the identities that share a value with this one, strongest first. */
export function IdentityLinks({ identityId }: { identityId: string }) {
  const environment = useEnvironment();
  const links = useQuery(identityQueries.links(environment, identityId));
  return (
    <Loaded
      query={links}
      failed="The linked identities could not be loaded"
      skeleton={<SkeletonRows rows={3} label="Loading the linked identities" />}
    >
      {(found) => (
        <Card
          title="Linked identities"
          aside={counted(found.total, "identity", "identities")}
          flush
          className="shrink-0"
        >
          <div className="overflow-x-auto">
            <DataTable
              caption="Identities that share a value with this one, strongest first"
              columns={columns}
              rows={found.data}
              getRowId={({ identity }) => identity.id}
              rowHref={({ identity }) => `/${environment}/identities/${encodeURIComponent(identity.id)}`}
              linkColumn="id"
              empty={<p className="p-4 text-ink-muted">No linked identities found.</p>}
            />
          </div>
          {found.sessionsCompared > 0 ? <Basis links={found} /> : null}
        </Card>
      )}
    </Loaded>
  );
}
