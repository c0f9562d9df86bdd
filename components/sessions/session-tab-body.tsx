"use client";

import dynamic from "next/dynamic";
import type { SessionDto } from "@/lib/sessions/schema";
import type { SessionViewProps } from "./session-view";

/** Every tab is a file of its own over the wire: only the open one is loaded. */
const tabs = {
  overview: dynamic(() => import("./overview-tab")),
  documents: dynamic(() => import("@/components/documents/documents-tab")),
  risk: dynamic(() => import("@/components/signals/risk-tab")),
  screening: dynamic(() => import("@/components/screening/screening-tab")),
  timeline: dynamic(() => import("./timeline-tab")),
  privacy: dynamic(() => import("@/components/privacy/privacy-tab")),
};

export type TabProps = SessionViewProps & { session: SessionDto };

export function SessionTabBody(props: TabProps) {
  const Tab = tabs[props.tab];
  return <Tab {...props} />;
}
