"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, CircleX, Hourglass, Lock } from "lucide-react";
import type { ReactElement } from "react";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Waiting } from "@/components/shell/loaded";
import { Button } from "@/components/ui/button";
import { Pill } from "@/components/ui/pill";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import { redactionQueries } from "@/lib/redactions/client";
import type { BulkRedactionDto, RedactionOutcome } from "@/lib/redactions/schema";

export const outcomes: Record<RedactionOutcome, { tone: Tone; text: string; icon: ReactElement }> = {
  waiting: { tone: "neutral", text: "waiting", icon: <Hourglass /> },
  deleted: { tone: "good", text: "redacted", icon: <Check /> },
  already_redacted: { tone: "muted", text: "already redacted", icon: <Check /> },
  held: { tone: "warn", text: "on legal hold", icon: <Lock /> },
  failed: { tone: "bad", text: "failed", icon: <CircleX /> },
};

/** Returns the number of sessions with an outcome. */
export const countOf = ({ counts }: BulkRedactionDto, outcome: RedactionOutcome): number =>
  outcome === "already_redacted" ? counts.alreadyRedacted : counts[outcome];

const shown = Object.keys(outcomes) as RedactionOutcome[];

type RedactionItemsProps = { redaction: BulkRedactionDto };

/** Lists the outcome of each session, a hundred at a time. */
export function RedactionItems({ redaction }: RedactionItemsProps) {
  const environment = useEnvironment();
  const [outcome, setOutcome] = useState<RedactionOutcome | "">("");
  const [trail, setTrail] = useState<readonly string[]>([]);
  const items = useQuery({
    ...redactionQueries.items(environment, redaction.id, outcome, trail.at(-1) ?? ""),
    placeholderData: keepPreviousData,
  });
  const { data } = items;
  const last = data?.data.at(-1)?.sessionId;
  const choose = (value: string) => {
    setOutcome(shown.find((each) => each === value) ?? "");
    setTrail([]);
  };
  if (!data)
    return (
      <Waiting
        query={items}
        failed="The report could not be loaded"
        skeleton={<SkeletonRows rows={4} label="Loading report" />}
      />
    );
  return (
    <div className="flex flex-col gap-2">
      <Select
        label="Outcome"
        value={outcome}
        options={[
          { value: "", label: "All outcomes" },
          ...shown.map((each) => ({
            value: each,
            label: `${outcomes[each].text} (${countOf(redaction, each)})`,
          })),
        ]}
        onChange={(event) => choose(event.target.value)}
      />
      <div className="max-h-80 overflow-y-auto rounded-md border">
        <Table
          caption="Redacted sessions"
          columns={[
            { key: "id", header: "Session" },
            { key: "outcome", header: "Outcome" },
            { key: "images", header: "Images", align: "right" },
          ]}
          rows={data.data.map((item) => ({
            id: item.sessionId,
            cells: {
              id: <span className="font-mono text-sm">{item.sessionId}</span>,
              outcome: (
                <Pill tone={outcomes[item.outcome].tone} icon={outcomes[item.outcome].icon}>
                  {outcomes[item.outcome].text}
                </Pill>
              ),
              images: item.documentsRemoved,
            },
          }))}
        />
      </div>
      {trail.length > 0 || data.hasMore ? (
        <div className="flex justify-end gap-2">
          <Button size="sm" disabled={trail.length === 0} onClick={() => setTrail(trail.slice(0, -1))}>
            {" "}
            Previous{" "}
          </Button>
          <Button
            size="sm"
            disabled={!data.hasMore || !last}
            onClick={() => (last ? setTrail([...trail, last]) : undefined)}
          >
            {" "}
            Next{" "}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
