"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, CircleAlert, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded } from "@/components/shell/loaded";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { sentence } from "@/lib/format/words";
import { typedListActions, typedListQueries } from "@/lib/typed-lists/client";
import { comparedTypes, type ListMatchDto } from "@/lib/typed-lists/schema";

const columns = [
  { key: "list", header: "List" },
  { key: "value", header: "Value that met" },
  { key: "state", header: "State" },
  { key: "actions", header: <span className="sr-only">Actions</span>, width: "12rem" },
];

/** Says that a match is wrong, or counts it again. Either can be undone by the other. */
function useResolve(sessionId: string) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const resolve = useMutation({
    mutationFn: ({ match, isFalse }: { match: ListMatchDto; isFalse: boolean }) =>
      isFalse
        ? typedListActions.markFalse(environment, match.id)
        : typedListActions.countAgain(environment, match.id),
    onSuccess: (_, { match, isFalse }) => {
      const title = isFalse ? "Marked as a false positive" : "The match counts again";
      announce(title);
      toast({
        tone: "success",
        title,
        detail: "Later evaluations of this session follow it. What was decided stays.",
        action: { label: "Undo", onSelect: () => resolve.mutate({ match, isFalse: !isFalse }) },
      });
    },
    onError: (error) => toastProblem("The match was not changed", error),
    onSettled: () =>
      client.invalidateQueries({ queryKey: typedListQueries.ofSession(environment, sessionId).queryKey }),
  });
  return resolve;
}

function effectOf({ matchMode, listType }: ListMatchDto): string {
  if (matchMode === "allow") return "trusted";
  if (listType !== "blocklist" && !comparedTypes.includes(listType)) return "listed";
  return matchMode === "block" ? "rejects" : "flagged";
}

function State({ match, now }: { match: ListMatchDto; now: number }) {
  if (!match.isFalsePositive)
    return (
      <Pill tone={match.matchMode === "allow" ? "good" : "warn"} icon={<CircleAlert />}>
        {effectOf(match)}
      </Pill>
    );
  return (
    <span>
      <Pill tone="muted" icon={<Check />}>
        false positive
      </Pill>
      <span className="block text-sm text-ink-muted">
        {match.resolvedBy}
        {match.resolvedAt ? (
          <>
            , <RelativeTime at={match.resolvedAt} now={now} />
          </>
        ) : null}
      </span>
      {match.resolutionNotes ? <span className="block text-sm">{match.resolutionNotes}</span> : null}
    </span>
  );
}

type CardProps = { sessionId: string; now: number; mayResolve: boolean };

/** What of a session is on the organization's lists now. */
export function ListMatchesCard({ sessionId, now, mayResolve }: CardProps) {
  const environment = useEnvironment();
  const matches = useQuery(typedListQueries.ofSession(environment, sessionId));
  const resolve = useResolve(sessionId);
  const listHref = ({ listId, listType }: ListMatchDto) =>
    `/${environment}/settings/blocklist${listType === "blocklist" ? "" : `?list=${encodeURIComponent(listId)}`}`;
  return (
    <Card title="Own lists" flush>
      <Loaded
        query={matches}
        failed="The matches could not be loaded"
        skeleton={<SkeletonRows rows={2} label="Loading the matches" />}
      >
        {({ data }) =>
          data.length === 0 ? (
            <p className="flex items-center gap-1.5 px-3 py-2 text-ink-muted">
              <CircleCheck aria-hidden className="size-4 shrink-0" /> No match on an active list. Entries
              taken from this session, countries and strings are not compared here.
            </p>
          ) : (
            <Table
              caption="Matches with lists of this environment"
              columns={columns}
              rows={data.map((match) => ({
                id: match.id,
                cells: {
                  list: (
                    <Link className="text-link" href={listHref(match)}>
                      {match.listType === "blocklist" ? "Blocklist" : sentence(match.listType)}
                    </Link>
                  ),
                  value: `${sentence(match.matchDetails.kind)}${match.matchType === "partial" ? ", in part" : ""}`,
                  state: <State match={match} now={now} />,
                  actions: mayResolve ? (
                    <span className="flex justify-end">
                      <Button
                        size="sm"
                        disabled={resolve.isPending}
                        onClick={() => resolve.mutate({ match, isFalse: !match.isFalsePositive })}
                      >
                        {match.isFalsePositive ? "Count again" : "False positive"}
                      </Button>
                    </span>
                  ) : null,
                },
              }))}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
