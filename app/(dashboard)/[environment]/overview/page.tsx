import { cookies } from "next/headers";
import { Charts } from "@/components/analytics/charts";
import { linksOf } from "@/components/analytics/links";
import { OwnDay } from "@/components/analytics/own-day";
import { ReviewFigures } from "@/components/analytics/review-figures";
import { Stats } from "@/components/analytics/stats";
import { Forbidden } from "@/components/auth/forbidden";
import { SetupCard } from "@/components/setup/setup-card";
import { TopBar } from "@/components/shell/top-bar";
import { TabsNav } from "@/components/ui/tabs-nav";
import { can } from "@/lib/actor/actor";
import { getOverview, getOwnDay } from "@/lib/analytics/read";
import { getReviewOverview } from "@/lib/analytics/review";
import { requirePerson } from "@/lib/auth/authenticate";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { countRequests } from "@/lib/requests/read";
import { readSetup } from "@/lib/setup/read";

export const metadata = { title: "Overview" };

const periods = [7, 30, 90] as const;

export default async function OverviewPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const wanted = readParam(await searchParams, "days");
  const days = periods.find((period) => String(period) === wanted) ?? 30;
  const isSetupHidden = (await cookies()).get("setup")?.value === "hidden";
  const opened = await openPage(person, () =>
    Promise.all([
      getOverview(person, { days }),
      can(person, "analytics:review") ? getReviewOverview(person) : null,
      can(person, "cases:decide") ? getOwnDay(person) : null,
      can(person, "requests:read") ? countRequests(person) : null,
      can(person, "members:manage") && !isSetupHidden ? readSetup(person) : null,
    ]),
  );
  if (!opened) return <Forbidden title="Overview" environment={environment} />;
  const [overview, review, own, requests, setup] = opened.content;
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
        {setup ? <SetupCard setup={setup} /> : null}
        {own ? <OwnDay environment={environment} own={own} /> : null}
        <Stats environment={environment} overview={overview} links={links} requests={requests} />
        {review ? <ReviewFigures environment={environment} review={review} /> : null}
        <Charts overview={overview} links={links} />
      </div>
    </>
  );
}
