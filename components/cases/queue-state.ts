/** The state of the Queue page in its address. */
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
const statuses = ["open", "in_review", "escalated", "pending_second_review", "approved", "rejected"];
const priorities = ["low", "normal", "high", "urgent"];
const opinions = ["any", "overturned"] as const;

export type QueueState = {
  tab: QueueTab;
  sla: QueueSla;
  /** Comma-separated statuses, instead of a tab. */
  status: string;
  queue: string;
  /** Comma-separated priorities. */
  priority: string;
  assignee: string;
  /** The member who made the final decision. */
  decider: string;
  /** The range of decision times. */
  decidedFrom: string;
  decidedTo: string;
  /** Cases with a first decision, or with one that did not stand. */
  opinion: (typeof opinions)[number] | "";
  q: string;
  newest: boolean;
  cursors: readonly string[];
};

export const queuePageSize = 50;

const oneOf = <T extends string>(members: readonly T[], value: string | null): T | "" =>
  members.find((member) => member === value) ?? "";

const listOf = (members: readonly string[], value: string | null) =>
  (value ?? "")
    .split(",")
    .filter((member) => members.includes(member))
    .join(",");

const isoInstant = /^\d{4}-\d\d-\d\dT[\d:.]{4,12}Z$/;
const instantOf = (value: string | null) => (value && isoInstant.test(value) ? value : "");

/** Reads the state from the address. */
export function readQueueState(params: Pick<URLSearchParams, "get">): QueueState {
  return {
    tab: oneOf(queueTabs, params.get("tab")) || "unassigned",
    sla: oneOf(slaStates, params.get("sla")),
    status: listOf(statuses, params.get("status")),
    queue: (params.get("queue") ?? "").slice(0, 64),
    priority: listOf(priorities, params.get("priority")),
    assignee: (params.get("assignee") ?? "").slice(0, 128),
    decider: (params.get("decided_by") ?? "").slice(0, 128),
    decidedFrom: instantOf(params.get("decided_from")),
    decidedTo: instantOf(params.get("decided_to")),
    opinion: oneOf(opinions, params.get("first_opinion")),
    q: (params.get("q") ?? "").trim().slice(0, 255),
    newest: params.get("sort") === "newest",
    cursors: (params.get("after") ?? "").split(".").filter((cursor) => /^[\w-]{1,200}$/.test(cursor)),
  };
}

/** Writes the state as an address. */
export function writeQueueState(state: QueueState): string {
  const params = new URLSearchParams();
  if (state.tab !== "unassigned") params.set("tab", state.tab);
  for (const key of ["sla", "status", "queue", "priority", "assignee", "q"] as const)
    if (state[key]) params.set(key, state[key]);
  for (const [name, value] of [
    ["decided_by", state.decider],
    ["decided_from", state.decidedFrom],
    ["decided_to", state.decidedTo],
    ["first_opinion", state.opinion],
  ] as const)
    if (value) params.set(name, value);
  if (state.newest) params.set("sort", "newest");
  if (state.cursors.length > 0) params.set("after", state.cursors.join("."));
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** Converts the state to query parameters of the API. */
export function toCaseParams(state: QueueState): Record<string, string> {
  const all = {
    tab: state.status ? "" : state.tab,
    status: state.status,
    sla: state.sla,
    queue: state.queue,
    priority: state.priority,
    assignedTo: state.assignee,
    decidedBy: state.decider,
    decidedFrom: state.decidedFrom,
    decidedTo: state.decidedTo,
    firstOpinion: state.opinion,
    q: state.q,
    sort: state.newest ? "newest" : "",
    pageAfter: state.cursors.at(-1) ?? "",
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** A tab without filters. */
export const unfiltered = {
  sla: "",
  status: "",
  queue: "",
  priority: "",
  assignee: "",
  decider: "",
  decidedFrom: "",
  decidedTo: "",
  opinion: "",
  q: "",
} as const satisfies Partial<QueueState>;

export const isNarrowed = (state: QueueState) =>
  (Object.keys(unfiltered) as (keyof typeof unfiltered)[]).some((key) => state[key] !== "");

/** Links to the queue page that shows the result of a `GET /cases` query. */
export function queueHref(environment: string, query: string): string {
  const params = new URLSearchParams(query);
  const assignee = params.get("assigned_to");
  if (assignee) params.set("assignee", assignee);
  return `/${environment}/queue${writeQueueState(readQueueState(params))}`;
}
