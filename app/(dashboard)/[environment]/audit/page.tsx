import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { z } from "zod";
import { AuditFilter, type AuditState } from "@/components/audit/audit-filter";
import { AuditPages } from "@/components/audit/audit-pages";
import { EventTable } from "@/components/audit/event-table";
import { LogStatus } from "@/components/audit/log-status";
import { Forbidden } from "@/components/auth/forbidden";
import { TopBar } from "@/components/shell/top-bar";
import { EmptyState } from "@/components/ui/empty-state";
import { auditQueries } from "@/lib/audit/client";
import { getLogStatus, listActors, listEvents } from "@/lib/audit/read";
import { auditListQuery } from "@/lib/audit/schema";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { addDays, midnightOf } from "@/lib/format/day";
import { thousands } from "@/lib/format/number";
import { openPage, type PageProps, readEnvironment, readParam, type SearchParams } from "@/lib/http/page";

export const metadata = { title: "Audit log" };

const longest = { action: 64, actor: 128, from: 10, to: 10, resource: 128, about: 128, q: 200 } as const;
const isDay = (text: string) => z.iso.date().safeParse(text).success && text >= "1970-01-01" && text < "9999";

/** Returns the filters in the address; a day that is not valid is ignored. */
function stateOf(given: SearchParams): AuditState {
  const read = Object.entries(longest).map(([name, length]) => [
    name,
    readParam(given, name)?.trim().slice(0, length),
  ]);
  return Object.fromEntries(
    read.filter(([name, text]) => text && (!["from", "to"].includes(name ?? "") || isDay(text))),
  );
}

/** Filters from the first to the last day in UTC, both included. */
const filterOf = ({ from, to, resource, ...same }: AuditState) => ({
  ...same,
  resourceId: resource,
  createdAfter: from && new Date(Date.parse(from) - 1).toISOString(),
  createdBefore: to && midnightOf(addDays(to, 1)).toISOString(),
});

export default async function AuditPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const given = await searchParams;
  const filter = stateOf(given);
  const cursors = (readParam(given, "after") ?? "").split(".").filter((each) => /^[\w-]{1,200}$/.test(each));
  const query = auditListQuery.parse({ ...filterOf(filter), pageAfter: cursors.at(-1) });
  const client = getQueryClient();
  const opened = await openPage(person, async () => {
    const [events, actors] = await Promise.all([
      listEvents(person, query),
      listActors(person),
      client.query({ ...auditQueries.status(environment), queryFn: () => getLogStatus(person) }),
    ]);
    return { ...events, actors };
  });
  if (!opened) return <Forbidden title="Audit log" environment={environment} />;
  const { data: events, pagination, actors } = opened.content;
  const path = `/${environment}/audit`;
  const now = Date.now();
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Audit log">
        {thousands(pagination.total)}
        {pagination.totalIsCapped ? "+" : ""} events
      </TopBar>
      <LogStatus now={now} />
      <AuditFilter path={path} given={filter} actors={actors} params={filterOf(filter)} />
      {events.length > 0 ? (
        <EventTable events={events} environment={environment} />
      ) : (
        <EmptyState
          icon={<ScrollText />}
          title="No matching events"
          detail="Resource IDs must match exactly; words match from their beginning. Remove a filter or clear all."
        />
      )}
      <AuditPages
        path={path}
        filter={filter}
        cursors={cursors}
        count={events.length}
        pagination={pagination}
      />
    </HydrationBoundary>
  );
}
