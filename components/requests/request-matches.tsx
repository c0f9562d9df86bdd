"use client";

import { SearchX } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ForeignText } from "@/components/ui/foreign-text";
import { IdLink } from "@/components/ui/id-link";
import { Pill } from "@/components/ui/pill";
import { toast } from "@/components/ui/toast";
import type { MatchDto } from "@/lib/contract/matches";
import { day } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import type { RequestDto } from "@/lib/requests/schema";
import { ReasonDialog } from "./request-dialogs";
import { useRequestAction } from "./use-request-action";
import { isUnsent, reasonNames } from "./words";

const tones = { proposed: "warn", accepted: "good", excluded: "neutral" } as const;

type RequestMatchesProps = { request: RequestDto; mayWork: boolean };

/** Lists the found sessions, why they match, and the decision on each. */
export function RequestMatches({ request, mayWork }: RequestMatchesProps) {
  const [excluded, setExcluded] = useState<string | null>(null);
  const act = useRequestAction(request.id);
  const isDecidable = mayWork && isUnsent(request);
  const accept = (sessionId: string) =>
    act.mutate({
      action: "matches",
      body: { sessionId, state: "accepted" },
      said: "Session accepted",
      isQuiet: true,
    });
  const sameReference = request.matches.filter(
    ({ state, reasons }) => state === "proposed" && reasons.includes("external_ref"),
  );
  const decideAll = (sessionIds: string[], state: "accepted" | "proposed") =>
    act.mutate(
      {
        action: "matches/bulk",
        body: { sessionIds, state },
        said: state === "accepted" ? "Sessions accepted" : "Sessions marked as undecided",
        isQuiet: true,
      },
      {
        onSuccess: () =>
          state === "accepted" &&
          toast({
            tone: "success",
            title: `${counted(sessionIds.length, "session")} accepted`,
            action: { label: "Undo", onSelect: () => decideAll(sessionIds, "proposed") },
          }),
      },
    );
  if (request.matches.length === 0) return <NothingFound request={request} />;
  return (
    <Card title="Found sessions" aside={counted(request.matches.length, "session")} flush>
      {isDecidable && sameReference.length > 1 ? (
        <div className="border-b p-3">
          <Button
            size="sm"
            pending={act.isPending}
            onClick={() =>
              decideAll(
                sameReference.map(({ sessionId }) => sessionId),
                "accepted",
              )
            }
          >
            Accept all {sameReference.length} with the same customer reference
          </Button>
        </div>
      ) : null}
      <MatchTable
        matches={request.matches}
        isDecidable={isDecidable}
        onAccept={accept}
        onExclude={setExcluded}
      />
      {excluded ? (
        <ReasonDialog
          requestId={request.id}
          action="matches"
          more={{ sessionId: excluded, state: "excluded" }}
          title="Exclude this session"
          description="An excluded session is not about the requester. It is not put into the package and not erased. The reason is saved with the request."
          submit="Exclude"
          said="Session excluded"
          onClose={() => setExcluded(null)}
        />
      ) : null}
    </Card>
  );
}

/** Explains why no session is listed. */
function NothingFound({ request }: { request: RequestDto }) {
  const searched = request.steps.find(({ name }) => name === "found");
  const isVerified = request.steps.some(({ name, state }) => name === "verified" && state === "done");
  const notYet = isVerified
    ? "No search has run yet. Select “Find data” to search."
    : "No search has run yet. Verify the requester first.";
  const none =
    request.dataFrom || request.dataTo
      ? "No data about this person from the days that they mean was found. The answer states this."
      : "No data about this person was found. The answer states this.";
  return (
    <Card title="Found sessions">
      <p className="flex items-center gap-2 text-ink-muted">
        <SearchX aria-hidden className="size-4" />
        {searched?.state === "done" ? none : notYet}
      </p>
    </Card>
  );
}

type DecidingProps = {
  isDecidable: boolean;
  onAccept: (sessionId: string) => void;
  onExclude: (sessionId: string) => void;
};

