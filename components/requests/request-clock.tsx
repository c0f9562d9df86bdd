import { counted } from "@/lib/format/number";
import type { RequestDto } from "@/lib/requests/schema";
import { daysLeftText } from "./words";

type RequestClockProps = { clock: RequestDto["clock"]; isOpen: boolean; reasons: RequestDto["reasons"] };

/** How the last day is reckoned, in words that can go into a letter. */
export function RequestClock({ clock, isOpen, reasons }: RequestClockProps) {
  const parts = [
    `Received ${clock.receivedOn}, due ${clock.dueOn}.`,
    clock.pausedDays > 0 ? `The clock stood for ${counted(clock.pausedDays, "day")}.` : null,
    clock.isExtended
      ? "Extended once."
      : `An extension can be told until ${clock.extendBy}, with its reason.`,
    clock.confirmBy ? `Receipt is confirmed by ${clock.confirmBy}.` : null,
    clock.mayPause ? null : "Under this law the clock never stands.",
  ];
  return (
    <section aria-label="Clock">
      <h2 className="text-sm font-semibold text-ink-muted">Clock · {clock.law}</h2>
      <p className="mt-1 text-display leading-tight font-semibold tracking-tight tabular-nums first-letter:uppercase">
        {isOpen ? daysLeftText(clock) : "Closed"}
      </p>
      <p className="mt-1 text-sm text-ink-muted">{parts.filter(Boolean).join(" ")}</p>
      {reasons.pause && clock.isPaused ? (
        <p className="mt-2 text-sm">Stands because: {reasons.pause}</p>
      ) : null}
      {reasons.extension ? <p className="mt-2 text-sm">Extended because: {reasons.extension}</p> : null}
      {reasons.closing ? <p className="mt-2 text-sm">Closed because: {reasons.closing}</p> : null}
    </section>
  );
}
