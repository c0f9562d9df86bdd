import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { day } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import type { PauseGround } from "@/lib/law/profiles";
import type { RequestDto } from "@/lib/requests/schema";
import { daysLeftText, groundNames } from "./words";

type Clock = RequestDto["clock"];

const listed = (grounds: readonly PauseGround[] = []) =>
  grounds.map((ground) => groundNames[ground]).join(" and ");

/** A step of the calculation, in words that can go into a letter. */
function stepWords(step: Clock["reckoning"][number], isPaused: boolean): string {
  switch (step.step) {
    case "received":
      return "received";
    case "started":
      return isPaused
        ? `the term begins with the answer: ${listed(step.grounds)}; reckoned as if it came today`
        : `the term begins with the answer: ${listed(step.grounds)}`;
    case "term":
      return "end of the term";
    case "paused":
      return `${counted(step.days ?? 0, "day")} of waiting do not count: ${listed(step.grounds)}`;
    case "moved":
      return "moved to the next working day";
  }
}

type RequestClockProps = { clock: Clock; isOpen: boolean; reasons: RequestDto["reasons"] };

/** Explains how the last day is calculated. */
export function RequestClock({ clock, isOpen, reasons }: RequestClockProps) {
  const environment = useEnvironment();
  const parts = [
    clock.isExtended
      ? "Extended once."
      : isOpen
        ? `You can extend until ${day(clock.extendBy)}; tell the requester why by then.`
        : null,
    clock.confirmBy && isOpen ? `Confirm receipt to the consumer by ${day(clock.confirmBy)}.` : null,
    clock.mayPauseFor.length > 0 ? null : `${clock.law} deadlines cannot be paused.`,
  ];
  return (
    <section aria-label="Clock">
      <h2 className="text-sm font-semibold text-ink-muted">Clock · {clock.law}</h2>
      <p className="mt-1 text-display leading-tight font-semibold tracking-tight tabular-nums first-letter:uppercase">
        {isOpen ? daysLeftText(clock) : "Closed"}
      </p>
      <p className="mt-1 text-sm">
        Due {day(clock.dueOn)}
        {clock.isPaused ? `, if the answer comes today: ${listed(clock.pausedFor)}` : null}
      </p>
      <ol aria-label="How the last day is calculated" className="mt-1 text-sm text-ink-muted">
        {clock.reckoning.map((step) => (
          <li key={step.step}>
            {day(step.day)}: {stepWords(step, clock.isPaused)}
          </li>
        ))}
      </ol>
      <p className="mt-1 text-sm text-ink-muted">
        {parts.filter(Boolean).join(" ")}{" "}
        <Link
          className="text-link"
          href={`/${environment}/requests/laws#${clock.lawVersion}`}
          prefetch={false}
        >
          Rules of {clock.law}
        </Link>
      </p>
      {reasons.pause && clock.isPaused ? (
        <p className="mt-2 text-sm">Paused because: {reasons.pause}</p>
      ) : null}
      {reasons.extension ? <p className="mt-2 text-sm">Extended because: {reasons.extension}</p> : null}
      {reasons.closing ? <p className="mt-2 text-sm">Closed because: {reasons.closing}</p> : null}
    </section>
  );
}
