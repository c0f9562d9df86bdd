"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { HoldCard } from "@/components/holds/hold-card";
import type { TabProps } from "@/components/sessions/session-tabs";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { Exact } from "@/components/ui/time-zone";
import type { Tone } from "@/components/ui/tone";
import { day } from "@/lib/format/date";
import { privacyQueries } from "@/lib/privacy/client";
import type { PrivacyDto } from "@/lib/privacy/schema";
import { removalLines } from "./removals";
import { SessionActions } from "./session-actions";
import { WhatGoes } from "./what-goes";

const states: Record<string, { tone: Tone; label: string; detail: string }> = {
  active: {
    tone: "good",
    label: "all data retained",
    detail: "Personal data and images are shown until their display period ends.",
  },
  sensitive_redacted: {
    tone: "warn",
    label: "sensitive data hidden",
    detail: "Extracted data and images are hidden. An export still contains them. A redaction erases them.",
  },
  redacted: {
    tone: "muted",
    label: "redacted",
    detail: "The personal data has been erased. This page shows all data that remains.",
  },
};

type Time = { at: string | null; otherwise: string; isDay?: boolean };

function Instant({ at, now, otherwise, isDay = false }: Time & { now: number }) {
  if (!at) return <span className="text-ink-muted">{otherwise}</span>;
  if (isDay) return day(at);
  return (
    <>
      <Exact at={at} /> <RelativeTime at={at} now={now} className="text-ink-muted" />
    </>
  );
}

function Clock({ clock, status, now }: { clock: PrivacyDto["clock"]; status: string; now: number }) {
  const state = states[status];
  const open = clock.terminalAt ? "retained without limit" : "starts when the session ends";
  const rows: (Time & { key: string; label: string })[] = [
    { key: "ended", label: "Session ended", at: clock.terminalAt, otherwise: "session still in progress" },
    { key: "sensitive", label: "Sensitive data until", at: clock.sensitiveDataUntil, otherwise: open },
    { key: "data", label: "All other data until", at: clock.dataUntil, otherwise: open },
    ...(clock.restrictedAt
      ? [
          {
            key: "restricted",
            label: clock.restrictedUntilOn ? "Retained by law until" : "Restricted",
            at: clock.restrictedUntilOn,
            isDay: true,
            otherwise: "until the restriction is lifted or its last day is known",
          },
        ]
      : []),
    { key: "redacted", label: "Redacted", at: clock.redactedAt, otherwise: "no" },
  ];
  return (
    <Card title="Retention" aside={<Pill tone={state?.tone}>{state?.label ?? status}</Pill>}>
      {state ? <p className="mb-2 text-ink-muted">{state.detail}</p> : null}
      <KeyValueList
        labelWidth="10rem"
        items={rows.map(({ key, label, ...time }) => ({
          key,
          label,
          value: <Instant now={now} {...time} />,
        }))}
      />
    </Card>
  );
}

export default function PrivacyTab(props: TabProps) {
  const environment = useEnvironment();
  const { sessionId, session, now } = props;
  const { data } = useSuspenseQuery(privacyQueries.ofSession(environment, sessionId));
  const { isRedacted, keeps } = data.redaction;
  return (
    <div className="grid max-w-5xl content-start items-start gap-4 p-4 xl:grid-cols-2">
      <Clock clock={data.clock} status={session.retentionStatus} now={now} />
      <Card
        title={isRedacted ? "Remaining data" : "What a redaction erases and keeps"}
        footer={
          props.may.export || props.may.redact ? (
            <SessionActions {...props} />
          ) : (
            <span className="text-sm text-ink-muted">Only the compliance role can export and redact.</span>
          )
        }
      >
        {isRedacted ? (
          <ul className="flex flex-col gap-1">
            {keeps.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : (
          <WhatGoes goes={removalLines(data.redaction)} stays={keeps} />
        )}
      </Card>
      {props.may.redact ? (
        <HoldCard target={{ type: "session", id: sessionId }} isErased={isRedacted} />
      ) : null}
    </div>
  );
}
