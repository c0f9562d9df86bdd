import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { day } from "@/lib/format/date";
import { addDays } from "@/lib/format/day";
import { counted } from "@/lib/format/number";
import type { PauseGround } from "@/lib/law/profiles";
import { pauseReasons } from "@/lib/requests/policy";
import type { RequestDto } from "@/lib/requests/schema";
import { daysLeftText, groundNames } from "./words";

type Clock = RequestDto["clock"];
type Step = Clock["reckoning"][number];

const listed = (grounds: readonly PauseGround[] = []) =>
  grounds.map((ground) => groundNames[ground]).join(" and ");

/** Whether a step is as if an awaited answer had come on the day that the clock was read. */
const isAwaited = ({ grounds = [] }: Step, { pausedFor }: Clock) =>
  grounds.some((ground) => pausedFor.includes(ground));

/** A step of the calculation, in words that can go into a letter. */
function stepWords(step: Step, clock: Clock, isOpen: boolean): string {
  const asIf = isOpen ? "as if it came today" : "as if it had come on the day of closing";
  switch (step.step) {
    case "received":
      return "received";
    case "started":
      return `the term begins with the answer: ${listed(step.grounds)}${isAwaited(step, clock) ? `; ${asIf}` : ""}`;
    case "term":
      return clock.isExtended ? "end of the extended term" : "end of the term";
    case "paused":
      return `${counted(step.days ?? 0, "day")} of waiting added: ${listed(step.grounds)}${isAwaited(step, clock) ? `; ${asIf}` : ""}`;
    case "moved":
      return "moved to the next working day";
  }
}

/** The last day, as far as it is known. */
function dueWords({ dueOn, isPaused, pausedFor }: Clock, isOpen: boolean): string {
  if (!isPaused) return `${isOpen ? "Due" : "Was due"} ${day(dueOn)}`;
  if (!isOpen)
    return `Closed while the clock was paused: ${listed(pausedFor)}. Resumed on that day, it would have been due ${day(dueOn)}.`;
  const answer = pausedFor.length > 1 ? "answers come" : "answer comes";
  return `Due ${day(dueOn)}, if the ${answer} today: ${listed(pausedFor)}`;
}

/** Until when the deadline can be extended, or could. */
function extensionWords({ dueOn, daysLeft, extendBy, isPaused }: Clock): string {
  if (addDays(dueOn, -daysLeft) > extendBy) return `The last day to extend was ${day(extendBy)}.`;
  const may = `you can extend until ${day(extendBy)}; tell the requester why by then.`;
  return isPaused ? `If the clock resumes today, ${may}` : may.replace("you", "You");
}

/** Until when receipt must be confirmed, or had to be. */
function confirmWords({ dueOn, daysLeft, confirmBy }: Clock): string | null {
  if (confirmBy === null) return null;
  return confirmBy < addDays(dueOn, -daysLeft)
    ? `The last day to confirm receipt to the requester was ${day(confirmBy)}.`
    : `Confirm receipt to the requester by ${day(confirmBy)}.`;
}

function Reckoning({ clock, isOpen }: { clock: Clock; isOpen: boolean }) {
  const isWhole = clock.reckoning.at(-1)?.day === clock.dueOn;
  return (
    <>
      <ol aria-label="How the last day is calculated" className="mt-1 text-sm text-ink-muted">
        {clock.reckoning.map((step) => (
          <li key={step.step}>
            {day(step.day)}: {stepWords(step, clock, isOpen)}
          </li>
        ))}
      </ol>
      {isWhole ? null : (
        <p className="text-sm text-ink-muted">The steps to the last day were not stored at that time.</p>
      )}
    </>
  );
}

type RequestClockProps = { clock: Clock; isOpen: boolean; reasons: RequestDto["reasons"] };

function Reasons({ clock, isOpen, reasons }: RequestClockProps) {
  const waited = isOpen ? "Waiting" : "Waited";
  return (
    <>
      {clock.pausedFor.map((ground) => {
        const reason = reasons[pauseReasons[ground]];
        return reason ? (
          <p key={ground} className="mt-2 text-sm">
            {waited} for {groundNames[ground]} because: {reason}
          </p>
        ) : null;
      })}
      {reasons.extension ? <p className="mt-2 text-sm">Extended because: {reasons.extension}</p> : null}
      {reasons.closing && !isOpen ? <p className="mt-2 text-sm">Closed because: {reasons.closing}</p> : null}
    </>
  );
}

/** Explains how the last day is calculated. */
export function RequestClock({ clock, isOpen, reasons }: RequestClockProps) {
  const environment = useEnvironment();
  const parts = [
    clock.isExtended ? "Extended once." : isOpen && clock.mayExtend ? extensionWords(clock) : null,
    isOpen ? confirmWords(clock) : null,
    clock.mayPauseFor.length > 0 ? null : `${clock.law} deadlines cannot be paused.`,
  ];
  return (
    <section aria-label="Clock">
      <h2 className="text-sm font-semibold text-ink-muted">Clock · {clock.law}</h2>
      <p className="mt-1 text-display leading-tight font-semibold tracking-tight tabular-nums first-letter:uppercase">
        {isOpen ? daysLeftText(clock) : "Closed"}
      </p>
      <p className="mt-1 text-sm">{dueWords(clock, isOpen)}</p>
      <Reckoning clock={clock} isOpen={isOpen} />
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
      <Reasons clock={clock} isOpen={isOpen} reasons={reasons} />
    </section>
  );
}
