"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { IdLink } from "@/components/ui/id-link";
import { Skeleton } from "@/components/ui/skeleton";
import { useSettled } from "@/components/ui/use-settled";
import { counted, thousands } from "@/lib/format/number";
import { sentence, words as wordsOf } from "@/lib/format/words";
import { privacyQueries } from "@/lib/privacy/client";
import type { RetentionDraft, RetentionPlanDto } from "@/lib/privacy/schema";

const rows = [
  ["losesPii", "sensitive data hidden"],
  ["erased", "erased"],
  ["retained", "past the window, kept by a retention duty"],
  ["held", "blocked by legal hold"],
] as const;

type PlanProps = { draft: RetentionDraft | null };
type List = RetentionPlanDto["erased"];

/** `12 more than with the saved settings`, if a draft changes the number. */
function difference(count: number, saved: number | undefined): string {
  if (saved === undefined || saved === count) return "";
  return `${thousands(Math.abs(count - saved))} ${count > saved ? "more" : "fewer"} than with the saved settings`;
}

function Planned({ words, list, saved }: { words: string; list: List; saved?: List }) {
  const environment = useEnvironment();
  const { count, sessionIds, byResult } = list;
  const changed = difference(count, saved?.count);
  return (
    <li>
      <p>
        <b className="text-title font-semibold tabular-nums">{thousands(count)}</b>{" "}
        {count === 1 ? "session" : "sessions"}: {words}
        {changed ? <span className="ml-2 font-medium text-warn">{changed}</span> : null}
      </p>
      {byResult.length > 0 ? (
        <p className="text-sm text-ink-muted">
          {byResult
            .map(
              ({ key, count: number }) =>
                `${thousands(number)} ${key === "undecided" ? "without a result" : wordsOf(key)}`,
            )
            .join(", ")}
        </p>
      ) : null}
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
                <IdLink id={id} href={`/${environment}/sessions/${encodeURIComponent(id)}?tab=privacy`} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}

function Note({ title, after, children }: { title: string; after: string; children: ReactNode }) {
  return (
    <div role="note" className="mt-3 rounded-md border border-warn bg-warn-soft px-3 py-2 text-ui">
      <p className="font-medium text-warn">{title}</p>
      <ul className="flex flex-col gap-1 text-sm">{children}</ul>
      <p className="mt-1 text-sm text-ink-muted">{after}</p>
    </div>
  );
}

const typed = (documentType: string | null) => (documentType ? `${sentence(documentType)}: ` : "");

/** Names the windows that are shorter than a retention duty. */
function Floors({ floors }: { floors: RetentionPlanDto["brokenFloors"] }) {
  if (floors.length === 0) return null;
  return (
    <Note
      title="Shorter than a retention duty"
      after="If this duty does not apply to you, change the years under Settings, Requests."
    >
      {floors.map(({ documentType, days, neededDays, rule, source, retains }) => (
        <li key={documentType ?? ""}>
          {typed(documentType)}
          {`A window of ${counted(days, "day")} is too short for: ${rule} (${source}). ${sentence(retains.join(" and "))} sessions stay until the duty ends: up to ${counted(neededDays, "day")} after the session, and longer where a customer relationship follows.`}
        </li>
      ))}
    </Note>
  );
}

/** Names the windows that may keep data longer than a law allows. */
function Ceilings({ ceilings }: { ceilings: RetentionPlanDto["exceededCeilings"] }) {
  if (ceilings.length === 0) return null;
  return (
    <Note
      title="Longer than the law allows"
      after="A national law or an authority may require more. Then change the years under Settings, Requests."
    >
      {ceilings.map(({ documentType, days, years, isAutomatic, source }) => (
        <li key={documentType ?? ""}>
          {typed(documentType)}
          {`${isAutomatic ? (days === null ? "No limit is set." : `${counted(days, "day")} are set.`) : "Nothing is erased automatically."} Personal data must be erased when the ${counted(years, "year")} have ended (${source}).`}
        </li>
      ))}
    </Note>
  );
}

const settleMs = 400;

/**
 * Shows what tonight's run would do with the current edits, and the sessions behind each number.
 * @param draft - the edits; null while they cannot be saved
 */
export function RetentionPlanCard({ draft }: PlanProps) {
  const environment = useEnvironment();
  const text = useSettled(draft ? JSON.stringify(draft) : "", settleMs);
  const edited = text && text !== "{}" ? (JSON.parse(text) as RetentionDraft) : undefined;
  const saved = useQuery(privacyQueries.retention(environment));
  const plan = useQuery({
    ...privacyQueries.retention(environment, edited),
    placeholderData: keepPreviousData,
  });
  const aside = edited ? "with unsaved changes" : "02:23 UTC";
  return (
    <Card title="Tonight" aside={draft ? aside : "with the saved settings"}>
      {plan.error ? (
        <ErrorState
          title="The preview could not be loaded"
          {...problemOf(plan.error)}
          onRetry={() => plan.refetch()}
          retrying={plan.isFetching}
        />
      ) : plan.data ? (
        <div aria-live="polite" aria-busy={plan.isPlaceholderData}>
          <ul className="flex flex-col gap-3">
            {rows.map(([key, words]) => (
              <Planned key={key} words={words} list={plan.data[key]} saved={edited && saved.data?.[key]} />
            ))}
          </ul>
          <Floors floors={plan.data.brokenFloors} />
          <Ceilings ceilings={plan.data.exceededCeilings} />
        </div>
      ) : (
        <Skeleton className="h-32 w-full" />
      )}
    </Card>
  );
}
