import type { OverviewDto } from "@/lib/analytics/schema";
import { percent, thousands } from "@/lib/format/number";
import type { Links } from "./links";
import { Stat } from "./stat";

/** `54 min`, `10.9 h`, `3.2 days`: one unit, to be read at a glance. */
function roughly(minutes: number): string {
  const hours = minutes / 60;
  if (hours < 2) return `${Math.round(minutes)} min`;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}

/** The numbers on top of the overview. */
export function Stats({ overview, links }: { overview: OverviewDto; links: Links }) {
  const { days, sessions, completed, underReview, openCases, overdueCases } = overview;
  const { approvalRate, medianDecisionMinutes } = overview;
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <Stat
        label="Sessions"
        value={thousands(sessions)}
        note={`${thousands(completed)} completed`}
        href={links.sessions({})}
      />
      <Stat
        label="Approval rate"
        value={approvalRate === null ? "—" : percent(approvalRate)}
        note={approvalRate === null ? "nothing decided yet" : "of decided sessions"}
        href={links.sessions({ result: "approved" })}
      />
      <Stat
        label="Under review"
        value={thousands(underReview)}
        note="sessions that wait for a person"
        href={links.sessions({ status: "under_review" })}
      />
      <Stat
        label="Open cases"
        value={thousands(openCases)}
        note="whenever they came in"
        href={links.openCases}
      />
      <Stat
        label="Overdue"
        value={thousands(overdueCases)}
        note="open for 24 h or more"
        href={links.overdueCases}
        tone={overdueCases > 0 ? "bad" : undefined}
      />
      <Stat
        label="Median decision"
        value={medianDecisionMinutes === null ? "—" : roughly(medianDecisionMinutes)}
        note={`by people, last ${days} days`}
      />
    </div>
  );
}
