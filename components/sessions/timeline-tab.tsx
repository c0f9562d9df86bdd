"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import {
  ClipboardCheck,
  FileClock,
  type LucideIcon,
  Scale,
  ScanFace,
  ScrollText,
  Send,
  StickyNote,
} from "lucide-react";
import { DeliveryTable } from "@/components/sessions/delivery-table";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Exact } from "@/components/ui/time-zone";
import { softTone } from "@/components/ui/tone";
import { capital } from "@/lib/format/words";
import { sessionQueries } from "@/lib/sessions/client";
import type { TimelineEntryDto } from "@/lib/sessions/schema";
import { webhookQueries } from "@/lib/webhooks/client";
import type { TabProps } from "./session-tabs";

const icons: Record<TimelineEntryDto["kind"], LucideIcon> = {
  session: ScanFace,
  check: ClipboardCheck,
  case: Scale,
  note: StickyNote,
  delivery: Send,
  audit: ScrollText,
};

function Entry({ entry, now }: { entry: TimelineEntryDto; now: number }) {
  const Icon = icons[entry.kind];
  return (
    <li className="group relative grid grid-cols-[1.5rem_minmax(0,1fr)_auto] gap-x-3 pb-2.5">
      <span
        aria-hidden
        className="absolute top-6 bottom-0 left-3 border-l border-line-strong group-last:hidden"
      />
      <span className={`grid size-6 place-items-center rounded-full ${softTone[entry.tone]}`}>
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 pt-0.5">
        <b className="font-medium">{capital(entry.title)}</b>
        {entry.actor ? <span className="text-ink-muted"> by {entry.actor}</span> : null}
        {entry.detail ? <p className="wrap-anywhere text-ink-muted">{entry.detail}</p> : null}
      </div>
      <div className="pt-0.5 text-right text-sm text-ink-muted">
        <Exact at={entry.at} /> · <RelativeTime at={entry.at} now={now} />
      </div>
    </li>
  );
}

export default function TimelineTab({ sessionId, now }: TabProps) {
  const environment = useEnvironment();
  const { data: timeline } = useSuspenseQuery(sessionQueries.timeline(environment, sessionId));
  const { data: deliveries } = useSuspenseQuery(webhookQueries.deliveries(environment, sessionId));
  const entries = timeline.data.map((entry, position) => ({ entry, key: `${entry.at} ${position}` }));
  return (
    <div className="grid content-start gap-4 p-4 xl:grid-cols-2">
      <Card title="Timeline" aside="times in UTC">
        {entries.length > 0 ? (
          <ol>
            {entries.map(({ entry, key }) => (
              <Entry key={key} entry={entry} now={now} />
            ))}
          </ol>
        ) : (
          <EmptyState icon={<FileClock />} title="No events yet" />
        )}
      </Card>
      <div className="min-w-0">
        <Card title="Webhook deliveries" aside={deliveries.data.length || null} flush>
          <DeliveryTable deliveries={deliveries.data} now={now} />
        </Card>
      </div>
    </div>
  );
}
