import type { SessionDto } from "@/lib/sessions/schema";

export const sessionTabs = ["overview", "documents", "risk", "screening", "timeline", "privacy"] as const;
export type SessionTab = (typeof sessionTabs)[number];

/** Returns the tab in an address; the overview for an unknown one. */
export function readTab(text: string | undefined): SessionTab {
  return sessionTabs.find((tab) => tab === text) ?? "overview";
}

/** The viewer's permissions on a session. */
export type SessionRights = {
  documents: boolean;
  reveal: boolean;
  report: boolean;
  export: boolean;
  redact: boolean;
  /** Whether they see the matches with the organization's lists, and may resolve them. */
  lists: boolean;
  resolveLists: boolean;
  /** Whether they may run a screening check. */
  screen: boolean;
};

export type SessionViewProps = {
  sessionId: string;
  tab: SessionTab;
  may: SessionRights;
  now: number;
};

/** The props of every tab. */
export type TabProps = SessionViewProps & { session: SessionDto };
