import { Check, CircleHelp, Minus, Pencil, X } from "lucide-react";
import { scoreText } from "@/components/checks/looks";
import { cx } from "@/components/ui/cx";
import { ForeignText } from "@/components/ui/foreign-text";
import { IconButton } from "@/components/ui/icon-button";
import type { DeskDto } from "@/lib/cases/schema";
import { sentence, words } from "@/lib/format/words";

type Verdict = "good" | "bad" | "open" | "unread";
type Line = {
  key: string;
  label: string;
  detail: string;
  verdict: Verdict;
  policy?: string;
  /** What was read, where it did not come out right. */
  code?: readonly string[];
};

const icons = { good: Check, bad: X, open: Minus, unread: CircleHelp };
const tones = { good: "text-good", bad: "text-bad", open: "text-ink-muted", unread: "text-warn" };
const spoken = { good: "passed", bad: "failed", open: "undecided", unread: "unreadable" };

const sourceNames = { visual: "Print", barcode: "Barcode", chip: "Chip" };

function ownLines({ mrz, expiry, unreadSources = [] }: DeskDto): Line[] {
  const lines: Line[] = unreadSources.map((source) => ({
    key: source,
    label: sourceNames[source],
    detail: "could not be read",
    verdict: "unread",
  }));
  if (mrz) lines.push(zoneLine(mrz));
  if (expiry.state !== "unknown")
    lines.push({
      key: "expiry",
      label: "Document expiry",
      detail: expiry.detail ?? words(expiry.state),
      verdict: expiry.state === "expired" ? "bad" : expiry.state === "unreadable" ? "unread" : "good",
    });
  return lines;
}

/** A zone that cannot be read is none that is absent: it may have been tampered with. */
function zoneLine({ format, isValid, checks, lines }: NonNullable<DeskDto["mrz"]>): Line {
  const about = { key: "mrz", code: lines };
  if (!format)
    return { ...about, label: "Machine readable zone", detail: "could not be read", verdict: "unread" };
  if (checks.length === 0)
    return { ...about, label: "MRZ check digits", detail: "this form has none", verdict: "open" };
  const right = checks.filter((check) => check.isValid).length;
  const detail = `${right} of ${checks.length}`;
  return { ...about, label: "MRZ check digits", detail, verdict: isValid ? "good" : "bad" };
}

const verdictOf = (status: DeskDto["checks"][number]["status"]): Verdict => {
  if (status === "passed") return "good";
  return status === "failed" || status === "error" ? "bad" : "open";
};

/** The lines of a zone as they were read. */
function ZoneText({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <pre className="w-full pb-1 pl-6 font-mono text-sm break-all whitespace-pre-wrap text-ink-muted">
      <ForeignText>{lines.join("\n")}</ForeignText>
    </pre>
  );
}

type OnOverride = (policy: string) => void;

function CheckLine({ line, onOverride }: { line: Line; onOverride?: OnOverride }) {
  const Icon = icons[line.verdict];
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-x-2 px-3">
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
      {line.verdict === "unread" || line.verdict === "bad" ? <ZoneText lines={line.code ?? []} /> : null}
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
