import type { OverviewDto } from "@/lib/analytics/schema";
import type { RequestCounts } from "@/lib/contract/clock";
import { percent, thousands } from "@/lib/format/number";
import type { Links } from "./links";
import { Stat } from "./stat";

/** `54 min`, `10.9 h`, `3.2 days`: one unit, readable at a glance. */
function roughly(minutes: number): string {
  const hours = minutes / 60;
  if (hours < 2) return `${Math.round(minutes)} min`;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}

type StatsProps = {
  environment: string;
  overview: OverviewDto;
  links: Links;
  requests: RequestCounts | null;
};

function needed({ late, due }: RequestCounts): string {
  if (late > 0) return `${thousands(late)} overdue`;
  return due > 0 ? `${thousands(due)} due within 7 days` : "none due within 7 days";
}

/** The numbers at the top of the overview. */
export function Stats({ environment, overview, links, requests }: StatsProps) {
  const { days, sessions, completed, openCases, overdueCases, approvalRate, medianDecisionMinutes } =
    overview;
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3">
      <Stat
        label="Open cases"
        value={thousands(openCases)}
        note={
          overdueCases > 0 ? `${thousands(overdueCases)} open for 24 h or more` : "none open for 24 h or more"
        }
        href={overdueCases > 0 ? links.overdueCases : links.openCases}
        tone={overdueCases > 0 ? "bad" : undefined}
      />
      {requests ? (
        <Stat
          label="Open requests"
          value={thousands(requests.open)}
          note={needed(requests)}
          href={`/${environment}/requests`}
          tone={requests.late > 0 ? "bad" : undefined}
        />
      ) : null}
      <Stat
        label="Sessions"
        value={thousands(sessions)}
        note={`${thousands(completed)} completed, last ${days} days`}
        href={links.sessions({})}
      />
      <Stat
        label="Approval rate"
        value={approvalRate === null ? "—" : percent(approvalRate)}
        note={approvalRate === null ? "no decisions yet" : "of decided sessions"}
        href={links.sessions({ result: "approved" })}
      />
      <Stat
        label="Time to decision, median"
        value={medianDecisionMinutes === null ? "—" : roughly(medianDecisionMinutes)}
        note={`from entering review, last ${days} days`}
      />
    </div>
  );
}
