"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { Waiting } from "@/components/shell/loaded";
import { Card } from "@/components/ui/card";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import { Pill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Exact } from "@/components/ui/time-zone";
import { counted } from "@/lib/format/number";
import { sentence, words } from "@/lib/format/words";
import { identityQueries } from "@/lib/identities/client";
import type { IdentityDto, IdentityMonitoringDto } from "@/lib/identities/schema";

const unknown = <span className="text-ink-muted">unknown</span>;

type LateHitsProps = { hits: IdentityMonitoringDto["lateHits"]; externalRef: string };

function LateHits({ hits, externalRef }: LateHitsProps) {
  const environment = useEnvironment();
  if (hits.total === 0) return <>None</>;
  // They may belong to several sessions of the reference, and be resolved.
  const at = new URLSearchParams({ state: "all", q: externalRef });
  return (
    <>
      <Link className="text-link" href={`/${environment}/screening?${at}`}>
        {counted(hits.total, "hit")}
      </Link>{" "}
      <Pill tone={hits.open > 0 ? "warn" : "muted"}>
        {hits.open > 0 ? `${hits.open} to resolve` : "resolved"}
      </Pill>
      {hits.lastAt ? (
        <span className="block text-sm text-ink-muted">
          Last one <Exact at={hits.lastAt} />
        </span>
      ) : null}
    </>
  );
}

function Document({ found }: { found: IdentityMonitoringDto["document"] }) {
  if (!found || found.state === "unknown") return unknown;
  const { state, detail, hasExpiredSince } = found;
  return (
    <>
      {sentence(detail ?? words(state))}{" "}
      {hasExpiredSince ? <Pill tone="warn">expired since the verification</Pill> : null}
    </>
  );
}

function monitoringOf(last: IdentityMonitoringDto["lastScreening"]): Pick<KeyValue, "value" | "note"> {
  if (!last) return { value: unknown };
  if (last.isMonitoredHere)
    return {
      value: "Monitored against the watchlists here",
      note: "A check runs again when a new version of a watchlist is uploaded.",
    };
  return last.isMonitored
    ? {
        value: "The source monitors this person",
        note: "As the source said. New hits appear when it sends a session again, unless that was decided or changed here.",
      }
    : {
        value: "Nothing monitors this person",
        note: "Screening takes place at the source, before a session is imported, or by a check that the API asks for.",
      };
}

const rowsOf = (
  { verified, lastScreening: last, lateHits, document }: IdentityMonitoringDto,
  externalRef: string,
): KeyValue[] => [
  {
    key: "verified",
    label: "Approved session",
    value: verified ? <Exact at={verified.at} /> : <span className="text-ink-muted">none</span>,
  },
  {
    key: "screening",
    label: "Last screening",
    value: last ? <Exact at={last.at} /> : unknown,
    note: last
      ? [sentence(last.kind), last.source !== last.kind && last.source && words(last.source)]
          .filter(Boolean)
          .join(", ")
      : null,
  },
  { key: "monitored", label: "Monitoring", ...monitoringOf(last) },
  {
    key: "hits",
    label: "Hits after the decision",
    value: <LateHits hits={lateHits} externalRef={externalRef} />,
  },
  { key: "document", label: "Document", value: <Document found={document} /> },
];

/** Says what has changed since the person was verified, as far as is known. */
export function IdentityMonitoring({ identity }: { identity: IdentityDto }) {
  const environment = useEnvironment();
  const found = useQuery(identityQueries.monitoring(environment, identity.id));
  return (
    <Card title="Since the verification">
      {found.data ? (
        <KeyValueList labelWidth="9rem" items={rowsOf(found.data, identity.externalRef)} />
      ) : (
        <Waiting
          query={found}
          failed="What has changed could not be loaded"
          skeleton={<SkeletonRows rows={4} label="Loading what has changed" />}
        />
      )}
    </Card>
  );
}
