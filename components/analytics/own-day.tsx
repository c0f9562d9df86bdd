import { Exact } from "@/components/ui/time-zone";
import type { OwnDay as Own } from "@/lib/analytics/schema";
import { thousands } from "@/lib/format/number";
import { ClaimNextButton } from "./claim-next-button";
import { Stat } from "./stat";

type OwnDayProps = { environment: string; own: Own };

/** A count that stops at a bound says so. */
const bounded = (count: number, most: number) =>
  count >= most ? `${thousands(most)} or more` : thousands(count);

function Held({ own }: { own: Own }) {
  if (own.claimed === 0) return "nothing is assigned to you";
  return (
    <>
      {own.claimedOverdue > 0 ? `${thousands(own.claimedOverdue)} overdue` : "none overdue"}
      {own.lapsesAt ? (
        <>
          ; the first claim ends <Exact at={own.lapsesAt} />
        </>
      ) : null}
    </>
  );
}

/** The first thing that a reviewer sees: their cases, what is due, what they have done today, and the next case. */
export function OwnDay({ environment, own }: OwnDayProps) {
  const queue = `/${environment}/queue`;
  const done = new URLSearchParams({
    status: "approved,rejected",
    decided_by: own.memberId,
    decided_from: own.today.from,
  });
  return (
    <section aria-labelledby="own-day" className="grid gap-2">
      <div className="flex items-center gap-3">
        <h2 id="own-day" className="flex-1 font-semibold">
          Your work
        </h2>
        <ClaimNextButton />
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <Stat
          label="Mine"
          value={thousands(own.claimed)}
          note={<Held own={own} />}
          href={`${queue}?tab=mine`}
          tone={own.claimedOverdue > 0 ? "bad" : undefined}
        />
        <Stat
          label="Due, unassigned"
          value={bounded(own.overdue, own.most)}
          note={`overdue; ${bounded(own.approaching, own.most)} more approach their limit`}
          href={own.overdue > 0 ? `${queue}?sla=overdue` : `${queue}?sla=approaching`}
          tone={own.overdue > 0 ? "bad" : undefined}
        />
        <Stat
          label="Done today"
          value={thousands(own.approved + own.rejected)}
          note={`${thousands(own.approved)} approved, ${thousands(own.rejected)} rejected, since midnight in ${own.today.timeZone.replaceAll("_", " ")}`}
          href={`${queue}?${done}`}
        />
      </div>
    </section>
  );
}
