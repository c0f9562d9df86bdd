import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { AuditFilter } from "@/components/audit/audit-filter";
import { AuditPages } from "@/components/audit/audit-pages";
import { EventTable } from "@/components/audit/event-table";
import { LogStatus } from "@/components/audit/log-status";
import { Forbidden } from "@/components/auth/forbidden";
import { TopBar } from "@/components/shell/top-bar";
import { EmptyState } from "@/components/ui/empty-state";
import { auditQueries } from "@/lib/audit/client";
import { getLogStatus, listEvents } from "@/lib/audit/read";
import { auditListQuery } from "@/lib/audit/schema";
import { requirePerson } from "@/lib/auth/authenticate";
import { thousands } from "@/lib/format/number";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { getQueryClient } from "@/lib/http/query-client";

export const metadata = { title: "Audit log" };

export default async function AuditPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const given = await searchParams;
  const action = readParam(given, "action")?.slice(0, 64);
  const resource = readParam(given, "resource")?.trim().slice(0, 128);
  const about = readParam(given, "about")?.trim().slice(0, 128);
  const cursors = (readParam(given, "after") ?? "").split(".").filter((each) => /^[\w-]{1,200}$/.test(each));
  const q = readParam(given, "q")?.trim().slice(0, 200);
  const query = auditListQuery.parse({ action, resourceId: resource, about, q, pageAfter: cursors.at(-1) });
  const client = getQueryClient();
  const opened = await openPage(person, async () => {
    await client.query({ ...auditQueries.status(environment), queryFn: () => getLogStatus(person) });
    return listEvents(person, query);
  });
  if (!opened) return <Forbidden title="Audit log" environment={environment} />;
  const { data: events, pagination } = opened.content;
  const path = `/${environment}/audit`;
  const filter = {
    ...(action && { action }),
    ...(resource && { resource }),
    ...(about && { about }),
    ...(q && { q }),
  };
  const now = Date.now();
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Audit log">
        {thousands(pagination.total)}
        {pagination.totalIsCapped ? "+" : ""} events
      </TopBar>
      <LogStatus environment={environment} now={now} />
      <AuditFilter path={path} given={filter} />
      {events.length > 0 ? (
        <EventTable events={events} environment={environment} now={now} />
      ) : (
        <EmptyState
          icon={<ScrollText />}
          title="No event matches"
          detail="Resource ids are compared whole, words by how they begin. Loosen the filter, or clear it."
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
