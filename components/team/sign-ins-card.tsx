"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { browserInWords } from "@/lib/format/browser";
import { teamQueries } from "@/lib/team/client";
import type { SignInDto } from "@/lib/team/schema";

const SignOutDialog = dynamic(() => import("./sign-out-dialog").catch(missingDialog), { ssr: false });

/** Whose sign-ins an admin wants to end; null for everybody's. */
type Asked = { member: { id: string; name: string } | null };

const columns = [
  { key: "member", header: "Member" },
  { key: "browser", header: "Browser" },
  { key: "address", header: "IP address" },
  { key: "seen", header: "Last seen" },
  { key: "since", header: "Signed in" },
  { key: "actions", header: <span className="sr-only">Actions</span>, align: "right" },
] as const;

function cellsOf(row: SignInDto, now: number, onAsk: (asked: Asked) => void) {
  const { memberId: id, name } = row;
  return {
    member: (
      <span className="wrap-anywhere">
        {name} {row.isCurrent ? <Pill tone="muted">this browser</Pill> : null}
        <span className="block text-sm text-ink-muted">{row.email}</span>
      </span>
    ),
    browser: (
      <span title={row.browser ?? undefined}>
        {browserInWords(row.browser)}
        {row.isByProvider ? <span className="block text-sm text-ink-muted">single sign-on</span> : null}
      </span>
    ),
    address: <span className="font-mono text-sm">{row.ipAddress ?? "unknown"}</span>,
    seen: <RelativeTime at={row.lastSeenAt} now={now} />,
    since: <RelativeTime at={row.signedInAt} now={now} />,
    actions: row.isCurrent ? null : (
      <Button size="sm" aria-label={`Sign out ${name}`} onClick={() => onAsk({ member: { id, name } })}>
        Sign out
      </Button>
    ),
  };
}

/** Lists in which browsers the members are signed in, and signs a member out everywhere. */
export function SignInsCard({ now }: { now: number }) {
  const { data, error, refetch } = useQuery(teamQueries.signIns(useEnvironment()));
  const [asked, setAsked] = useState<Asked | null>(null);
  const others = data?.data.filter(({ isCurrent }) => !isCurrent) ?? [];
  return (
    <Card
      title="Signed-in members"
      flush
      className="lg:col-span-2"
      aside={
        others.length > 0 ? (
          <Button size="sm" onClick={() => setAsked({ member: null })}>
            Sign out all others
          </Button>
        ) : null
      }
    >
      {data ? (
        <Table
          caption="Browsers in which members are signed in"
          columns={columns}
          rows={data.data.map((row) => ({ id: row.id, cells: cellsOf(row, now, setAsked) }))}
        />
      ) : error ? (
        <ErrorState title="Sign-ins could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : (
        <Skeleton className="m-3 h-40" />
      )}
      {data?.hasMore ? (
        <p className="px-3 py-2 text-sm text-ink-muted">The list shows the 500 latest.</p>
      ) : null}
      {asked ? <SignOutDialog member={asked.member} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}
