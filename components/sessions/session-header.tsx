"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { SessionActions } from "@/components/privacy/session-actions";
import { useEnvironment } from "@/components/shell/environment";
import { TopBar } from "@/components/shell/top-bar";
import { CopyableId } from "@/components/ui/copyable-id";
import { cx } from "@/components/ui/cx";
import { ForeignText } from "@/components/ui/foreign-text";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { RiskBar } from "@/components/ui/risk-bar";
import { TabsNav } from "@/components/ui/tabs-nav";
import { sentence, words } from "@/lib/format/words";
import { ResultPill, StatusPill } from "./looks";
import type { TabProps } from "./session-tabs";
import { sessionTabs } from "./session-tabs";

function Fact({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={cx("flex items-center gap-1.5", className)}>
      <dt className="text-ink-muted">{label}</dt>
      <dd className="flex items-center gap-1">{children}</dd>
    </div>
  );
}

function Facts({ session, now }: TabProps) {
  const environment = useEnvironment();
  return (
    <dl className="flex min-w-0 flex-1 flex-wrap items-center gap-x-5 gap-y-1 text-ui">
      <Fact label="Created">
        <RelativeTime at={session.createdAt} now={now} />
      </Fact>
      {session.resultStatus ? (
        <Fact label="Result" className="xl:hidden">
          <ResultPill result={session.resultStatus} />
        </Fact>
      ) : null}
      <Fact label="Risk">
        <RiskBar score={session.riskScore} />
      </Fact>
      {session.externalRef ? (
        <Fact label="External reference">
          <CopyableId id={session.externalRef} label="External reference" className="max-w-64" />
          {session.status === "completed" ? (
            <Link
              className="text-link"
              href={`/${environment}/identities/${encodeURIComponent(session.externalRef)}`}
            >
              Identity
            </Link>
          ) : null}
        </Fact>
      ) : null}
      {session.caseStatus ? <Fact label="Case">{words(session.caseStatus)}</Fact> : null}
      {session.tags.length > 0 ? (
        <Fact label="Tags">
          {session.tags.map((tag) => (
            <Pill key={tag}>
              <ForeignText>{tag}</ForeignText>
            </Pill>
          ))}
        </Fact>
      ) : null}
    </dl>
  );
}

export function SessionHeader(props: TabProps) {
  const environment = useEnvironment();
  const { session, tab, sessionId } = props;
  const router = useRouter();
  const href = (key: string) => `/${environment}/sessions/${encodeURIComponent(sessionId)}?tab=${key}`;
  const step = (by: number) => () => {
    const next = sessionTabs.at((sessionTabs.indexOf(tab) + by) % sessionTabs.length);
    if (next) router.push(href(next), { scroll: false });
  };
  useHotkeys("Session", [
    { keys: ".", label: "Next tab", run: step(1) },
    { keys: ",", label: "Previous tab", run: step(-1) },
  ]);
  return (
    <>
      <TopBar
        title={<CopyableId id={session.id} label="Session ID" className="max-w-full" />}
        heading={`Session ${session.id}`}
        trail={[{ label: "Sessions", href: `/${environment}/sessions` }]}
      >
        <StatusPill status={session.status} />
        {session.resultStatus ? (
          <span className="max-xl:hidden">
            <ResultPill result={session.resultStatus} />
          </span>
        ) : null}
        {session.retentionStatus === "redacted" ? <Pill tone="muted">redacted</Pill> : null}
        {environment === "sandbox" ? <Pill tone="warn">sandbox</Pill> : null}
      </TopBar>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-3 px-4 pt-2">
        <Facts {...props} />
        <SessionActions {...props} />
      </div>
      <div className="flex h-10 shrink-0 items-center border-b px-2">
        <TabsNav
          label="Session"
          current={tab}
          items={sessionTabs.map((key) => ({ key, href: href(key), label: sentence(key) }))}
        />
      </div>
    </>
  );
}
