"use client";

import { useQuery } from "@tanstack/react-query";
import { Archive, Check, Eraser, Lock, Scale } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { IdLink } from "@/components/ui/id-link";
import { Pill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextField } from "@/components/ui/text-field";
import { day } from "@/lib/format/date";
import { requestQueries } from "@/lib/requests/client";
import type { RequestDto } from "@/lib/requests/schema";
import { verdictLooks } from "./words";

const icons = { erase: Eraser, keep: Archive, held: Lock, undecided: Scale, erased: Check };

type ErasurePlanProps = {
  request: RequestDto;
  /** The end of the relationship as the member entered it; empty when unknown. */
  ended: string;
  onEnded: (day: string) => void;
};

/** Shows what an erasure would do today, record by record, and under which rule. */
export function ErasurePlan({ request, ended, onEnded }: ErasurePlanProps) {
  const environment = useEnvironment();
  const plan = useQuery(requestQueries.plan(environment, request.id, ended));
  const isDone = request.steps.some(({ name, state }) => name === "erased" && state === "done");
  return (
    <Card title="Data to erase and data the law keeps" flush>
      <p className="p-3 text-sm text-ink-muted">
        Data that no law requires us to keep is erased now. The rest is restricted to Compliance and erased
        automatically when its retention ends.
      </p>
      {isDone ? null : (
        <TextField
          label="End of the customer relationship, if known"
          type="date"
          value={ended}
          hint="If empty, retention is counted from the end of each session."
          fieldClassName="px-3 pb-3 max-w-72"
          onChange={(event) => onEnded(event.target.value)}
        />
      )}
      {plan.data ? (
        <div className="overflow-x-auto border-t">
          <table className="w-full text-left text-ui">
            <caption className="sr-only">Effect of the erasure on each session</caption>
            <thead className="border-b bg-surface-2 text-sm text-ink-muted">
              <tr>
                <th className="px-3 py-1.5 font-medium">Record</th>
                <th className="px-3 py-1.5 font-medium">Contains</th>
                <th className="px-3 py-1.5 font-medium">If erased today</th>
                <th className="px-3 py-1.5 font-medium">Rule</th>
              </tr>
            </thead>
            <tbody>
              {plan.data.data.map((row) => {
                const look = verdictLooks[row.verdict];
                const Icon = icons[row.verdict];
                return (
                  <tr key={row.sessionId} className="border-b last:border-b-0">
                    <td className="px-3 py-2">
                      <IdLink
                        id={row.sessionId}
                        href={`/${environment}/sessions/${row.sessionId}?tab=privacy`}
                      />
                    </td>
                    <td className="px-3 py-2">{row.holds}</td>
                    <td className="px-3 py-2">
                      <Pill tone={look.tone} icon={<Icon />}>
                        {look.word(row.until && day(row.until))}
                      </Pill>
                    </td>
                    <td className="px-3 py-2 text-sm text-ink-muted" title={row.source ?? undefined}>
                      {row.rule}
                      {row.source ? <span className="block text-xs">{row.source}</span> : null}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : plan.error ? (
        <ErrorState
          title="The plan could not be loaded"
          {...problemOf(plan.error)}
          onRetry={() => plan.refetch()}
          retrying={plan.isFetching}
        />
      ) : (
        <SkeletonRows rows={3} label="Loading the plan" />
      )}
    </Card>
  );
}
