"use client";

import { useEffect, useRef } from "react";
import type { DeskDto } from "@/lib/cases/schema";
import { countryName } from "@/lib/format/country";
import { sentence } from "@/lib/format/words";

function summary({ reviewCase, session, riskScore, riskLevel, signals, refusal }: DeskDto): string {
  return [
    session.documentType ? sentence(session.documentType) : "A case",
    session.country && countryName(session.country),
    riskScore === null ? "no risk score" : `risk ${riskScore}${riskLevel ? `, ${riskLevel}` : ""}`,
    `${signals.length} ${signals.length === 1 ? "signal" : "signals"}`,
    reviewCase.sla === "overdue" && "overdue",
    refusal,
  ]
    .filter(Boolean)
    .join(", ");
}

/** The start of each case for keyboards and screen readers, with a sentence that describes the case. */
export function DeskStart({ desk }: { desk: DeskDto }) {
  const start = useRef<HTMLHeadingElement>(null);
  const { id } = desk.reviewCase;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each case is a new start
  useEffect(() => start.current?.focus({ preventScroll: true }), [id]);
  return (
    <h1 ref={start} tabIndex={-1} className="sr-only">
      {summary(desk)}
    </h1>
  );
}
