import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { ReviewView } from "@/components/settings/review-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { briefModel } from "@/lib/brief/wording";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { settingsQueries } from "@/lib/settings/client";
import { getReviewSettings } from "@/lib/settings/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Review" };

export default async function ReviewSettingsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({ ...settingsQueries.review(environment), queryFn: () => getReviewSettings(person) }),
  );
  if (!opened) return <Forbidden title="Review" environment={environment} />;
  const mayUpdate = can(person, "settings:update");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Review" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayUpdate ? `for cases of ${environment}` : "read only: administrators change this"}
      </TopBar>
      <SettingsNav environment={environment} current="review" pages={settingsPages(person)} />
      <ReviewView
        mayUpdate={mayUpdate}
        mayManage={can(person, "reviewers:manage")}
        modelHost={briefModel()?.host ?? null}
      />
    </HydrationBoundary>
  );
}
