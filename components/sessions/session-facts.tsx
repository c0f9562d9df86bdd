"use client";

import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { countryWithCode } from "@/lib/format/country";
import { sentence } from "@/lib/format/words";
import { none } from "./looks";
import type { TabProps } from "./session-tab-body";

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function metadataOf({ session }: TabProps): KeyValue[] {
  return Object.entries(session.metadata).map(([key, value]) => ({
    key: `metadata-${key}`,
    label: <span className="font-mono text-sm">{key}</span>,
    value: <span className="wrap-anywhere">{text(value)}</span>,
  }));
}

/** Where the session came from, and what its maker said about it. */
export function SessionFacts(props: TabProps) {
  const { session, now } = props;
  const metadata = metadataOf(props);
  const items: KeyValue[] = [
    { key: "source", label: "Source", value: session.source },
    {
      key: "document",
      label: "Document",
      value: session.documentType ? sentence(session.documentType) : none,
    },
    { key: "country", label: "Country", value: session.country ? countryWithCode(session.country) : none },
    {
      key: "workflow",
      label: "Workflow",
      value: session.workflowId ? <CopyableId id={session.workflowId} label="Workflow id" /> : none,
    },
    { key: "attempts", label: "Attempts", value: session.processingAttempts ?? none },
    { key: "ip", label: "Consent from", value: session.consentIp ?? none },
    { key: "updated", label: "Updated", value: <RelativeTime at={session.updatedAt} now={now} /> },
  ];
  return (
    <Card title="Session">
      <KeyValueList items={items} />
      {metadata.length > 0 ? (
        <>
          <h3 className="mt-2 border-t pt-2 text-sm font-semibold text-ink-muted">Metadata</h3>
          <KeyValueList items={metadata} />
        </>
      ) : null}
    </Card>
  );
}
