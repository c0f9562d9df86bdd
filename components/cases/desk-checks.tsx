import { Check, Minus, Pencil, X } from "lucide-react";
import { scoreText } from "@/components/checks/looks";
import { cx } from "@/components/ui/cx";
import { IconButton } from "@/components/ui/icon-button";
import type { DeskDto } from "@/lib/cases/schema";
import { sentence, words } from "@/lib/format/words";

type Verdict = "good" | "bad" | "open";
type Line = { key: string; label: string; detail: string; verdict: Verdict; policy?: string };

const icons = { good: Check, bad: X, open: Minus };
const tones = { good: "text-good", bad: "text-bad", open: "text-ink-muted" };
const spoken = { good: "passed", bad: "failed", open: "undecided" };

function ownLines({ mrz, expiry }: DeskDto): Line[] {
  const lines: Line[] = [];
  if (mrz) {
    const right = mrz.checks.filter(({ isValid }) => isValid).length;
    lines.push({
      key: "mrz",
      label: "MRZ check digits",
      detail: `${right} of ${mrz.checks.length}`,
      verdict: mrz.isValid ? "good" : "bad",
    });
  }
  if (expiry.state !== "unknown")
    lines.push({
      key: "expiry",
      label: "Document expiry",
      detail: expiry.detail ?? words(expiry.state),
      verdict: expiry.state === "expired" ? "bad" : "good",
    });
  return lines;
}

const verdictOf = (status: DeskDto["checks"][number]["status"]): Verdict => {
  if (status === "passed") return "good";
  return status === "failed" || status === "error" ? "bad" : "open";
};

type OnOverride = (policy: string) => void;

function CheckLine({ line, onOverride }: { line: Line; onOverride?: OnOverride }) {
  const Icon = icons[line.verdict];
  return (
    <li className="flex min-h-7 items-center gap-2 px-3">
      <Icon aria-hidden className={cx("size-3.75 shrink-0", tones[line.verdict])} />
      <span className="min-w-0 flex-1 truncate">
        {line.label}
        <span className="sr-only"> {spoken[line.verdict]}</span>
      </span>
      <span className="text-sm text-ink-muted">{line.detail}</span>
      {onOverride && line.policy ? (
        <IconButton
          size="sm"
          label={`Override ${line.label}`}
          onClick={() => onOverride(line.policy ?? "")}
          className="text-ink-muted"
        >
          <Pencil aria-hidden />
        </IconButton>
      ) : null}
    </li>
  );
}

/** What we verified ourselves, then what the source's checks found. */
export function DeskChecks({ desk, onOverride }: { desk: DeskDto; onOverride?: OnOverride }) {
  const lines: Line[] = [
    ...ownLines(desk),
    ...desk.checks.map((check) => ({
      key: check.policy,
      policy: check.policy,
      label: sentence(check.policy),
      detail:
        check.score === null
          ? words(check.status) + (check.attempt > 1 ? `, attempt ${check.attempt}` : "")
          : scoreText(check),
      verdict: verdictOf(check.status),
    })),
  ];
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="desk-checks" className="border-t py-2">
      <h2 id="desk-checks" className="px-3 pb-1 text-sm font-semibold text-ink-muted">
        Checks
      </h2>
      <ul>
        {lines.map((line) => (
          <CheckLine key={line.key} line={line} onOverride={onOverride} />
        ))}
      </ul>
    </section>
  );
}
