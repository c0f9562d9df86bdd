import { none } from "@/components/sessions/looks";
import type { Column } from "@/components/ui/data-table";
import { ForeignText } from "@/components/ui/foreign-text";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { shortId } from "@/components/ui/short-id";
import type { Tone } from "@/components/ui/tone";
import { thousands } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import type { IdentityDto } from "@/lib/identities/schema";

export const statusTones: Record<IdentityDto["status"], Tone> = {
  pending: "neutral",
  verified: "good",
  rejected: "bad",
  redacted: "muted",
  merged: "muted",
};

/** The columns of identities. */
export const identityColumns = (now: number): Column<IdentityDto>[] => [
  {
    key: "subject",
    header: "Person",
    width: "9rem",
    cell: ({ subject, redactedAt }) =>
      redactedAt ? (
        <i className="text-ink-muted">redacted</i>
      ) : subject ? (
        <ForeignText>{subject}</ForeignText>
      ) : (
        none
      ),
  },
  {
    key: "id",
    header: "Identity",
    cell: ({ id }) => (
      <span title={id} className="font-mono text-sm">
        {shortId(id, "middle")}
        <span className="sr-only"> {id}</span>
      </span>
    ),
  },
  {
    key: "ref",
    header: "External reference",
    cell: ({ externalRef }) => (
      <span
        title={externalRef}
        className="inline-block max-w-44 truncate align-bottom font-mono text-sm text-ink-muted"
      >
        <ForeignText>{externalRef}</ForeignText>
      </span>
    ),
  },
  {
    key: "status",
    header: "Status",
    cell: ({ status, isFlagged, archivedAt }) => (
      <span className="inline-flex gap-1">
        <Pill tone={statusTones[status]}>{sentence(status)}</Pill>
        {isFlagged ? <Pill tone="warn">flagged</Pill> : null}
        {archivedAt ? <Pill tone="muted">archived</Pill> : null}
      </span>
    ),
  },
  { key: "sessions", header: "Sessions", align: "right", cell: (row) => thousands(row.sessionCount) },
  {
    key: "first",
    header: "First verified",
    cell: ({ firstVerifiedAt }) =>
      firstVerifiedAt ? <RelativeTime at={firstVerifiedAt} now={now} className="text-ink-muted" /> : none,
  },
  {
    key: "last",
    header: "Last verified",
    cell: ({ lastVerifiedAt }) =>
      lastVerifiedAt ? <RelativeTime at={lastVerifiedAt} now={now} className="text-ink-muted" /> : none,
  },
  {
    key: "created",
    header: "Known since",
    cell: ({ createdAt }) => <RelativeTime at={createdAt} now={now} className="text-ink-muted" />,
  },
];
