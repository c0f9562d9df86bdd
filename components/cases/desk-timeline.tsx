"use client";

import { useQuery } from "@tanstack/react-query";
import { useFirstImageSettled } from "@/components/documents/image-store";
import { useEnvironment } from "@/components/shell/environment";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { caseQueries } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";
import type { TimelineEntryDto } from "@/lib/sessions/schema";
import type { useDeskData } from "./use-desk";

const dots: Record<TimelineEntryDto["tone"], string> = {
  neutral: "bg-control",
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
  info: "bg-info",
};

function Entry({ entry }: { entry: TimelineEntryDto }) {
  const { title, detail, actor, at, tone } = entry;
  return (
    <li className="flex gap-2">
      <span aria-hidden className={`mt-1.75 size-1.5 shrink-0 rounded-full ${dots[tone]}`} />
      <p className="min-w-0 flex-1 wrap-anywhere">
        {title}
        {detail ? ` ${detail}` : ""}
        {actor ? <span className="text-ink-muted"> by {actor}</span> : null}
        <RelativeTime at={at} className="block text-sm text-ink-muted" />
      </p>
    </li>
  );
}

type DeskTimelineProps = {
  desk: DeskDto;
  mayView: boolean;
  documents: ReturnType<typeof useDeskData>["documents"];
};

/** Lists what happened to the session and its case, oldest first. It loads after the first image. */
export function DeskTimeline({ desk, mayView, documents }: DeskTimelineProps) {
  const environment = useEnvironment();
  const isSettled = useFirstImageSettled(documents.data?.data);
  const { reviewCase, session } = desk;
  const { data, error } = useQuery({
    ...caseQueries.acts(environment, reviewCase.id, session.id),
    enabled: isSettled || !mayView || documents.isError,
  });
  return (
    <section aria-labelledby="desk-timeline" className="border-t p-3">
      <h2 id="desk-timeline" className="mb-1.5 text-sm font-semibold text-ink-muted">
        Timeline
      </h2>
      {error ? <p className="text-sm text-ink-muted">The timeline could not be loaded.</p> : null}
      {data ? (
        <ol className="flex flex-col gap-1.5">
          {data.data.map((entry, at) => (
            <Entry key={`${entry.at} ${String(at)}`} entry={entry} />
          ))}
        </ol>
      ) : error ? null : (
        <Skeleton className="h-16 w-full" />
      )}
    </section>
  );
}
