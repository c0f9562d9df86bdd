"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { checkQueries } from "@/lib/checks/client";
import type { CheckDto } from "@/lib/checks/schema";
import { counted } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { Attempts } from "./attempts";
import { CheckStatus, checkMessage, scoreText } from "./looks";

type CheckListProps = { sessionId: string };

function CheckRow({ check, sessionId }: CheckListProps & { check: CheckDto }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const message = checkMessage(check.details);
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="grid min-h-9 w-full grid-cols-[1rem_minmax(0,1fr)_7rem_7rem_5.5rem] items-center gap-2 px-3 py-1 text-left hover:bg-surface-2"
      >
        <ChevronRight
          aria-hidden
          className={cx("size-3.75 text-ink-muted transition-transform", isOpen && "rotate-90")}
        />
        <span className="min-w-0">
          {sentence(check.policy)}
          {message ? <span className="block text-sm wrap-anywhere text-ink-muted">{message}</span> : null}
        </span>
        <CheckStatus status={check.status} />
        <span className="text-right text-ink-muted">{scoreText(check)}</span>
        <span className="text-right text-sm text-ink-muted">{counted(check.attempt, "attempt")}</span>
      </button>
      <div id={id}>{isOpen ? <Attempts sessionId={sessionId} policy={check.policy} /> : null}</div>
    </li>
  );
}

/** Shows the latest attempt of every check; a row expands to all attempts. */
export function CheckList({ sessionId }: CheckListProps) {
  const environment = useEnvironment();
  const { data } = useSuspenseQuery(checkQueries.list(environment, sessionId));
  const checks = data.data;
  const failed = checks.filter(({ status }) => status === "failed" || status === "error").length;
  return (
    <Card
      title="Checks"
      flush
      aside={checks.length > 0 ? `${checks.length} run${failed > 0 ? `, ${failed} failed` : ""}` : null}
    >
      {checks.length === 0 ? (
        <p className="p-3 text-ink-muted">No checks have run in this session.</p>
      ) : (
        <ul>
          {checks.map((check) => (
            <CheckRow key={check.policy} check={check} sessionId={sessionId} />
          ))}
        </ul>
      )}
    </Card>
  );
}
