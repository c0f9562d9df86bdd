"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { ResultPill } from "@/components/sessions/looks";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { missingPart } from "@/components/ui/missing-part";
import { shortId } from "@/components/ui/short-id";
import { Skeleton } from "@/components/ui/skeleton";
import type { ResultStatus } from "@/lib/contract/vocabulary";
import { thousands } from "@/lib/format/number";
import { words } from "@/lib/format/words";
import { linkQueries } from "@/lib/links/client";
import type { LinkDto } from "@/lib/links/schema";

const LinkGraph = dynamic(() => import("./link-graph").catch(missingPart), { ssr: false });

const few = 5;

export type CompareLink = ((sessionId: string) => void) | null;

function LinkLine({ link, onCompare }: { link: LinkDto; onCompare: CompareLink }) {
  const environment = useEnvironment();
  const href = link.caseId
    ? `/${environment}/queue/${encodeURIComponent(link.caseId)}`
    : `/${environment}/sessions/${encodeURIComponent(link.sessionId)}`;
  return (
    <li className="flex min-h-7 items-center gap-2">
      <Link2 aria-hidden className="size-3.75 shrink-0 text-ink-muted" />
      <Link href={href} prefetch={false} className="min-w-0 flex-1 truncate hover:text-accent">
        Same {link.kinds.map((kind) => words(kind)).join(", ")}{" "}
        <span className="font-mono text-sm">{shortId(link.sessionId, "middle")}</span>
      </Link>
      <ResultPill result={link.resultStatus as ResultStatus | null} />
      {onCompare ? (
        <Button
          size="sm"
          aria-label={`Compare with ${link.sessionId}`}
          onClick={() => onCompare(link.sessionId)}
        >
          Compare
        </Button>
      ) : null}
    </li>
  );
}

/** Shows sessions that share something with this one, strongest first, as a list and as a small graph. */
export function DeskLinks({ caseId, onCompare }: { caseId: string; onCompare: CompareLink }) {
  const environment = useEnvironment();
  const [view, setView] = useState<"few" | "all" | "graph">("few");
  const { data, error } = useQuery(linkQueries.all(environment, caseId));
  if (error)
    return <p className="border-t p-3 text-sm text-ink-muted">The linked sessions could not be loaded.</p>;
  if (!data)
    return (
      <div className="flex flex-col gap-2 border-t p-3">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-4 w-full" />
      </div>
    );
  const shown = view === "few" ? data.data.slice(0, few) : data.data;
  return (
    <section aria-labelledby="desk-links" className="border-t p-3">
      <h2 id="desk-links" className="mb-1 flex items-center gap-2 text-sm font-semibold text-ink-muted">
        <span className="flex-1">Linked sessions</span>
        {data.data.length > 0 ? (
          <Button size="sm" variant="ghost" onClick={() => setView(view === "graph" ? "few" : "graph")}>
            {view === "graph" ? "Show list" : "Show graph"}
          </Button>
        ) : null}
      </h2>
      {data.data.length === 0 ? <p className="text-ink-muted">No linked sessions found.</p> : null}
      {view === "graph" ? (
        <LinkGraph links={data.data} />
      ) : (
        <ul>
          {shown.map((link) => (
            <LinkLine key={link.sessionId} link={link} onCompare={onCompare} />
          ))}
        </ul>
      )}
      {view === "few" && data.data.length > few ? (
        <Button size="sm" variant="ghost" onClick={() => setView("all")}>
          Show all {data.data.length}
        </Button>
      ) : null}
      {data.totals.some(({ count }) => count > few) ? (
        <p className="mt-1 text-sm text-ink-muted">
          {data.totals
            .map(({ kind, count }) => `${words(kind)} ${thousands(count)}${count >= 1000 ? "+" : ""}`)
            .join(" · ")}
        </p>
      ) : null}
    </section>
  );
}
