"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { TabProps } from "@/components/sessions/session-tab-body";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Tone } from "@/components/ui/tone";
import { caseQueries } from "@/lib/cases/client";
import type { CaseDto, SessionCaseDto } from "@/lib/cases/schema";
import { duration } from "@/lib/format/number";
import { words } from "@/lib/format/words";

const tones: Record<CaseDto["status"], Tone> = {
  open: "warn",
  in_review: "info",
  escalated: "orange",
  pending_second_review: "violet",
  approved: "good",
  rejected: "bad",
};

const isOpen = ({ decidedAt, status }: CaseDto) =>
  !decidedAt && status !== "approved" && status !== "rejected";

const hour = 3_600_000;

function ageTone(ms: number): Tone {
  if (ms < 4 * hour) return "good";
  return ms < 24 * hour ? "warn" : "bad";
}

function Age({ reviewCase, now }: { reviewCase: CaseDto; now: number }) {
  const ms = now - Date.parse(reviewCase.enteredReviewAt ?? reviewCase.createdAt);
  return <Pill tone={ageTone(ms)}>waiting for {duration(ms)}</Pill>;
}

function Facts({ reviewCase, now }: { reviewCase: CaseDto; now: number }) {
  const items = [
    {
      key: "id",
      label: "Case",
      value: <CopyableId id={reviewCase.id} label="Case id" className="max-w-full" />,
    },
    ...(isOpen(reviewCase)
      ? [{ key: "age", label: "Age", value: <Age reviewCase={reviewCase} now={now} /> }]
      : []),
    {
      key: "assigned",
      label: "Assigned to",
      value: reviewCase.assignedTo ? (
        <CopyableId id={reviewCase.assignedTo} label="Reviewer" className="max-w-full" />
      ) : (
        "nobody"
      ),
    },
    ...(reviewCase.decidedAt
      ? [{ key: "decided", label: "Decided", value: <RelativeTime at={reviewCase.decidedAt} now={now} /> }]
      : []),
  ];
  return <KeyValueList items={items} />;
}

function noteText(content: string | null, isRedacted: boolean): string {
  if (content === "•••") return "hidden for your role";
  return content ?? (isRedacted ? "redacted" : "no longer shown");
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
              <b className="font-medium wrap-anywhere text-ink">{note.author ?? "Somebody"}</b>{" "}
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

/** The review case with its notes; sessions that never needed one say so. */
export function CaseCard({ environment, sessionId, session, now }: TabProps) {
  const { data } = useSuspenseQuery(caseQueries.ofSession(environment, sessionId));
  const { reviewCase, notes } = data;
  return (
    <Card
      title="Review case"
      aside={reviewCase ? <Pill tone={tones[reviewCase.status]}>{words(reviewCase.status)}</Pill> : null}
    >
      {reviewCase ? (
        <Facts reviewCase={reviewCase} now={now} />
      ) : (
        <p className="text-ink-muted">Nobody had to look at this session.</p>
      )}
      <Notes notes={notes} now={now} isRedacted={session.retentionStatus === "redacted"} />
    </Card>
  );
}
