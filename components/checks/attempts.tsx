"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { JsonView } from "@/components/ui/json-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Exact } from "@/components/ui/time-zone";
import { checkQueries } from "@/lib/checks/client";
import type { CheckDto } from "@/lib/checks/schema";
import { duration } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { CheckStatus, isHidden, scoreText } from "./looks";

const isEmpty = (details: unknown) =>
  details == null || isHidden(details) || (typeof details === "object" && Object.keys(details).length === 0);

function took({ createdAt, completedAt }: CheckDto): string {
  if (!createdAt || !completedAt) return "";
  return ` · took ${duration(Date.parse(completedAt) - Date.parse(createdAt))}`;
}

function Attempt({ attempt }: { attempt: CheckDto }) {
  return (
    <li className="flex flex-col gap-1 py-1.5">
      <div className="flex flex-wrap items-center gap-x-4">
        <b className="font-medium">Attempt {attempt.attempt}</b>
        <CheckStatus status={attempt.status} />
        <span className="text-ink-muted">{scoreText(attempt)}</span>
        <span className="text-sm text-ink-muted">
          <Exact at={attempt.createdAt} />
          {took(attempt)}
        </span>
      </div>
      {isEmpty(attempt.details) ? null : (
        <JsonView
          value={attempt.details}
          label={`Details of attempt ${attempt.attempt}, ${sentence(attempt.policy)}`}
          className="max-h-48"
        />
      )}
    </li>
  );
}

type AttemptsProps = { sessionId: string; policy: string };

/** Shows every attempt of one check, loaded when its row is expanded. */
export function Attempts({ sessionId, policy }: AttemptsProps) {
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(checkQueries.attempts(environment, sessionId, policy));
  if (error)
    return (
      <p role="alert" className="flex items-center gap-2 px-9 pb-2 text-bad">
        {problemOf(error).detail}
        <Button size="sm" onClick={() => refetch()}>
          Try again
        </Button>
      </p>
    );
  if (!data) return <Skeleton className="mr-3 mb-2 ml-9 h-8" />;
  return (
    <ul className="mr-3 ml-9 divide-y pb-1">
      {data.attempts.map((attempt) => (
        <Attempt key={attempt.attempt} attempt={attempt} />
      ))}
    </ul>
  );
}
