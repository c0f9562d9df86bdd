import { Charts } from "@/components/analytics/charts";
import { linksOf } from "@/components/analytics/links";
import { Stats } from "@/components/analytics/stats";
import { Forbidden } from "@/components/auth/forbidden";
import { TopBar } from "@/components/shell/top-bar";
import { TabsNav } from "@/components/ui/tabs-nav";
import { getOverview } from "@/lib/analytics/read";
import { requirePerson } from "@/lib/auth/authenticate";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";

export const metadata = { title: "Overview" };

const periods = [7, 30, 90] as const;

export default async function OverviewPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const wanted = readParam(await searchParams, "days");
  const days = periods.find((period) => String(period) === wanted) ?? 30;
  const opened = await openPage(person, () => getOverview(person, { days }));
  if (!opened) return <Forbidden title="Overview" environment={environment} />;
  const links = linksOf(environment, days, Date.now());
  return (
    <>
      <TopBar title="Overview">
        <TabsNav
          label="Period"
          current={String(days)}
          items={periods.map((period) => ({
            key: String(period),
            href: `/${environment}/overview?days=${period}`,
            label: `${period} days`,
          }))}
        />
      </TopBar>
      <div className="flex flex-col gap-3 p-4">
        <Stats overview={opened.content} links={links} />
        <Charts overview={opened.content} links={links} />
      </div>
    </>
  );
}
