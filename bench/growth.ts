import { type Dataset, idOf } from "@/bench/dataset";
import { atMost, type Figure, median } from "@/bench/figure";

type Side = { url: string; dataset: Dataset };
type Variant = { name: string; path: (side: Side, cursor: string) => string };

const filters = [
  "status=under_review",
  "result=rejected",
  "risk_level=critical",
  "document_type=passport",
  "country=SE",
  "source=regula",
  "tag=vip",
  "status=failed,expired,processing",
  "created_from=2026-01-01&created_to=2026-01-02",
];

const listVariants: Variant[] = [
  { name: "first page", path: () => "/api/v1/sessions?limit=50" },
  { name: "tenth page", path: (_, cursor) => `/api/v1/sessions?page[size]=50&page[after]=${cursor}` },
  ...filters.map((filter) => ({ name: filter, path: () => `/api/v1/sessions?limit=50&${filter}` })),
  {
    name: "external_ref",
    path: ({ dataset }) => `/api/v1/sessions?limit=50&external_ref=cust_${dataset.rows / 2}`,
  },
  { name: "q=id", path: ({ dataset }) => `/api/v1/sessions?limit=50&q=${idOf(dataset.rows / 2)}` },
  {
    name: "q=document number",
    path: ({ dataset }) => `/api/v1/sessions?limit=50&q=L${String(dataset.rows / 2).padStart(8, "0")}`,
  },
];

const pageFilters: Record<string, string> = {
  risk_level: "riskLevel",
  document_type: "documentType",
  created_from: "createdFrom",
  created_to: "createdTo",
};
const inPage = (filter: string) => filter.replace(/(\w+)=/g, (_, name) => `${pageFilters[name] ?? name}=`);

const pageVariants: Variant[] = [
  { name: "first page", path: () => "/live/sessions" },
  { name: "tenth page", path: (_, cursor) => `/live/sessions?after=${cursor}` },
  ...filters.map((filter) => ({ name: filter, path: () => `/live/sessions?${inPage(filter)}` })),
];

async function cursorOfTenthPage({ url, dataset }: Side): Promise<string> {
  let cursor = "";
  for (let page = 0; page < 9; page++) {
    const query = cursor ? `page[size]=50&page[after]=${cursor}` : "limit=50";
    const answer = await (
      await fetch(`${url}/api/v1/sessions?${query}`, { headers: { "X-API-Key": dataset.apiKey } })
    ).json();
    cursor = answer.pagination.next_cursor;
  }
  return cursor;
}

async function time(url: string, headers: Record<string, string>): Promise<number> {
  const begin = performance.now();
  const answer = await fetch(url, { headers });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - begin;
}

/** From a million sessions on, the depth of the indexes hardly grows. */
const mostFor = ({ dataset }: Side): number => (dataset.rows >= 1_000_000 ? 1.15 : 1.3);

/** Compares the cost of the same query in a large and a small database; the figure is the worst query. */
async function growth(
  name: string,
  variants: Variant[],
  small: Side,
  large: Side,
  headersOf: (side: Side) => Record<string, string>,
  rounds: number,
): Promise<Figure> {
  const cursors = new Map<Side, string>([
    [small, await cursorOfTenthPage(small)],
    [large, await cursorOfTenthPage(large)],
  ]);
  // The first pass is not measured, because code that was just loaded is slow.
  for (const variant of variants) {
    for (let round = 0; round < 25; round++) {
      for (const side of [small, large])
        await time(side.url + variant.path(side, cursors.get(side) ?? ""), headersOf(side));
    }
  }
  // Every round runs every query, so that a short disturbance affects all of them.
  const times = new Map(
    variants.map((variant) => [variant, { small: [] as number[], large: [] as number[] }]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const [variant, spent] of times) {
      const ask = async (side: Side, kept: number[]) =>
        kept.push(await time(side.url + variant.path(side, cursors.get(side) ?? ""), headersOf(side)));
      if (round % 2) await ask(small, spent.small);
      await ask(large, spent.large);
      if (round % 2 === 0) await ask(small, spent.small);
    }
  }
  let worst: Figure | undefined;
  for (const [variant, spent] of times) {
    const figure = atMost(name, median(spent.large), median(spent.small), mostFor(small));
    process.stderr.write(`  ${name} · ${variant.name}: ${figure.ratio.toFixed(2)}\n`);
    if (!worst || figure.ratio > worst.ratio) worst = figure;
  }
  if (!worst) throw new Error("nothing was measured");
  return worst;
}

export const listGrowth = (small: Side, large: Side) =>
  growth(
    "sessions-list-growth",
    listVariants,
    small,
    large,
    ({ dataset }) => ({ "X-API-Key": dataset.apiKey }),
    60,
  );

export const pageGrowth = (small: Side, large: Side, cookies: Map<Side, string>) =>
  growth(
    "sessions-page-growth",
    pageVariants,
    small,
    large,
    (side) => ({ Cookie: cookies.get(side) ?? "" }),
    40,
  );

const queueVariants: Variant[] = [
  { name: "tab counts", path: () => "/api/v1/cases/tab-counts" },
  { name: "unassigned", path: () => "/api/v1/cases?tab=unassigned&limit=50" },
  { name: "mine", path: () => "/api/v1/cases?tab=mine&limit=50" },
  { name: "all", path: () => "/api/v1/cases?tab=all&limit=50" },
  { name: "queue page", path: () => "/live/queue" },
  { name: "queue page, all", path: () => "/live/queue?tab=all" },
];

/** Compares the queue and its counts with many and with few open cases. */
export const queueGrowth = (small: Side, large: Side, cookies: Map<Side, string>) =>
  growth(
    "queue-growth",
    queueVariants,
    small,
    large,
    (side) => ({ Cookie: cookies.get(side) ?? "", "X-Environment": "live" }),
    40,
  );

export type { Side };
