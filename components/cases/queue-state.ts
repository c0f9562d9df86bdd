/** What the address of the Queue says. */
export const queueTabs = ["unassigned", "mine", "pending_second_review", "escalated", "all"] as const;
export type QueueTab = (typeof queueTabs)[number];

export const tabLabels: Record<QueueTab, string> = {
  unassigned: "Unassigned",
  mine: "Mine",
  pending_second_review: "Second review",
  escalated: "Escalated",
  all: "All open",
};

const slaStates = ["on_track", "approaching", "overdue"] as const;
export type QueueSla = (typeof slaStates)[number] | "";
const statuses = ["approved", "rejected"] as const;

export type QueueState = {
  tab: QueueTab;
  sla: QueueSla;
  /** Decided cases, instead of a tab. */
  status: "approved" | "rejected" | "";
  queue: string;
  assignee: string;
  q: string;
  newest: boolean;
  cursors: readonly string[];
};

export const queuePageSize = 50;

const oneOf = <T extends string>(members: readonly T[], value: string | null): T | "" =>
  members.find((member) => member === value) ?? "";

/** Reads the address. */
export function readQueueState(params: Pick<URLSearchParams, "get">): QueueState {
  return {
    tab: oneOf(queueTabs, params.get("tab")) || "unassigned",
    sla: oneOf(slaStates, params.get("sla")),
    status: oneOf(statuses, params.get("status")),
    queue: (params.get("queue") ?? "").slice(0, 64),
    assignee: (params.get("assignee") ?? "").slice(0, 128),
    q: (params.get("q") ?? "").trim().slice(0, 255),
    newest: params.get("sort") === "newest",
    cursors: (params.get("after") ?? "").split(".").filter((cursor) => /^[\w-]{1,200}$/.test(cursor)),
  };
}

/** Writes the address. */
export function writeQueueState(state: QueueState): string {
  const params = new URLSearchParams();
  if (state.tab !== "unassigned") params.set("tab", state.tab);
  for (const key of ["sla", "status", "queue", "assignee", "q"] as const)
    if (state[key]) params.set(key, state[key]);
  if (state.newest) params.set("sort", "newest");
  if (state.cursors.length > 0) params.set("after", state.cursors.join("."));
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** The same state as the API's list wants it. */
export function toCaseParams(state: QueueState): Record<string, string> {
  const all = {
    tab: state.status ? "" : state.tab,
    status: state.status,
    sla: state.sla,
    queue: state.queue,
    assignedTo: state.assignee,
    q: state.q,
    sort: state.newest ? "newest" : "",
    pageAfter: state.cursors.at(-1) ?? "",
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

export const isNarrowed = ({ sla, status, queue, assignee, q }: QueueState) =>
  Boolean(sla || status || queue || assignee || q);
