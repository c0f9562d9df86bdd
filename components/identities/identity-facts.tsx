import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { ForeignText } from "@/components/ui/foreign-text";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Pill } from "@/components/ui/pill";
import { Exact } from "@/components/ui/time-zone";
import type { IdentityDto } from "@/lib/identities/schema";
import { flagReasonLabel } from "./flag-reasons";
import { IdentityActions } from "./identity-actions";

const when = (at: string | null) => (at ? <Exact at={at} /> : <span className="text-ink-muted">—</span>);

/** What the viewer's role may do with an identity. */
export type MayWithIdentity = {
  export: boolean;
  redact: boolean;
  flag: boolean;
  merge: boolean;
  links: boolean;
  holds: boolean;
  log: boolean;
};

type FactsProps = { identity: IdentityDto; may: MayWithIdentity };

function Flag({ identity: { flagReason, flaggedAt, flaggedBy } }: { identity: IdentityDto }) {
  return (
    <>
      {flagReasonLabel(flagReason)}
      <span className="block text-sm text-ink-muted">
        {flaggedAt ? <Exact at={flaggedAt} /> : "time unknown"} by {flaggedBy ?? "an unknown member"}
      </span>
    </>
  );
}

/** Shows what is known of an identity, with the actions that the viewer's role permits. */
export function IdentityFacts({ identity, may }: FactsProps) {
  const environment = useEnvironment();
  const rows = [
    {
      key: "ref",
      label: "External reference",
      value: <CopyableId id={identity.externalRef} label="External reference" />,
    },
    ...(identity.restrictedSessions?.length
      ? [
          {
            key: "restricted",
            label: "Restricted",
            value: (
              <ul>
                {identity.restrictedSessions.map((id) => (
                  <li key={id}>
                    <Link
                      className="font-mono text-ui text-link"
                      href={`/${environment}/sessions/${encodeURIComponent(id)}`}
                    >
                      {id}
                    </Link>
                  </li>
                ))}
              </ul>
            ),
          },
        ]
      : []),
    ...(identity.subject
      ? [{ key: "subject", label: "Person", value: <ForeignText>{identity.subject}</ForeignText> }]
      : []),
    ...(identity.isFlagged ? [{ key: "flag", label: "Flagged", value: <Flag identity={identity} /> }] : []),
    { key: "created", label: "Known since", value: when(identity.createdAt) },
    { key: "first", label: "First verified", value: when(identity.firstVerifiedAt) },
    { key: "last", label: "Last verified", value: when(identity.lastVerifiedAt) },
    ...(identity.archivedAt
      ? [{ key: "archived", label: "Archived", value: when(identity.archivedAt) }]
      : []),
    ...(identity.redactedAt
      ? [{ key: "redacted", label: "Redacted", value: when(identity.redactedAt) }]
      : []),
    ...(identity.mergedInto
      ? [
          {
            key: "merged",
            label: "Merged into",
            value: (
              <>
                <Link
                  className="font-mono text-ui text-link"
                  href={`/${environment}/identities/${encodeURIComponent(identity.mergedInto)}`}
                >
                  {identity.mergedInto}
                </Link>
                <span className="block text-sm text-ink-muted">{when(identity.mergedAt)}</span>
              </>
            ),
          },
        ]
      : []),
    ...(identity.tags.length > 0
      ? [{ key: "tags", label: "Tags", value: identity.tags.map((tag) => <Pill key={tag}>{tag}</Pill>) }]
      : []),
  ];
  return (
    <Card
      title="Identity"
      aside={
        may.log ? (
          <Link className="text-link" href={`/${environment}/audit?about=${encodeURIComponent(identity.id)}`}>
            View audit log
          </Link>
        ) : null
      }
      footer={
        may.export || may.redact || may.flag || may.merge ? (
          <IdentityActions identity={identity} may={may} />
        ) : null
      }
    >
      <KeyValueList labelWidth="8rem" items={rows} />
    </Card>
  );
}