function MatchTable({ matches: matchesGiven, ...answer }: DecidingProps & { matches: readonly MatchDto[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left text-ui">
        <caption className="sr-only">Sessions that may be about the requester</caption>
        <thead className="border-b bg-surface-2 text-sm text-ink-muted">
          <tr>
            <th className="px-3 py-1.5 font-medium">Session</th>
            <th className="px-3 py-1.5 font-medium">Document, outcome</th>
            <th className="px-3 py-1.5 font-medium">Name</th>
            <th className="px-3 py-1.5 font-medium">Matched on</th>
            <th className="px-3 py-1.5 font-medium">Same person?</th>
          </tr>
        </thead>
        {groupsOf(matchesGiven).map(({ identityId, matches }, _at, groups) => (
          <tbody key={identityId ?? "none"}>
            {groups.length > 1 ? <GroupHead identityId={identityId} count={matches.length} /> : null}
            {matches.map((match) => (
              <MatchRow key={match.sessionId} match={match} {...answer} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function GroupHead({ identityId, count }: { identityId: string | null; count: number }) {
  const environment = useEnvironment();
  return (
    <tr className="border-b bg-surface-2">
      <th colSpan={5} scope="rowgroup" className="px-3 py-1 text-left text-sm font-medium">
        {identityId ? (
          <Link
            href={`/${environment}/identities/${encodeURIComponent(identityId)}`}
            prefetch={false}
            className="font-mono text-link"
          >
            {identityId}
          </Link>
        ) : (
          "No identity"
        )}
        {` · ${counted(count, "session")}`}
      </th>
    </tr>
  );
}

function MatchRow({ match, isDecidable, onAccept, onExclude }: DecidingProps & { match: MatchDto }) {
  const environment = useEnvironment();
  return (
    <tr className="border-b last:border-b-0">
      <td className="px-3 py-2">
        <IdLink id={match.sessionId} href={`/${environment}/sessions/${match.sessionId}`} />
        <p className="text-sm text-ink-muted">{day(match.createdAt)}</p>
      </td>
      <td className="px-3 py-2">
        {match.documentType ? sentence(match.documentType) : "—"}
        <p className="text-sm text-ink-muted">{sentence(match.outcome ?? match.status)}</p>
      </td>
      <td className="px-3 py-2">{match.name ? <ForeignText>{match.name}</ForeignText> : "—"}</td>
      <td className="px-3 py-2">
        {match.reasons.map((each) => reasonNames[each] ?? sentence(each)).join(", ")}
      </td>
      <td className="px-3 py-2">
        <Answer
          match={match}
          isDecidable={isDecidable}
          onAccept={() => onAccept(match.sessionId)}
          onExclude={() => onExclude(match.sessionId)}
        />
      </td>
    </tr>
  );
}

/** Groups matches by identity, in their order. */
function groupsOf(matches: readonly MatchDto[]) {
  const groups = new Map<string | null, MatchDto[]>();
  for (const match of matches) groups.set(match.identityId, [...(groups.get(match.identityId) ?? []), match]);
  return [...groups].map(([identityId, of]) => ({ identityId, matches: of }));
}

type AnswerProps = { match: MatchDto; isDecidable: boolean; onAccept: () => void; onExclude: () => void };

function Answer({ match, isDecidable, onAccept, onExclude }: AnswerProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Pill tone={tones[match.state]} title={match.decidedBy ? `by ${match.decidedBy}` : undefined}>
        {match.state === "proposed" ? "Needs decision" : match.state}
      </Pill>
      {match.state === "excluded" && match.reason ? (
        <span className="text-sm text-ink-muted">{match.reason}</span>
      ) : null}
      {isDecidable && match.state !== "accepted" ? (
        <Button size="sm" onClick={onAccept} aria-label={`Accept ${match.sessionId}`}>
          Accept
        </Button>
      ) : null}
      {isDecidable && match.state !== "excluded" ? (
        <Button size="sm" variant="ghost" onClick={onExclude} aria-label={`Exclude ${match.sessionId}`}>
          Exclude…
        </Button>
      ) : null}
    </div>
  );
}
