"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { sessionQueries } from "@/lib/sessions/client";
import { SessionHeader } from "./session-header";
import { SessionTabBody } from "./session-tab-body";
import type { SessionViewProps } from "./session-tabs";

export function SessionView(props: SessionViewProps) {
  const { data: session } = useSuspenseQuery(sessionQueries.one(useEnvironment(), props.sessionId));
  return (
    <>
      <SessionHeader {...props} session={session} />
      <SessionTabBody {...props} session={session} />
    </>
  );
}
