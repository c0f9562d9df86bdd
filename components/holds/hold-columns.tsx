import { Clock } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { IdLink } from "@/components/ui/id-link";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Tone } from "@/components/ui/tone";
import { day } from "@/lib/format/date";
import { sentence } from "@/lib/format/words";
import type { HoldDto } from "@/lib/holds/schema";

const folders = { session: "sessions", identity: "identities", request: "requests" } as const;

function Held({ hold: { resourceType, resourceId } }: { hold: HoldDto }) {
  const environment = useEnvironment();
  return (
    <span className="inline-flex items-center gap-2">
      <span className="text-ink-muted">{sentence(resourceType)}</span>
      {resourceId === null ? (
        <i className="text-ink-muted">restricted</i>
      ) : (
        <IdLink
          id={resourceId}
          href={`/${environment}/${folders[resourceType]}/${encodeURIComponent(resourceId)}`}
        />
      )}
    </span>
  );
}

const soonDays = 14;

/** The tone and words of a review by the days until it. */
export function reviewState(days: number): { tone: Tone; text: string } {
  if (days < 0) return { tone: "bad", text: "overdue" };
  if (days === 0) return { tone: "bad", text: "today" };
  return days <= soonDays ? { tone: "warn", text: "soon" } : { tone: "neutral", text: "later" };
}

type ColumnsFor = {
  state: "active" | "released";
  now: number;
  onAsk: ((what: "review" | "release", hold: HoldDto) => void) | undefined;
};

/** The columns of legal holds. */
export function holdColumns({ state, now, onAsk }: ColumnsFor): Column<HoldDto>[] {
  const columns: Column<HoldDto>[] = [
    state === "active"
      ? {
          key: "review",
          header: "Review",
          width: "13rem",
          cell: ({ reviewOn, daysToReview }) => {
            const { tone, text } = reviewState(daysToReview);
            return (
              <span className="flex items-center gap-2">
                <Pill tone={tone} icon={<Clock />}>
                  {text}
                </Pill>
                <span className="text-sm text-ink-muted">{day(reviewOn)}</span>
              </span>
            );
          },
        }
      : {
          key: "released",
          header: "Released",
          width: "13rem",
          cell: ({ releasedAt, releasedBy }) =>
            releasedAt ? (
              <span className="text-ink-muted">
                <RelativeTime at={releasedAt} now={now} /> by {releasedBy ?? "an unknown member"}
              </span>
            ) : null,
        },
    { key: "matter", header: "Matter", cell: ({ reason }) => reason },
    { key: "owner", header: "Owner", cell: ({ owner }) => owner },
    { key: "on", header: "Placed on", cell: (hold) => <Held hold={hold} /> },
    {
      key: "placed",
      header: "Placed",
      cell: ({ createdAt, placedBy }) => (
        <span className="inline-block max-w-32 truncate align-bottom text-ink-muted" title={`by ${placedBy}`}>
          <RelativeTime at={createdAt} now={now} /> by {placedBy}
        </span>
      ),
    },
  ];
  if (state !== "active" || !onAsk) return columns;
  const actions: Column<HoldDto> = {
    key: "actions",
    header: <span className="sr-only">Actions</span>,
    align: "right",
    cell: (hold) => (
      <span className="inline-flex gap-1.5">
        <Button size="sm" aria-label={`Review ${hold.reason}`} onClick={() => onAsk("review", hold)}>
          Review
        </Button>
        <Button size="sm" aria-label={`Release ${hold.reason}`} onClick={() => onAsk("release", hold)}>
          Release
        </Button>
      </span>
    ),
  };
  return [...columns, actions];
}
