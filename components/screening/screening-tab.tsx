"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Check, CircleAlert, Radar } from "lucide-react";
import { ListMatchesCard } from "@/components/lists/list-matches-card";
import type { TabProps } from "@/components/sessions/session-tabs";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { counted } from "@/lib/format/number";
import { sentence, words } from "@/lib/format/words";
import { screeningQueries } from "@/lib/screening/client";
import type { ScreeningCheckDto } from "@/lib/screening/schema";
import { HitTable } from "./hit-table";
import { RunScreening } from "./run-screening";

function MatchPill({ check }: { check: ScreeningCheckDto }) {
  const open = check.hits.filter(({ isDismissed }) => !isDismissed).length;
  if (check.status === "error" || check.status === "pending")
    return (
      <Pill tone="warn" icon={<CircleAlert />}>
        {check.status === "error" ? "not compared" : "not compared yet"}
      </Pill>
    );
  if (!check.hasMatch)
    return (
      <Pill tone="good" icon={<Check />}>
        no match
      </Pill>
    );
  if (check.hitCount === 0)
    return (
      <Pill tone="warn" icon={<CircleAlert />}>
        hits in another check
      </Pill>
    );
  return (
    <Pill tone={open > 0 ? "warn" : "muted"} icon={<CircleAlert />}>
      {open > 0 ? counted(check.hitCount, "hit") : `${counted(check.hitCount, "hit")}, dismissed`}
    </Pill>
  );
}

function CheckCard({ check, now, isGone }: { check: ScreeningCheckDto; now: number; isGone: boolean }) {
  const facts = [
    words(check.status),
    check.provider ? `by ${words(check.provider)}` : "",
    check.highestScore === null || !check.hasMatch ? "" : `best match ${check.highestScore.toFixed(2)}`,
    check.pepRiskTier ? `PEP tier ${check.pepRiskTier}` : "",
    check.monitoringEnabled ? "monitored" : "",
  ];
  return (
    <Card title={sentence(check.checkType)} aside={<MatchPill check={check} />} flush>
      <p className="px-3 py-2 text-sm text-ink-muted">
        {facts.filter(Boolean).join(" · ")} · checked{" "}
        <RelativeTime at={check.lastCheckedAt ?? check.createdAt} now={now} />
      </p>
      {check.detail ? <p className="px-3 pb-2 text-warn">{check.detail}</p> : null}
      {check.matchedAgainst.length > 0 ? (
        <p className="px-3 pb-2 text-sm text-ink-muted">
          Compared with{" "}
          {check.matchedAgainst
            .map(
              ({ name, version, entries, threshold }) =>
                `${name}, version ${version} (${counted(entries, "entry", "entries")}, similarity from ${threshold})`,
            )
            .join("; ")}
        </p>
      ) : null}
      {check.hits.length > 0 ? (
        <HitTable hits={check.hits} isGone={isGone} label={sentence(check.checkType)} />
      ) : null}
    </Card>
  );
}

export default function ScreeningTab({ sessionId, session, now, may }: TabProps) {
  const environment = useEnvironment();
  const { data } = useSuspenseQuery(screeningQueries.list(environment, sessionId));
  const isGone = session.retentionStatus === "redacted";
  const lists =
    may.lists && !isGone ? (
      <ListMatchesCard sessionId={sessionId} now={now} mayResolve={may.resolveLists} />
    ) : null;
  const run = isGone ? null : (
    <RunScreening sessionId={sessionId} mayRun={may.screen} mayLoad={may.resolveLists} />
  );
  if (data.data.length === 0)
    return (
      <div className="flex max-w-6xl flex-col gap-4 p-4">
        {lists}
        <EmptyState
          icon={<Radar />}
          title="This session was not screened"
          detail="Neither its source nor its workflow has run a sanctions, PEP or adverse-media check."
          action={run}
        />
      </div>
    );
  return (
    <div className="flex max-w-6xl flex-col gap-4 p-4">
      {run}
      {data.data.map((check) => (
        <CheckCard key={check.id} check={check} now={now} isGone={isGone} />
      ))}
      {lists}
    </div>
  );
}
