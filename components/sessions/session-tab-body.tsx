"use client";

import dynamic from "next/dynamic";
import { missingPart } from "@/components/ui/missing-part";
import type { TabProps } from "./session-tabs";

/** Each tab is a separate file, so that only the open one is loaded. */
const tabs = {
  overview: dynamic(() => import("./overview-tab").catch(missingPart)),
  documents: dynamic(() => import("@/components/documents/documents-tab").catch(missingPart)),
  risk: dynamic(() => import("@/components/signals/risk-tab").catch(missingPart)),
  screening: dynamic(() => import("@/components/screening/screening-tab").catch(missingPart)),
  timeline: dynamic(() => import("./timeline-tab").catch(missingPart)),
  privacy: dynamic(() => import("@/components/privacy/privacy-tab").catch(missingPart)),
};

export function SessionTabBody(props: TabProps) {
  const Tab = tabs[props.tab];
  return <Tab {...props} />;
}
