import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { readWorklist, worklistParams } from "@/components/screening/worklist-state";
import { WorklistView } from "@/components/screening/worklist-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { countryWithCode } from "@/lib/format/country";
import { sentence } from "@/lib/format/words";
import { openPage, type PageProps, readEnvironment, toUrlParams } from "@/lib/http/page";
import { screeningQueries } from "@/lib/screening/client";
import { listHitFilterValues, listHits } from "@/lib/screening/hits";
import { hitListQuery } from "@/lib/screening/schema";

export const metadata = { title: "Screening" };

const named = (values: readonly string[], label: (value: string) => string) =>
  values.map((value) => ({ value, label: label(value) }));

export default async function ScreeningPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const wanted = worklistParams(readWorklist(toUrlParams(await searchParams)));
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    Promise.all([
      listHitFilterValues(person),
      client.query({
        ...screeningQueries.hits(environment, wanted),
        queryFn: () => listHits(person, hitListQuery.parse(wanted)),
      }),
    ]),
  );
  if (!opened) return <Forbidden title="Screening" environment={environment} />;
  const [{ kinds, sources, countries }] = opened.content;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WorklistView
        options={{
          kind: named(kinds, sentence),
          source: named(sources, sentence),
          country: named(countries, countryWithCode),
        }}
        may={{
          claim: can(person, "cases:claim"),
          resolve: can(person, "screening:resolve"),
          shareViews: can(person, "views:share"),
        }}
        now={Date.now()}
      />
    </HydrationBoundary>
  );
}
