import { day } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import type { RequestDto } from "@/lib/requests/schema";
import { daysLeftText } from "./words";

type RequestClockProps = { clock: RequestDto["clock"]; isOpen: boolean; reasons: RequestDto["reasons"] };

/** Explains how the last day is calculated, in words that can go into a letter. */
export function RequestClock({ clock, isOpen, reasons }: RequestClockProps) {
  const parts = [
    `Received ${day(clock.receivedOn)}, due ${day(clock.dueOn)}.`,
    clock.pausedDays > 0 ? `The clock was paused for ${counted(clock.pausedDays, "day")}.` : null,
    clock.isExtended
      ? "Extended once."
      : `You can extend until ${day(clock.extendBy)}; tell the requester why by then.`,
    clock.confirmBy ? `Confirm receipt to the consumer by ${day(clock.confirmBy)}.` : null,
    clock.mayPause ? null : `${clock.law} deadlines cannot be paused.`,
  ];
  return (
    <section aria-label="Clock">
      <h2 className="text-sm font-semibold text-ink-muted">Clock · {clock.law}</h2>
      <p className="mt-1 text-display leading-tight font-semibold tracking-tight tabular-nums first-letter:uppercase">
        {isOpen ? daysLeftText(clock) : "Closed"}
      </p>
      <p className="mt-1 text-sm text-ink-muted">{parts.filter(Boolean).join(" ")}</p>
      {reasons.pause && clock.isPaused ? (
        <p className="mt-2 text-sm">Paused because: {reasons.pause}</p>
      ) : null}
      {reasons.extension ? <p className="mt-2 text-sm">Extended because: {reasons.extension}</p> : null}
      {reasons.closing ? <p className="mt-2 text-sm">Closed because: {reasons.closing}</p> : null}
    </section>
  );
}
