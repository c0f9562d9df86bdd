/** The state of the Sessions page in its address. Parsed by hand, so that server and browser read it alike. */
export const choices = ["status", "result", "risk", "document", "country", "source", "tag"] as const;
export type Choice = (typeof choices)[number];

export type ListState = Record<Choice, readonly string[]> & {
  q: string;
  from: string;
  to: string;
  /** The cursors of the pages before this one and of this page; empty on the first. */
  cursors: readonly string[];
};

/** The values of each closed filter; others in the address are dropped. */
export type Members = Partial<Record<Choice, readonly string[]>>;

export const pageSize = 50;

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
const listOf = (text: string | null) => (text ?? "").split(",").filter(Boolean).slice(0, 20);
const dayOf = (text: string | null) => (text && isDay(text) ? text : "");

/** Reads the state from the address. */
export function readListState(params: Pick<URLSearchParams, "get">, members: Members): ListState {
  const chosen = (choice: Choice) => {
    const values = choice === "tag" ? [params.get("tag") ?? ""].filter(Boolean) : listOf(params.get(choice));
    return values.filter((value) => members[choice]?.includes(value) ?? value.length <= 100);
  };
  return {
    status: chosen("status"),
    result: chosen("result"),
    risk: chosen("risk"),
    document: chosen("document"),
    country: chosen("country"),
    source: chosen("source"),
    tag: chosen("tag"),
    q: (params.get("q") ?? "").trim().slice(0, 255),
    from: dayOf(params.get("from")),
    to: dayOf(params.get("to")),
    cursors: (params.get("after") ?? "").split(".").filter((cursor) => /^[\w-]{1,200}$/.test(cursor)),
  };
}

/** Writes the state as an address. */
export function writeListState(state: ListState): string {
  const params = new URLSearchParams();
  for (const choice of choices) if (state[choice].length > 0) params.set(choice, state[choice].join(","));
  for (const key of ["q", "from", "to"] as const) if (state[key]) params.set(key, state[key]);
  if (state.cursors.length > 0) params.set("after", state.cursors.join("."));
  const text = params.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** Converts the state to query parameters of the API. */
export function toListParams(state: ListState) {
  const all = {
    status: state.status.join(","),
    result: state.result.join(","),
    riskLevel: state.risk.join(","),
    documentType: state.document.join(","),
    country: state.country.join(","),
    source: state.source.join(","),
    tag: state.tag.join(""),
    q: state.q,
    createdFrom: state.from,
    createdTo: state.to,
    pageAfter: state.cursors.at(-1) ?? "",
  };
  const given = Object.entries(all).filter(([, value]) => value);
  return Object.fromEntries(given) as Partial<Record<keyof typeof all, string>>;
}

export const isFiltered = ({ q, from, to, ...state }: ListState) =>
  Boolean(q || from || to) || choices.some((choice) => state[choice].length > 0);

export const unfiltered: ListState = {
  status: [],
  result: [],
  risk: [],
  document: [],
  country: [],
  source: [],
  tag: [],
  q: "",
  from: "",
  to: "",
  cursors: [],
};
