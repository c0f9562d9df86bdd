import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { FiguresView } from "@/components/requests/figures-view";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { registerQueries } from "@/lib/register/client";
import { requestFigures } from "@/lib/register/figures";
import { figuresQuery } from "@/lib/register/schema";

export const metadata = { title: "Figures" };

export default async function FiguresPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const given = await searchParams;
  const person = await requirePerson(environment);
  const days = { from: readParam(given, "from") || undefined, to: readParam(given, "to") || undefined };
  // Days that are not valid are ignored.
  const parsed = figuresQuery.safeParse(days).data ?? {};
  const query = { ...(parsed.from && { from: parsed.from }), ...(parsed.to && { to: parsed.to }) };
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...registerQueries.figures(environment, query),
      queryFn: () => requestFigures(person, query),
    }),
  );
  if (!opened) return <Forbidden title="Figures" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <FiguresView query={query} />
    </HydrationBoundary>
  );
}
