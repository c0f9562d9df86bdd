"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { HoldCard } from "@/components/holds/hold-card";
import { sessionColumns } from "@/components/sessions/session-columns";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded, Waiting } from "@/components/shell/loaded";
import { TopBar } from "@/components/shell/top-bar";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { DataTable } from "@/components/ui/data-table";
import { Pagination } from "@/components/ui/pagination";
import { Pill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { counted } from "@/lib/format/number";
import { identityPageSize, identityQueries } from "@/lib/identities/client";
import { statusTones } from "./identity-columns";
import { IdentityFacts, type MayWithIdentity } from "./identity-facts";
import { IdentityLinks } from "./identity-links";
import { IdentityMonitoring } from "./identity-monitoring";

type IdentityViewProps = {
  identityId: string;
  may: MayWithIdentity;
  now: number;
};

type SessionsProps = Omit<IdentityViewProps, "may"> & { isMerged: boolean };

function Sessions({ identityId, now, isMerged }: SessionsProps) {
  const environment = useEnvironment();
  const [offset, setOffset] = useState(0);
  const list = useQuery({
    ...identityQueries.sessions(environment, identityId, offset),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded
      query={list}
      failed="The sessions could not be loaded"
      skeleton={<SkeletonRows rows={6} label="Loading the sessions" />}
    >
      {({ data, pagination: { total, hasMore } }) => (
        <Card title="Sessions" aside={counted(total, "session")} flush className="shrink-0">
          <div className="overflow-x-auto">
            <DataTable
              caption="Sessions of this identity, newest first"
              columns={sessionColumns(now)}
              rows={data}
              getRowId={({ id }) => id}
              rowHref={({ id }) => `/${environment}/sessions/${encodeURIComponent(id)}`}
              linkColumn="id"
              stale={list.isPlaceholderData}
              empty={
                <p className="p-4 text-ink-muted">
                  {isMerged
                    ? "Its sessions have moved to the identity that remains."
                    : "You cannot access any session of this identity."}
                </p>
              }
            />
          </div>
          {total > identityPageSize ? (
            <div className="border-t px-3 py-2">
              <Pagination
                from={offset + 1}
                to={offset + data.length}
                total={total}
                onPrev={offset > 0 ? () => setOffset(Math.max(0, offset - identityPageSize)) : undefined}
                onNext={hasMore ? () => setOffset(offset + identityPageSize) : undefined}
              />
            </div>
          ) : null}
        </Card>
      )}
    </Loaded>
  );
}

/** Shows a person across their sessions, with export, legal hold and redaction. */
export function IdentityView({ identityId, may, now }: IdentityViewProps) {
  const environment = useEnvironment();
  const identity = useQuery(identityQueries.one(environment, identityId));
  const { data } = identity;
  const trail = [{ label: "Identities", href: `/${environment}/identities` }];
  if (!data)
    return (
      <>
        <TopBar title="Identity" trail={trail} />
        <Waiting
          query={identity}
          failed="The identity could not be loaded"
          skeleton={<SkeletonRows rows={8} label="Loading the identity" />}
        />
      </>
    );
  return (
    <>
      <TopBar
        title={<CopyableId id={data.id} label="Identity ID" className="max-w-full" />}
        heading={`Identity ${data.id}`}
        trail={trail}
      >
        <Pill tone={statusTones[data.status]}>{data.status}</Pill>
        {data.isFlagged ? <Pill tone="warn">flagged</Pill> : null}
      </TopBar>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4">
        <div className="grid shrink-0 content-start items-start gap-4 xl:grid-cols-2">
          <IdentityFacts identity={data} may={may} />
          <IdentityMonitoring identity={data} />
          {may.holds ? (
            <HoldCard
              target={{ type: "identity", id: data.id }}
              isMerged={data.mergedInto !== null}
              mayPlace={may.redact}
            />
          ) : null}
        </div>
        <Sessions identityId={data.id} now={now} isMerged={data.mergedInto !== null} />
        {may.links ? <IdentityLinks identityId={data.id} /> : null}
      </div>
    </>
  );
}
