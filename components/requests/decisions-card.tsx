"use client";

import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { IdLink } from "@/components/ui/id-link";
import { Pill } from "@/components/ui/pill";
import { words } from "@/lib/format/words";
import type { RequestDto } from "@/lib/requests/schema";

const looks: Record<string, { tone: "warn" | "good" | "info"; word: string }> = {
  reviewing: { tone: "warn", word: "a person reviews" },
  confirmed: { tone: "good", word: "confirmed" },
  changed: { tone: "info", word: "changed" },
};

/** Shows the sessions that were decided without a person, and what a reviewer decided again. */
export function DecisionsCard({ request }: { request: RequestDto }) {
  const environment = useEnvironment();
  const isOpened = request.steps.some(({ name, state }) => name === "opened" && state === "done");
  if (!isOpened) return null;
  const reviewed = request.matches.filter(({ act }) => act && looks[act]);
  return (
    <Card title="Decisions that a person reviews">
      {reviewed.length === 0 ? <p>No accepted session was decided without a person.</p> : null}
      <ul className="flex flex-col gap-2">
        {reviewed.map(({ sessionId, act, caseId, outcome, outcomeBefore }) => (
          <li key={sessionId} className="flex flex-wrap items-center gap-2">
            <IdLink id={sessionId} href={`/${environment}/sessions/${sessionId}`} />
            <Pill tone={looks[act ?? ""]?.tone ?? "warn"}>{looks[act ?? ""]?.word}</Pill>
            <span className="text-sm text-ink-muted">
              {outcomeBefore ? `decided automatically: ${words(outcomeBefore)}` : null}
              {act === "changed" && outcome ? `, now ${words(outcome)}` : null}
            </span>
            {caseId ? <span className="font-mono text-sm text-ink-muted">{caseId}</span> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
