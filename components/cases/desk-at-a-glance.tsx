"use client";

import { Pill } from "@/components/ui/pill";
import { riskTone } from "@/components/ui/risk-bar";
import type { DeskDto } from "@/lib/cases/schema";
import { counted } from "@/lib/format/number";
import { openHitsOf } from "./open-hits";

const lead = (section: string) => () =>
  document.querySelector(`[aria-labelledby=${section}]`)?.scrollIntoView({ block: "start" });

/** Summarizes the evidence at the top where the panes are stacked. */
export function DeskAtAGlance({ desk }: { desk: DeskDto }) {
  const { riskScore, riskLevel, checks } = desk;
  const hits = openHitsOf(desk);
  const failed = checks.filter(({ status }) => status === "failed").length;
  const parts = [
    {
      section: "desk-risk",
      tone: riskLevel ? riskTone[riskLevel] : ("neutral" as const),
      words: riskScore === null ? "No risk score" : `Risk ${riskScore}${riskLevel ? `, ${riskLevel}` : ""}`,
    },
    {
      section: "desk-screening",
      tone: hits > 0 ? ("bad" as const) : ("neutral" as const),
      words: hits > 0 ? `${counted(hits, "hit")} to resolve` : "No open hits",
    },
    {
      section: "desk-checks",
      tone: failed > 0 ? ("bad" as const) : ("neutral" as const),
      words: failed > 0 ? `${counted(failed, "check")} failed` : "No failed checks",
    },
  ];
  return (
    <nav
      aria-label="At a glance"
      className="sticky top-0 z-1 hidden flex-wrap gap-1.5 border-b bg-surface px-3 py-1.5 max-xl:flex"
    >
      {parts.map(({ section, tone, words }) => (
        <button key={section} type="button" onClick={lead(section)} className="min-h-6 rounded-sm">
          <Pill tone={tone}>{words}</Pill>
        </button>
      ))}
    </nav>
  );
}
