"use client";

import { exactUtc, type Instant, isoInstant, relative } from "@/lib/format/date";
import { useNow } from "./use-now";

type RelativeTimeProps = {
  at: Instant | null | undefined;
  /** The server's time. Without it the exact day is shown until the page is hydrated. */
  now?: Instant;
  className?: string;
};

/** "2 min ago", with the exact UTC instant on hover. */
export function RelativeTime({ at, now, className }: RelativeTimeProps) {
  const alive = useNow();
  const clock = alive ?? now;
  return (
    <time dateTime={isoInstant(at)} title={exactUtc(at)} className={className}>
      {clock === undefined ? exactUtc(at) : relative(at, clock)}
    </time>
  );
}
