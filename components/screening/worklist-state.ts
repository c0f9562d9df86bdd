/** The state of the screening worklist in its address. */
const states = ["open", "match", "not_a_match", "all"] as const;
export type WorklistTab = (typeof states)[number];
const ages = ["1", "7", "30"] as const;

export type WorklistState = {
  state: WorklistTab;
  kind: readonly string[];
  source: readonly string[];
  country: readonly string[];
  /** Days since the hit was found, at least; empty for any. */
  age: (typeof ages)[number] | "";
  q: string;
  newest: boolean;
  /** The cursors of the pages before this one and of this page; empty on the first. */
  cursors: readonly string[];
};

export const wholeWorklist = {
  kind: [],
  source: [],
  country: [],
  age: "",
  q: "",
} as const satisfies Partial<WorklistState>;

export const stateLabels: Record<WorklistTab, string> = {
  open: "To resolve",
  match: "Match",
  not_a_match: "Not a match",
  all: "All hits",
};
export const worklistTabs = states;

const listOf = (text: string | null, longest: number) =>
  (text ?? "")
    .split(",")
    .filter((value) => value && value.length <= longest)
    .slice(0, 20);

/** Reads the state from the address; what it does not know is dropped. */
export function readWorklist(params: Pick<URLSearchParams, "get">): WorklistState {
  return {
    state: states.find((each) => each === params.get("state")) ?? "open",
    kind: listOf(params.get("kind"), 64),
    source: listOf(params.get("source"), 64),
    country: listOf(params.get("country"), 3),
    age: ages.find((each) => each === params.get("age")) ?? "",
    q: (params.get("q") ?? "").trim().slice(0, 255),
    newest: params.get("sort") === "newest",
    cursors: (params.get("after") ?? "").split(".").filter((cursor) => /^[\w-]{1,400}$/.test(cursor)),
  };
}

const present = (all: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value));

/** Writes the state as an address. */
export function writeWorklist(state: WorklistState): string {
  const all = {
    state: state.state === "open" ? "" : state.state,
    kind: state.kind.join(","),
    source: state.source.join(","),
    country: state.country.join(","),
    age: state.age,
    q: state.q,
    sort: state.newest ? "newest" : "",
    after: state.cursors.join("."),
  };
  const text = new URLSearchParams(present(all)).toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** Converts the state to query parameters of the API. */
export const worklistParams = (state: WorklistState) =>
  present({
    state: state.state === "all" ? "" : state.state,
    kind: state.kind.join(","),
    source: state.source.join(","),
    country: state.country.join(","),
    olderThanDays: state.age,
    q: state.q,
    sort: state.newest ? "newest" : "",
    pageAfter: state.cursors.at(-1) ?? "",
  });

export const isNarrowed = ({ kind, source, country, age, q }: WorklistState) =>
  Boolean(age || q || kind.length > 0 || source.length > 0 || country.length > 0);
