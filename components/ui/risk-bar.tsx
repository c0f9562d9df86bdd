import { cx } from "./cx";
import { barTone, type Tone } from "./tone";

export type RiskLevel = "low" | "medium" | "high" | "critical";

export function riskLevel(score: number): RiskLevel {
  if (score <= 20) return "low";
  if (score <= 50) return "medium";
  return score <= 80 ? "high" : "critical";
}

export const riskTone: Record<RiskLevel, Tone> = {
  low: "good",
  medium: "warn",
  high: "orange",
  critical: "bad",
};

/** The score, a bar, and the level as a word for people who do not see the colour. */
export function RiskBar({ score, className }: { score: number | null | undefined; className?: string }) {
  if (score == null) return <span className="text-ink-muted">—</span>;
  const level = riskLevel(score);
  const share = Math.max(0, Math.min(100, score));
  return (
    <span
      title={`Risk ${score} of 100, ${level}`}
      className={cx("inline-grid grid-cols-[1.5rem_3.375rem] items-center gap-1.75", className)}
    >
      <span className="text-right">{score}</span>
      <span aria-hidden className="block h-1.25 overflow-hidden rounded-sm bg-surface-3">
        <span
          data-bar
          className={cx("block h-full", barTone[riskTone[level]])}
          style={{ width: `${share}%` }}
        />
      </span>
      <span className="sr-only">{level}</span>
    </span>
  );
}
