"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { shortId } from "@/components/ui/short-id";
import { Skeleton } from "@/components/ui/skeleton";
import { counted, thousands } from "@/lib/format/number";
import { privacyQueries } from "@/lib/privacy/client";

const rows = [
  ["losesPii", "lose their sensitive data"],
  ["erased", "are erased"],
  ["held", "would go and are on legal hold"],
] as const;

/** What tonight's run would do under the settings as they are saved, with the sessions behind each number. */
export function RetentionPlanCard({
  environment,
  isChanged,
}: {
  environment: Environment;
  isChanged: boolean;
}) {
  const plan = useQuery(privacyQueries.retention(environment));
  return (
    <Card title="Tonight" aside={isChanged ? "before your change" : "02:23 UTC"}>
      {plan.error ? (
        <ErrorState
          title="The plan could not be made"
          {...problemOf(plan.error)}
          onRetry={() => plan.refetch()}
          retrying={plan.isFetching}
        />
      ) : plan.data ? (
        <ul className="flex flex-col gap-3">
          {rows.map(([key, words]) => {
            const { count, sessionIds } = plan.data[key];
            return (
              <li key={key}>
                <p>
                  <b className="text-title font-semibold tabular-nums">{thousands(count)}</b> {words}
                </p>
                {sessionIds.length > 0 ? (
                  <details className="mt-1">
                    <summary className="cursor-pointer text-sm text-ink-muted">
                      {count > sessionIds.length
                        ? `The first ${counted(sessionIds.length, "session")}`
                        : counted(sessionIds.length, "session")}
                    </summary>
                    <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
                      {sessionIds.map((id) => (
                        <li key={id}>
                          <Link
                            href={`/${environment}/sessions/${encodeURIComponent(id)}?tab=privacy`}
                            prefetch={false}
                            title={id}
                            className="font-mono text-sm text-link"
                          >
                            {shortId(id, "middle")}
                          </Link>
                        </li>
                      ))}
                    </ul>
                  </details>
                ) : null}
              </li>
            );
          })}
        </ul>
      ) : (
        <Skeleton className="h-32 w-full" />
      )}
    </Card>
  );
}
