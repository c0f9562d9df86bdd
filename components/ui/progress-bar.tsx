import { cx } from "./cx";
import { barTone, type Tone } from "./tone";

type ProgressBarProps = {
  value: number;
  max?: number;
  label: string;
  /** "312 of 418 files", announced and shown below the bar. */
  text?: string;
  tone?: Tone;
  className?: string;
};

export function ProgressBar({ value, max = 100, label, text, tone = "accent", className }: ProgressBarProps) {
  const share = max > 0 ? Math.max(0, Math.min(1, value / max)) : 0;
  return (
    <div className={className}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={text}
        className="h-1.5 overflow-hidden rounded-sm bg-surface-3"
      >
        <div
          data-bar
          className={cx("h-full transition-[width]", barTone[tone])}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      {text ? (
        <div aria-hidden className="mt-1 text-sm text-ink-muted">
          {text}
        </div>
      ) : null}
    </div>
  );
}
