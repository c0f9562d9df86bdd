import type { SessionDto } from "@/lib/sessions/schema";

export const sessionTabs = ["overview", "documents", "risk", "screening", "timeline", "privacy"] as const;
export type SessionTab = (typeof sessionTabs)[number];

/** The tab an address names; the overview when it names none of ours. */
export function readTab(text: string | undefined): SessionTab {
  return sessionTabs.find((tab) => tab === text) ?? "overview";
}

/** What the viewer's role may do with a session. */
export type SessionRights = { documents: boolean; reveal: boolean; export: boolean; redact: boolean };

export type SessionViewProps = {
  sessionId: string;
  tab: SessionTab;
  may: SessionRights;
  now: number;
};

/** Every tab is given the same. */
export type TabProps = SessionViewProps & { session: SessionDto };
