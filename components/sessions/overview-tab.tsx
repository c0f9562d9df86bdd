"use client";

import { CaseCard } from "@/components/cases/case-card";
import { CheckList } from "@/components/checks/check-list";
import { ExtractedData } from "./extracted-data";
import { ResultFacts } from "./result-facts";
import { SessionFacts } from "./session-facts";
import type { TabProps } from "./session-tabs";

export default function OverviewTab(props: TabProps) {
  return (
    <div className="grid content-start gap-4 p-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        <ExtractedData {...props} />
        <CheckList sessionId={props.sessionId} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <ResultFacts {...props} />
        <CaseCard {...props} />
        <SessionFacts {...props} />
      </div>
    </div>
  );
}
