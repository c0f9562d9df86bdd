"use client";

import { type Instant, isoInstant, relative } from "@/lib/format/date";
import { useExact } from "./time-zone";
import { useNow } from "./use-now";

type RelativeTimeProps = {
  at: Instant | null | undefined;
  /** The server's time. Without it the exact day is shown until the page is hydrated. */
  now?: Instant;
  className?: string;
};

/** "2 min ago", with the exact instant on hover. */
export function RelativeTime({ at, now, className }: RelativeTimeProps) {
  const alive = useNow();
  const exact = useExact();
  const clock = alive ?? now;
  return (
    <time dateTime={isoInstant(at)} title={exact(at)} className={className}>
      {clock === undefined ? exact(at) : relative(at, clock)}
    </time>
  );
}
