import Link from "next/link";
import { queueHref } from "@/components/cases/queue-state";
import { BarChart } from "@/components/ui/bar-chart";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import type { ReviewOverviewDto } from "@/lib/analytics/schema";
import { clockTime } from "@/lib/format/date";
import { duration, percent, thousands } from "@/lib/format/number";
import { Stat } from "./stat";

type PartProps = { environment: string; review: ReviewOverviewDto };
type Linked = { count: number; query: string };

function Count({ environment, of, tone }: { environment: string; of: Linked; tone?: string }) {
  if (of.count === 0) return <span className="text-ink-muted">0</span>;
  return (
    <Link href={queueHref(environment, of.query)} prefetch={false} className={`text-link ${tone ?? ""}`}>
      {thousands(of.count)}
    </Link>
  );
}

const minutesText = (minutes: number | null) => (minutes === null ? "—" : duration(minutes * 60_000));

function Rates({ environment, review }: PartProps) {
  const { dualReview, claimToDecision, days } = review;
  const { decided, overturned, rate } = dualReview;
  const note = `of ${thousands(claimToDecision.measured)} decisions, ${days} days`;
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
      <Stat
        label="Claim to decision, median"
        value={minutesText(claimToDecision.p50Minutes)}
        note={note}
        href={queueHref(environment, claimToDecision.decisions.query)}
      />
      <Stat
        label="Claim to decision, 90th percentile"
        value={minutesText(claimToDecision.p90Minutes)}
        note="9 of 10 decisions were faster"
        href={queueHref(environment, claimToDecision.decisions.query)}
      />
      <Stat
        label="Overturn rate"
        value={rate === null ? "—" : percent(rate)}
        note={`${thousands(overturned.count)} of ${thousands(decided.count)} first decisions overturned`}
        href={queueHref(environment, overturned.query)}
      />
      <Stat
        label="Reviewed twice"
        value={thousands(decided.count)}
        note={`decided cases, ${days} days`}
        href={queueHref(environment, decided.query)}
      />
    </div>
  );
}

function Queues({ environment, review }: PartProps) {
  return (
    <Card title="Queues" flush>
      {review.queues.length > 0 ? (
        <Table
          caption="Open cases by queue and age"
          columns={[
            { key: "queue", header: "Queue" },
            { key: "oldest", header: "Oldest" },
            { key: "onTrack", header: "On track", align: "right" },
            { key: "approaching", header: "SLA warning", align: "right" },
            { key: "overdue", header: "Overdue", align: "right" },
          ]}
          rows={review.queues.map(({ queue, oldestMinutes, onTrack, approaching, overdue }) => ({
            id: queue,
            cells: {
              queue,
              oldest: <span className="whitespace-nowrap">{duration(oldestMinutes * 60_000)}</span>,
              onTrack: <Count environment={environment} of={onTrack} />,
              approaching: <Count environment={environment} of={approaching} />,
              overdue: <Count environment={environment} of={overdue} tone="font-semibold text-bad" />,
            },
          }))}
        />
      ) : (
        <p className="p-3 text-ink-muted">No open cases.</p>
      )}
    </Card>
  );
}

function Working({ environment, review }: PartProps) {
  return (
    <Card title="Claimed cases by reviewer" flush>
      {review.working.length > 0 ? (
        <Table
          caption="Claimed cases by reviewer"
          columns={[
            { key: "name", header: "Reviewer" },
            { key: "held", header: "Claimed", align: "right" },
            { key: "since", header: "Oldest claim", align: "right" },
          ]}
          rows={review.working.map(({ memberId, name, held, oldestClaimAt }) => ({
            id: memberId,
            cells: {
              name: <span className="wrap-anywhere">{name}</span>,
              held: <Count environment={environment} of={held} />,
              since: oldestClaimAt ? <RelativeTime at={oldestClaimAt} /> : "assigned, not opened yet",
            },
          }))}
        />
      ) : (
        <p className="p-3 text-ink-muted">No claimed cases.</p>
      )}
    </Card>
  );
}

/** Shows leads how review is going. Each number links to the cases it counts. */
export function ReviewFigures({ environment, review }: PartProps) {
  return (
    <section aria-labelledby="review-figures" className="flex flex-col gap-3">
      <h2 id="review-figures" className="text-title font-semibold">
        Review
      </h2>
      <Rates environment={environment} review={review} />
      <div className="grid gap-3 lg:grid-cols-2">
        <Queues environment={environment} review={review} />
        <Working environment={environment} review={review} />
        <Card title="Decisions per hour, last 24 hours" aside="UTC" className="lg:col-span-2">
          <BarChart
            caption="Decisions per hour, last 24 hours"
            unit="Decisions"
            data={review.decisionsPerHour.map(({ hour, count, query }) => ({
              label: clockTime(hour),
              value: count,
              href: queueHref(environment, query),
            }))}
          />
        </Card>
      </div>
      {review.isBounded ? (
        <p className="text-sm text-ink-muted">Rates cover the newest 10 000 decisions.</p>
      ) : null}
    </section>
  );
}
