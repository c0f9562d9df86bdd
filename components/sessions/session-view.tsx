"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { sessionQueries } from "@/lib/sessions/client";
import { SessionHeader } from "./session-header";
import { SessionTabBody } from "./session-tab-body";
import type { SessionTab } from "./session-tabs";

/** What the viewer's role may do with a session. */
export type SessionRights = { documents: boolean; reveal: boolean; export: boolean; redact: boolean };

export type SessionViewProps = {
  sessionId: string;
  tab: SessionTab;
  may: SessionRights;
  now: number;
};

export function SessionView(props: SessionViewProps) {
  const { data: session } = useSuspenseQuery(sessionQueries.one(useEnvironment(), props.sessionId));
  return (
    <>
      <SessionHeader {...props} session={session} />
      <SessionTabBody {...props} session={session} />
    </>
  );
}
