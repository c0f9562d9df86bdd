export const sessionTabs = ["overview", "documents", "risk", "screening", "timeline", "privacy"] as const;
export type SessionTab = (typeof sessionTabs)[number];

/** The tab an address names; the overview when it names none of ours. */
export function readTab(text: string | undefined): SessionTab {
  return sessionTabs.find((tab) => tab === text) ?? "overview";
}
