"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { DaysForm } from "@/components/shell/days-form";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { TopBar } from "@/components/shell/top-bar";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import { Toolbar } from "@/components/ui/toolbar";
import { thousands } from "@/lib/format/number";
import { registerQueries } from "@/lib/register/client";
import type { FiguresDto, FiguresQuery } from "@/lib/register/schema";
import { RequestTabs } from "./request-tabs";
import { kindNames, refusalNames } from "./words";

type Counts = FiguresDto["total"];

const columns = [
  { key: "kind", header: "Type" },
  { key: "received", header: "Received", align: "right" },
  { key: "open", header: "Open", align: "right" },
  { key: "late", header: "Late", align: "right" },
  { key: "completed", header: "Completed", align: "right" },
  { key: "refused", header: "Refused", align: "right" },
  { key: "withdrawn", header: "Withdrawn", align: "right" },
  { key: "joined", header: "Merged", align: "right" },
  { key: "extended", header: "Extended", align: "right" },
  { key: "feesAsked", header: "Fees", align: "right" },
  { key: "inTime", header: "In time", align: "right" },
  { key: "medianDays", header: "Median days", align: "right" },
] as const;

const refusalColumns = [
  { key: "ground", header: "Ground" },
  { key: "count", header: "Refused", align: "right" },
] as const;

const cellsOf = (kind: string, { answered, inTime, medianDays, ...counts }: Counts) => ({
  kind,
  received: thousands(counts.received),
  open: thousands(counts.open),
  late: thousands(counts.late),
  completed: thousands(counts.completed),
  refused: thousands(counts.refused),
  withdrawn: thousands(counts.withdrawn),
  joined: thousands(counts.joined),
  extended: thousands(counts.extended),
  feesAsked: thousands(counts.feesAsked),
  inTime: answered > 0 ? `${thousands(inTime)} of ${thousands(answered)}` : "—",
  medianDays: medianDays ?? "—",
});

/** Shows the figures that an authority asks for, of requests that were received in a range of days. */
export function FiguresView({ query }: { query: FiguresQuery }) {
  const environment = useEnvironment();
  const { data } = useSuspenseQuery(registerQueries.figures(environment, query));
  const { days, total, kinds, refusals } = data;
  const path = `/${environment}/requests/figures`;
  return (
    <>
      <TopBar title="Figures" trail={[{ href: `/${environment}/requests`, label: "Requests" }]} />
      <Toolbar>
        <RequestTabs current="figures" />
        <div className="ml-auto">
          <ExportCsv path="/requests" name="requests" params={{ from: days.from, to: days.to }} />
        </div>
      </Toolbar>
      <DaysForm path={path} what="receipt" days={days} isChosen={Boolean(query.from || query.to)} />
      <div className="flex flex-col gap-3 p-4">
        <Card title="Requests received" aside={`${days.from} to ${days.to}, ${days.timeZone}`} flush>
          <Table
            caption="Requests by type and outcome"
            columns={columns}
            rows={[
              ...kinds.map(({ kind, ...counts }) => ({ id: kind, cells: cellsOf(kindNames[kind], counts) })),
              { id: "total", cells: cellsOf("All types", total) },
            ]}
          />
          <p className="border-t p-3 text-sm text-ink-muted">
            “In time” counts the requests that were closed as completed or refused on or before their last
            day, also after an extension, of all that were completed or refused. Median days are calendar days
            from receipt to the answer. A request whose clock is paused is not late.
          </p>
        </Card>
        {refusals.length > 0 ? (
          <Card title="Refusals by ground" flush>
            <Table
              caption="Refused requests by ground"
              columns={refusalColumns}
              rows={refusals.map(({ ground, count }) => ({
                id: ground ?? "none",
                cells: { ground: ground ? refusalNames[ground] : "Not recorded", count: thousands(count) },
              }))}
            />
          </Card>
        ) : null}
      </div>
    </>
  );
}
