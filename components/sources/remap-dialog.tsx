"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { ResultPill, StatusPill } from "@/components/sessions/looks";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { Environment } from "@/lib/actor/actor";
import { counted, thousands } from "@/lib/format/number";
import { remapActions, remapQueries } from "@/lib/remaps/client";
import type { RemapPreview, StandingDto } from "@/lib/remaps/schema";
import { sourceQueries } from "@/lib/sources/client";
import type { SourceDto } from "@/lib/sources/schema";
import { sessionCount } from "./source-looks";

type RemapDialogProps = { source: SourceDto; onClose: () => void };

function Standing({ standing: { status, result } }: { standing: StandingDto }) {
  return (
    <span className="inline-flex gap-1 whitespace-nowrap">
      <StatusPill status={status} />
      {result ? <ResultPill result={result} /> : null}
    </span>
  );
}

const columns = [
  { key: "id", header: "Session" },
  { key: "standing", header: "Status" },
  { key: "what", header: "What happens" },
];

const isSame = (one: StandingDto, other: StandingDto) =>
  one.status === other.status && one.result === other.result;

const rowOf = (
  { sessionId, from, to, fields, reason }: RemapPreview["sessions"][number],
  environment: Environment,
) => ({
  id: sessionId,
  cells: {
    id: (
      <Link
        href={`/${environment}/sessions/${encodeURIComponent(sessionId)}`}
        prefetch={false}
        className="inline-block min-w-56 font-mono text-sm wrap-anywhere text-link"
      >
        {sessionId}
      </Link>
    ),
    standing: (
      <span className="inline-grid gap-1">
        <Standing standing={from} />
        {to && !isSame(from, to) ? (
          <span className="inline-flex items-center gap-1">
            <ArrowRight aria-label="becomes" className="size-4 text-ink-muted" />
            <Standing standing={to} />
          </span>
        ) : null}
      </span>
    ),
    what: reason ? (
      <span className="text-ink-muted">{`Stays: ${reason}`}</span>
    ) : (
      <span className="font-mono text-sm wrap-anywhere">{fields.join(", ")}</span>
    ),
  },
});

/** The sums of the pages that were looked at. */
function summed(pages: readonly RemapPreview[]) {
  const sum = (of: (page: RemapPreview) => number) => pages.reduce((total, page) => total + of(page), 0);
  const fields = new Map<string, number>();
  for (const { name, sessions } of pages.flatMap((page) => page.fields))
    fields.set(name, (fields.get(name) ?? 0) + sessions);
  return {
    looked: sum(({ looked }) => looked),
    updated: sum(({ updated }) => updated),
    unchanged: sum(({ unchanged }) => unchanged),
    stays: sum(({ leftAlone, unreadable }) => leftAlone + unreadable),
    fields: [...fields].toSorted(([, left], [, right]) => right - left),
  };
}

/** What would change in the sessions that were looked at so far. */
function Preview({ pages }: { pages: readonly RemapPreview[] }) {
  const environment = useEnvironment();
  const { looked, updated, unchanged, stays, fields } = summed(pages);
  const total = pages[0]?.total ?? 0;
  const sessions = pages.flatMap((page) => page.sessions);
  if (total === 0) return <p>No session of this source is here yet.</p>;
  return (
    <div className="grid gap-3">
      <p role="status">
        {`Looked at: ${thousands(looked)} of ${sessionCount(total)}. Would change: ${thousands(updated)}. Would not: ${thousands(unchanged)}. Stay for a reason: ${thousands(stays)}.`}
      </p>
      {fields.length > 0 ? (
        <ul aria-label="Fields that change" className="flex flex-wrap gap-1.5 text-sm">
          {fields.map(([name, count]) => (
            <li key={name} className="rounded-sm bg-surface-2 px-1.5 py-0.5">
              <span className="font-mono">{name}</span>
              <span className="text-ink-muted">{` ${thousands(count)}`}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {sessions.length > 0 ? (
        <div className="rounded-md border">
          <Table
            caption="Sessions that change, or stay for a reason"
            columns={columns}
            rows={sessions.map((each) => rowOf(each, environment))}
          />
        </div>
      ) : null}
    </div>
  );
}

/** Shows what the mapping of now would change in sessions that are here, and applies it. */
export function RemapDialog({ source, onClose }: RemapDialogProps) {
  const environment = useEnvironment();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    remapQueries.preview(environment, source.id),
  );
  const apply = useSecretAction(
    sourceQueries.all,
    () => remapActions.start(environment, source.id, data?.pages[0]?.version ?? 0),
    () => {
      toast({
        tone: "success",
        title: "The mapping is being applied",
        detail: "Its run shows how far it is.",
      });
      onClose();
    },
  );
  const failed = apply.error ?? error;
  const { updated, looked } = summed(data?.pages ?? []);
  const total = data?.pages[0]?.total ?? 0;
  const mayChange = updated > 0 || hasNextPage;
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title="Apply the mapping again"
      description="What the vendor sent is kept. It is read again as this source is set now; nothing is fetched, and images stay as they are."
      footer={
        <>
          <Button onClick={onClose} data-autofocus="">
            Cancel
          </Button>
          {hasNextPage ? (
            <Button pending={isFetchingNextPage} onClick={() => fetchNextPage()}>
              Look at more
            </Button>
          ) : null}
          <Button
            variant="primary"
            disabled={!data || !mayChange}
            pending={apply.isPending}
            onClick={() => apply.mutate(undefined)}
          >
            {hasNextPage || looked < total
              ? "Apply to all sessions"
              : `Change ${counted(updated, "session")}`}
          </Button>
        </>
      }
    >
      <FormAlert>{failed ? problemOf(failed).detail : undefined}</FormAlert>
      {data ? <Preview pages={data.pages} /> : null}
      {data || error ? null : <Skeleton className="h-40" />}
    </Dialog>
  );
}
