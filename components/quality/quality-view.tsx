"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DaysForm } from "@/components/shell/days-form";
import { useEnvironment } from "@/components/shell/environment";
import { useGo } from "@/components/shell/leaving";
import { toastProblem } from "@/components/shell/problem";
import { TopBar } from "@/components/shell/top-bar";
import { counted } from "@/lib/format/number";
import { qualityActions, qualityQueries } from "@/lib/quality/client";
import type { QualityDto, QualityQuery } from "@/lib/quality/schema";
import { DisagreementsCard } from "./disagreements";
import { AgreementCard } from "./figures";
import { QualityTabs } from "./quality-tabs";
import { WaitingCard } from "./waiting";

/** Says how large the sample is, and what became of it. */
function sampleWords({ percent, sampled, looked, noLongerPossible }: QualityDto): string {
  return [
    percent === 0
      ? "No decisions are sampled now. An admin sets the share in the review settings."
      : `${percent} % of decisions are sampled. Another member looks at them without seeing the outcome.`,
    sampled > 0 &&
      `Of these days: ${counted(sampled, "sampled decision")}, ${counted(looked, "second look")}.`,
    noLongerPossible > 0 &&
      `${counted(noLongerPossible, "case")} can no longer be looked at, because the data is restricted, erased or no longer shown.`,
  ]
    .filter(Boolean)
    .join(" ");
}

type QualityViewProps = {
  query: QualityQuery;
  may: {
    look: boolean;
    readAll: boolean;
    readNotes: boolean;
    readSettings: boolean;
    readInvolvement: boolean;
  };
};

/** Shows what waits for a second look, and how far second looks agree with decisions. */
export function QualityView({ query, may }: QualityViewProps) {
  const environment = useEnvironment();
  const go = useGo();
  const path = `/${environment}/quality`;
  const { data } = useSuspenseQuery(qualityQueries.figures(environment, query));
  const take = useMutation({
    mutationFn: (id: string) => qualityActions.take(environment, id),
    onSuccess: ({ id }) => go(`${path}/${encodeURIComponent(id)}`),
    onError: (error) => toastProblem("The case was not opened", error),
  });
  return (
    <>
      <TopBar title="Quality" />
      {may.readInvolvement ? <QualityTabs current="looks" mayReadLooks /> : null}
      <DaysForm path={path} what="decisions" days={data.days} isChosen={Boolean(query.from || query.to)} />
      <div className="flex flex-col gap-3 p-4">
        <p className="text-ink-muted">
          {sampleWords(data)}
          {may.readSettings ? (
            <>
              {" "}
              <Link className="text-link" href={`/${environment}/settings/review`}>
                Open the review settings
              </Link>
            </>
          ) : null}
        </p>
        {may.look ? (
          <WaitingCard
            quality={data}
            pending={take.isPending ? take.variables : null}
            onTake={(id) => take.mutate(id)}
          />
        ) : null}
        <AgreementCard reviewers={data.reviewers} isOwn={!may.readAll} />
        {may.readAll ? (
          <DisagreementsCard disagreements={data.disagreements} mayReadNotes={may.readNotes} />
        ) : null}
      </div>
    </>
  );
}
