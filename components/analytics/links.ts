import { dayOf, daysAgo } from "@/lib/format/day";
export type Links = {
  /** The sessions of the period, with a filter. */
  sessions: (filter: Record<string, string>) => string;
  openCases: string;
  overdueCases: string;
};

/** Builds links to the lists behind the numbers, for the days up to today. */
export function linksOf(environment: string, days: number, now: number): Links {
  const from = dayOf(daysAgo(days - 1, new Date(now)));
  const at = `/${environment}/sessions`;
  return {
    sessions: (filter) => `${at}?${new URLSearchParams({ ...filter, ...(filter.from ? {} : { from }) })}`,
    openCases: `/${environment}/queue?tab=all`,
    overdueCases: `/${environment}/queue?tab=all&sla=overdue`,
  };
}
