"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { ForeignText } from "@/components/ui/foreign-text";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { countryWithCode } from "@/lib/format/country";
import { plainText, stringifyExact } from "@/lib/format/exact-json";
import { sentence } from "@/lib/format/words";
import { revealPii } from "@/lib/sessions/client";
import { none } from "./looks";
import { isMasked } from "./pii-values";
import type { TabProps } from "./session-tabs";

const text = (value: unknown) => (typeof value === "string" ? plainText(value) : stringifyExact(value));

const metadataOf = (metadata: Record<string, unknown>): KeyValue[] =>
  Object.entries(metadata).map(([key, value]) => ({
    key: `metadata-${key}`,
    label: <span className="font-mono text-sm">{key}</span>,
    value: <ForeignText>{text(value)}</ForeignText>,
  }));

/** The values that came with the session are masked like other personal data until they are revealed. */
function useReveal({ sessionId, session }: TabProps) {
  const environment = useEnvironment();
  const reveal = useMutation({
    mutationFn: () => revealPii(environment, sessionId, ["consent_ip", "metadata"]),
    onSuccess: () => announce("Values revealed"),
    onError: (error) => toastProblem("The values could not be shown", error),
  });
  return {
    reveal,
    consentIp: reveal.data?.consentIp ?? session.consentIp,
    metadata: reveal.data?.metadata ?? session.metadata,
  };
}

/** Shows where the session came from, and what its creator stated. */
export function SessionFacts(props: TabProps) {
  const { session, now, may } = props;
  const { reveal, consentIp, metadata } = useReveal(props);
  const isHidden = isMasked(consentIp ?? "") || isMasked(JSON.stringify(metadata));
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
      value: session.workflowId ? <CopyableId id={session.workflowId} label="Workflow ID" /> : none,
    },
    { key: "attempts", label: "Attempts", value: session.processingAttempts ?? none },
    { key: "ip", label: "Consent IP address", value: consentIp ?? none },
    { key: "updated", label: "Updated", value: <RelativeTime at={session.updatedAt} now={now} /> },
  ];
  const rows = metadataOf(metadata);
  return (
    <Card
      title="Session"
      aside={
        may.reveal && isHidden ? (
          <Button
            size="sm"
            variant="ghost"
            icon={<Eye aria-hidden />}
            onClick={() => reveal.mutate()}
            pending={reveal.isPending}
          >
            Reveal address and metadata
          </Button>
        ) : null
      }
    >
      <KeyValueList items={items} />
      {rows.length > 0 ? (
        <>
          <h3 className="mt-2 border-t pt-2 text-sm font-semibold text-ink-muted">Metadata</h3>
          <KeyValueList items={rows} />
        </>
      ) : null}
    </Card>
  );
}
