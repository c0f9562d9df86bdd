import { BarChart } from "@/components/ui/bar-chart";
import { BarList } from "@/components/ui/bar-list";
import { Card } from "@/components/ui/card";
import type { OverviewDto } from "@/lib/analytics/schema";
import { riskLevels } from "@/lib/contract/vocabulary";
import { countryName } from "@/lib/format/country";
import { dayAndMonth } from "@/lib/format/date";
import { sentence } from "@/lib/format/words";
import type { Links } from "./links";

type ChartsProps = { overview: OverviewDto; links: Links };

function PerDay({ overview, links }: ChartsProps) {
  return (
    <Card title="Sessions per day" className="lg:col-span-2">
      <BarChart
        caption={`Sessions per day, last ${overview.days} days`}
        unit="Sessions"
        data={overview.perDay.map(({ day: date, count }) => ({
          label: dayAndMonth(date),
          value: count,
          href: links.sessions({ from: date, to: date }),
        }))}
      />
    </Card>
  );
}

type ListCardProps = {
  title: string;
  counts: readonly { key: string; count: number }[];
  label?: (key: string) => string;
  href?: (key: string) => string;
};

function ListCard({ title, counts, label = sentence, href }: ListCardProps) {
  const data = counts.map(({ key, count }) => ({ label: label(key), value: count, href: href?.(key) }));
  return (
    <Card title={title}>
      {data.length > 0 ? (
        <BarList caption={title} unit="Sessions" data={data} />
      ) : (
        <p className="text-ink-muted">No sessions in this period.</p>
      )}
    </Card>
  );
}

/** Sorts all risk levels, highest first. */
const byLevel = (counts: ListCardProps["counts"]) =>
  riskLevels.toReversed().flatMap((level) => counts.filter(({ key }) => key === level));

/** Shows how the sessions of the period ended, where they came from, and the reasons. */
export function Charts({ overview, links }: ChartsProps) {
  const most = 8;
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <PerDay overview={overview} links={links} />
      <ListCard title="By result" counts={overview.byResult} href={(result) => links.sessions({ result })} />
      <ListCard
        title="By risk"
        counts={byLevel(overview.byRiskLevel)}
        href={(risk) => links.sessions({ risk })}
      />
      <ListCard
        title="By country"
        counts={overview.byCountry.slice(0, most)}
        label={countryName}
        href={(country) => links.sessions({ country })}
      />
      <ListCard title="Top reasons" counts={overview.byReason.slice(0, most)} />
    </div>
  );
}
