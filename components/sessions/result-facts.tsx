"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { caseQueries } from "@/lib/cases/client";
import { checkQueries } from "@/lib/checks/client";
import type { ResultDto } from "@/lib/contract/result";
import { countryWithCode } from "@/lib/format/country";
import { sentence } from "@/lib/format/words";
import { sessionQueries } from "@/lib/sessions/client";
import { none, ResultPill } from "./looks";
import type { TabProps } from "./session-tabs";

function Passed({ passed, text }: { passed: boolean | null; text?: string }) {
  if (passed === null) return none;
  const Icon = passed ? Check : X;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon aria-hidden className={passed ? "size-3.75 text-good" : "size-3.75 text-bad"} />
      {passed ? "passed" : "failed"}
      {text ? <span className="text-ink-muted">{text}</span> : null}
    </span>
  );
}

function faceText(score: number | null, threshold: number | null | undefined): string | undefined {
  if (score === null) return undefined;
  const relation = threshold == null ? "" : ` ${score >= threshold ? "≥" : "<"} ${threshold.toFixed(2)}`;
  return `${score.toFixed(2)}${relation}`;
}

function reasonOf(result: ResultDto) {
  if (!result.rejectionReasonCode && !result.rejectionReason) return [];
  const code = result.rejectionReasonCode ? sentence(result.rejectionReasonCode) : none;
  return [{ key: "reason", label: "Reason", value: code, note: result.rejectionReason }];
}

/** Returns when a person decided, or when the source did if no person has. */
function whenDecided(result: ResultDto, decidedAt: string | null | undefined): { label: string; at: string } {
  if (decidedAt) return { label: "Decided", at: decidedAt };
  return { label: result.status === "needs_review" ? "Checked" : "Decided", at: result.createdAt };
}

export function ResultFacts({ sessionId, now }: TabProps) {
  const environment = useEnvironment();
  const { data: result } = useSuspenseQuery(sessionQueries.result(environment, sessionId));
  const { data: ofCase } = useSuspenseQuery(caseQueries.ofSession(environment, sessionId));
  const { data: checks } = useSuspenseQuery(checkQueries.list(environment, sessionId));
  if (!result)
    return (
      <Card title="Result">
        <p className="text-ink-muted">No result yet.</p>
      </Card>
    );
  const threshold = checks.data.find(({ policy }) => policy === "face_match")?.threshold;
  const age = result.extractedAge === null ? undefined : `${result.extractedAge} years`;
  const decided = whenDecided(result, ofCase.reviewCase?.decidedAt);
  const items = [
    ...reasonOf(result),
    {
      key: "face",
      label: "Face match",
      value: <Passed passed={result.faceMatchPassed} text={faceText(result.faceMatchScore, threshold)} />,
    },
    { key: "age", label: "Age check", value: <Passed passed={result.ageCheckPassed} text={age} /> },
    {
      key: "mode",
      label: "Processing",
      value: result.processingMode ? sentence(result.processingMode) : none,
    },
    {
      key: "country",
      label: "Country rules",
      value: result.countryUsed ? countryWithCode(result.countryUsed) : none,
    },
    { key: "at", label: decided.label, value: <RelativeTime at={decided.at} now={now} /> },
  ];
  return (
    <Card title="Result" aside={<ResultPill result={result.status} />}>
      <KeyValueList items={items} />
    </Card>
  );
}
