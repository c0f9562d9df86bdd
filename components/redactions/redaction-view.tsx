"use client";

import { useEnvironment } from "@/components/shell/environment";
import { Waiting } from "@/components/shell/loaded";
import { TopBar } from "@/components/shell/top-bar";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Pill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useExact } from "@/components/ui/time-zone";
import type { Tone } from "@/components/ui/tone";
import { thousands } from "@/lib/format/number";
import { type BulkRedactionDto, redactionOutcomes } from "@/lib/redactions/schema";
import { countOf, outcomes, RedactionItems } from "./redaction-items";
import { RedactionProgress } from "./redaction-progress";
import { useRedaction } from "./use-redaction";

type RedactionViewProps = { redactionId: string; mayAct: boolean };

export const statusTones: Record<BulkRedactionDto["status"], Tone> = {
  running: "info",
  paused: "warn",
  stopped: "neutral",
  finished: "good",
};

/** Shows one bulk redaction: its progress, and the outcome of each session. */
export function RedactionView({ redactionId, mayAct }: RedactionViewProps) {
  const exact = useExact();
  const environment = useEnvironment();
  const { query, action } = useRedaction(redactionId);
  const { data } = query;
  const trail = [{ label: "Redactions", href: `/${environment}/redactions` }];
  if (!data)
    return (
      <>
        <TopBar title="Redaction" trail={trail} />
        <Waiting
          query={query}
          failed="The redaction could not be loaded"
          skeleton={<SkeletonRows rows={8} label="Loading the redaction" />}
        />
      </>
    );
  return (
    <>
      <TopBar
        title={<CopyableId id={data.id} label="Redaction ID" className="max-w-full" />}
        heading={`Redaction ${data.id}`}
        trail={trail}
      >
        <Pill tone={statusTones[data.status]}>{data.status}</Pill>
      </TopBar>
      <div className="grid max-w-5xl content-start items-start gap-4 overflow-auto p-4 xl:grid-cols-2">
        <Card title="Progress">
          <RedactionProgress redaction={data} action={action} mayAct={mayAct} />
        </Card>
        <Card title="Summary">
          <KeyValueList
            labelWidth="10rem"
            items={[
              { key: "by", label: "Requested by", value: data.requestedBy },
              { key: "at", label: "Requested", value: exact(data.createdAt) },
              ...(data.finishedAt ? [{ key: "end", label: "Ended", value: exact(data.finishedAt) }] : []),
              ...redactionOutcomes.map((each) => ({
                key: each,
                label: outcomes[each].text.replace(/^./, (letter) => letter.toUpperCase()),
                value: thousands(countOf(data, each)),
              })),
            ]}
          />
        </Card>
        <Card title="Sessions" className="xl:col-span-2">
          <RedactionItems key={data.status} redaction={data} />
        </Card>
      </div>
    </>
  );
}
