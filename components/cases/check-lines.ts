import type { DeskDto } from "@/lib/cases/schema";
import type { CheckDto } from "@/lib/checks/schema";
import { sentence, words } from "@/lib/format/words";

/** The order of the list: evidence against the person comes first. */
const verdicts = ["bad", "unread", "warn", "open", "good"] as const;
export type Verdict = (typeof verdicts)[number];

export type CheckLine = {
  key: string;
  label: string;
  detail: string;
  verdict: Verdict;
  /** The policy of the vendor's check; missing for our own verifications. */
  policy?: string;
  /** The text that was read, if it is wrong. */
  code?: readonly string[];
};

const sourceNames = { visual: "Printed text", barcode: "Barcode", chip: "Chip" };

/** What of a desk the lines are made of. */
export type CheckedDesk = Pick<DeskDto, "mrz" | "expiry" | "unreadSources" | "checks">;

/** An unreadable zone is not the same as a missing one: it may have been tampered with. */
function zoneLine({ format, isValid, checks, lines }: NonNullable<DeskDto["mrz"]>): CheckLine {
  const about = { key: "mrz", code: lines };
  if (!format)
    return { ...about, label: "Machine-readable zone (MRZ)", detail: "could not be read", verdict: "unread" };
  if (checks.length === 0)
    return { ...about, label: "MRZ check digits", detail: "this document format has none", verdict: "open" };
  const right = checks.filter((check) => check.isValid).length;
  const detail = `${right} of ${checks.length}`;
  return { ...about, label: "MRZ check digits", detail, verdict: isValid ? "good" : "bad" };
}

function ownLines({ mrz, expiry, unreadSources = [] }: CheckedDesk): CheckLine[] {
  const lines: CheckLine[] = unreadSources.map((source) => ({
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

const isBelow = ({ score, threshold }: CheckDto) => score !== null && threshold !== null && score < threshold;

function verdictOf(check: CheckDto): Verdict {
  const { status } = check;
  if (status === "failed" || status === "error") return "bad";
  // A score below its threshold needs attention, whatever status the source gives it.
  if (status === "requires_retry" || isBelow(check)) return "warn";
  return status === "passed" ? "good" : "open";
}

function detailOf(check: CheckDto): string {
  const { score, threshold, status, attempt } = check;
  if (score === null) return words(status) + (attempt > 1 ? `, attempt ${attempt}` : "");
  const said = score.toFixed(2);
  if (threshold === null) return `${said}, ${words(status)}`;
  return isBelow(check) ? `${said}, needs ${threshold.toFixed(2)}` : `${said} ≥ ${threshold.toFixed(2)}`;
}

/** Lists our own verifications and the source's checks, failures first and passed checks last. */
export function checkLines(desk: CheckedDesk): CheckLine[] {
  const lines = [
    ...ownLines(desk),
    ...desk.checks.map((check) => ({
      key: check.policy,
      policy: check.policy,
      label: sentence(check.policy),
      detail: detailOf(check),
      verdict: verdictOf(check),
    })),
  ];
  return verdicts.flatMap((verdict) => lines.filter((line) => line.verdict === verdict));
}
