"use client";

import { useQuery } from "@tanstack/react-query";
import { Camera, Check, Undo2, X } from "lucide-react";
import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import type { CaseDto } from "@/lib/cases/schema";
import { decisionQueries } from "@/lib/decisions/client";
import type { SnapshotListDto } from "@/lib/decisions/schema";
import { deskPath } from "./desk-path";

type Taken = SnapshotListDto["data"][number];

export function DecisionPill({ decision, isFinal }: Pick<Taken, "decision" | "isFinal">) {
  if (decision === "resubmission")
    return (
      <Pill tone="info" icon={<Camera />}>
        asked for another picture
      </Pill>
    );
  const Icon = decision === "approved" ? Check : X;
  const word = decision === "approved" ? "approve" : "reject";
  return (
    <Pill tone={decision === "approved" ? "good" : "bad"} icon={<Icon />}>
      {isFinal ? decision : `recommended: ${word}`}
    </Pill>
  );
}

type DeskDecisionsProps = { reviewCase: CaseDto; mayReplay: boolean };

/** Whether there is a decision yet; otherwise no decisions need to be loaded. */
const hasDecisions = ({ decidedAt, firstDecision, resubmitAskedAt }: CaseDto) =>
  decidedAt !== null || firstDecision !== null || Boolean(resubmitAskedAt);

/** Lists the decisions with their reviewers. Each links to its snapshot. */
export function DeskDecisions({ reviewCase, mayReplay }: DeskDecisionsProps) {
  const environment = useEnvironment();
  const { id } = reviewCase;
  const { data, error } = useQuery({
    ...decisionQueries.all(environment, id),
    enabled: hasDecisions(reviewCase),
  });
  if (!hasDecisions(reviewCase)) return null;
  return (
    <section aria-labelledby="desk-decisions" className="border-t p-3">
      <h2 id="desk-decisions" className="mb-1.5 text-sm font-semibold text-ink-muted">
        Decisions
      </h2>
      {error ? <p className="text-sm text-ink-muted">The decisions could not be loaded.</p> : null}
      {data?.data.length === 0 ? (
        <p className="text-sm text-ink-muted">No snapshot: decided before snapshots were recorded.</p>
      ) : null}
      <ul className="flex flex-col gap-2">
        {data?.data.map((taken) => (
          <li key={taken.id}>
            <div className="flex flex-wrap items-center gap-1.5">
              <DecisionPill {...taken} />
              {taken.undoneAt ? (
                <Pill tone="muted" icon={<Undo2 />}>
                  undone
                </Pill>
              ) : null}
            </div>
            <p className="text-sm wrap-anywhere text-ink-muted">
              {taken.decidedBy}, <RelativeTime at={taken.decidedAt} />
              {mayReplay ? (
                <>
                  {" · "}
                  <Link
                    href={`${deskPath(environment, id)}/decisions/${encodeURIComponent(taken.id)}`}
                    prefetch={false}
                    className="text-link"
                  >
                    View snapshot
                  </Link>
                </>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
