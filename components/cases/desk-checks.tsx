"use client";

import { Check, ChevronRight, CircleHelp, Minus, Pencil, TriangleAlert, X } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { cx } from "@/components/ui/cx";
import { ForeignText } from "@/components/ui/foreign-text";
import { IconButton } from "@/components/ui/icon-button";
import { itemId } from "@/lib/brief/client";
import { type CheckedDesk, type CheckLine, checkLines } from "./check-lines";
import { isNamed } from "./use-named-item";

const icons = { good: Check, bad: X, warn: TriangleAlert, open: Minus, unread: CircleHelp };
const tones = {
  ...{ good: "text-good", bad: "text-bad", warn: "text-warn" },
  ...{ open: "text-ink-muted", unread: "text-warn" },
};
const spoken = {
  ...{ good: "passed", bad: "failed", warn: "below the threshold or retry required" },
  ...{ open: "undecided", unread: "unreadable" },
};

/** Shows the lines of a zone as they were read. */
function ZoneText({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <pre className="w-full pb-1 pl-6 font-mono text-sm break-all whitespace-pre-wrap text-ink-muted">
      <ForeignText>{lines.join("\n")}</ForeignText>
    </pre>
  );
}

type OnOverride = (policy: string) => void;

function Line({ line, onOverride }: { line: CheckLine; onOverride?: OnOverride }) {
  const Icon = icons[line.verdict];
  return (
    <li id={itemId.check(line.key)} className="flex min-h-7 flex-wrap items-center gap-x-2 px-3">
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

/** Whether the passed checks are expanded, as the reviewer left it at the last case. */
let hasOpened = false;

/** Shows the passed checks in one line that expands. */
function Passed({ lines, onOverride }: { lines: readonly CheckLine[]; onOverride?: OnOverride }) {
  const [isOpen, setOpen] = useState(hasOpened);
  const id = useId();
  const keys = lines.map(({ key }) => key).join("\n");
  useEffect(() => {
    if (keys.split("\n").some((key) => isNamed(itemId.check(key)))) setOpen(true);
  }, [keys]);
  if (lines.length === 0) return null;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => {
          hasOpened = !isOpen;
          setOpen(!isOpen);
        }}
        className="flex min-h-7 w-full items-center gap-2 px-3 text-left hover:bg-surface-2"
      >
        <Check aria-hidden className="size-3.75 shrink-0 text-good" />
        <span className="flex-1">{lines.length} passed</span>
        <ChevronRight
          aria-hidden
          className={cx("size-3.75 text-ink-muted transition-transform", isOpen && "rotate-90")}
        />
      </button>
      <ul id={id}>
        {isOpen ? lines.map((line) => <Line key={line.key} line={line} onOverride={onOverride} />) : null}
      </ul>
    </>
  );
}

/** Shows our own verifications and the source's checks: failures first, passed checks collapsed. */
export function DeskChecks({ desk, onOverride }: { desk: CheckedDesk; onOverride?: OnOverride }) {
  const lines = checkLines(desk);
  const isPassed = ({ verdict }: CheckLine) => verdict === "good";
  return (
    <section aria-labelledby="desk-checks" className="border-t py-2">
      <h2 id="desk-checks" className="px-3 pb-1 text-sm font-semibold text-ink-muted">
        Checks
      </h2>
      {desk.checks.length === 0 ? <p className="px-3 text-ink-muted">The source ran no checks.</p> : null}
      <ul>
        {lines
          .filter((line) => !isPassed(line))
          .map((line) => (
            <Line key={line.key} line={line} onOverride={onOverride} />
          ))}
      </ul>
      <Passed lines={lines.filter(isPassed)} onOverride={onOverride} />
    </section>
  );
}
