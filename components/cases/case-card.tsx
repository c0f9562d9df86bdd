"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { TabProps } from "@/components/sessions/session-tabs";
import { useEnvironment } from "@/components/shell/environment";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { caseQueries } from "@/lib/cases/client";
import type { CaseDto, SessionCaseDto } from "@/lib/cases/schema";
import { deskPath } from "./desk-path";
import { CaseStatusPill, SlaPill } from "./looks";

const isOpen = ({ decidedAt, status }: CaseDto) =>
  !decidedAt && status !== "approved" && status !== "rejected";

function openFacts(reviewCase: CaseDto): KeyValue[] {
  const { assigneeName, queue, firstReviewerName, firstDecision, snoozedUntil } = reviewCase;
  return [
    { key: "age", label: "In review", value: <SlaPill reviewCase={reviewCase} /> },
    { key: "queue", label: "Queue", value: queue },
    { key: "assigned", label: "Assigned to", value: assigneeName ?? "unassigned" },
    ...(firstDecision
      ? [
          {
            key: "first",
            label: "First decision",
            value: `${firstDecision}, by ${firstReviewerName ?? "a removed member"}`,
          },
        ]
      : []),
    ...(snoozedUntil
      ? [{ key: "snoozed", label: "Snoozed until", value: <RelativeTime at={snoozedUntil} /> }]
      : []),
  ];
}

function Facts({ reviewCase, now }: { reviewCase: CaseDto; now: number }) {
  const items = [
    {
      key: "id",
      label: "Case",
      value: <CopyableId id={reviewCase.id} label="Case ID" className="max-w-full" />,
    },
    ...(isOpen(reviewCase) ? openFacts(reviewCase) : []),
    ...(reviewCase.decidedAt
      ? [
          {
            key: "decided",
            label: "Decided",
            value: <RelativeTime at={reviewCase.decidedAt} now={now} />,
            note: reviewCase.decidedBy ? `by ${reviewCase.decidedBy}` : undefined,
          },
        ]
      : []),
  ];
  return <KeyValueList items={items} />;
}

function noteText(content: string | null, isRedacted: boolean): string {
  if (content === "•••") return "hidden for your role";
  return content ?? (isRedacted ? "redacted" : "no longer available");
}

function Notes({
  notes,
  now,
  isRedacted,
}: {
  notes: SessionCaseDto["notes"];
  now: number;
  isRedacted: boolean;
}) {
  if (notes.length === 0) return null;
  return (
    <section className="mt-2 border-t pt-2">
      <h3 className="text-sm font-semibold text-ink-muted">Notes</h3>
      <ul className="mt-1 flex flex-col gap-2">
        {notes.map((note) => (
          <li key={note.id}>
            <div className="text-sm text-ink-muted">
              <b className="font-medium wrap-anywhere text-ink">{note.author ?? "A removed member"}</b>{" "}
              <RelativeTime at={note.createdAt} now={now} />
            </div>
            <p
              className={
                note.content === null ? "text-ink-muted italic" : "wrap-anywhere whitespace-pre-line"
              }
            >
              {noteText(note.content, isRedacted)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Shows the review case with its notes, or says that the session never needed one. */
export function CaseCard({ sessionId, session, now }: TabProps) {
  const environment = useEnvironment();
  const { data } = useSuspenseQuery(caseQueries.ofSession(environment, sessionId));
  const { reviewCase, notes } = data;
  return (
    <Card
      title="Review case"
      aside={
        reviewCase ? (
          <>
            <CaseStatusPill status={reviewCase.status} />
            <ButtonLink size="sm" href={deskPath(environment, reviewCase.id)}>
              Open case
            </ButtonLink>
          </>
        ) : null
      }
    >
      {reviewCase ? (
        <Facts reviewCase={reviewCase} now={now} />
      ) : (
        <p className="text-ink-muted">This session was not sent to review.</p>
      )}
      <Notes notes={notes} now={now} isRedacted={session.retentionStatus === "redacted"} />
    </Card>
  );
}
