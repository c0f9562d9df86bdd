/** The tabs from which cases can be claimed one after the other. */
export const takenTabs = ["unassigned", "pending_second_review", "escalated"] as const;
export type TakenTab = (typeof takenTabs)[number];

/** The path of a case's desk; `from` is the tab from which Next claims. */
export function deskPath(environment: string, caseId: string, from: TakenTab = "unassigned"): string {
  const path = `/${environment}/queue/${encodeURIComponent(caseId)}`;
  return from === "unassigned" ? path : `${path}?from=${from}`;
}

/** The id of the case that stands in a path of the desk; null for any other path. */
export function caseInPath(path: string): string | null {
  const [, , page, segment, ...rest] = path.split("/");
  return page === "queue" && segment && rest.length === 0 ? decodeURIComponent(segment) : null;
}

/** Returns the tab in a desk's address, if the viewer may claim cases from it. */
export function readFrom(params: Pick<URLSearchParams, "get">, mayTakeEscalations: boolean): TakenTab {
  const from = takenTabs.find((tab) => tab === params.get("from")) ?? "unassigned";
  return from === "escalated" && !mayTakeEscalations ? "unassigned" : from;
}

/** The path of the queue with this tab open. */
export const queuePath = (environment: string, tab: TakenTab) =>
  `/${environment}/queue${tab === "unassigned" ? "" : `?tab=${tab}`}`;
