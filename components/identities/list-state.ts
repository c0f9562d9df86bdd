import { identityStatuses } from "@/lib/identities/schema";

/** The state of the list of identities in its address. */
export type IdentityListState = {
  q: string;
  status: string;
  archived: boolean;
  /** The cursors of the pages before this one and of this page; empty on the first. */
  cursors: readonly string[];
};

export const wholeList: IdentityListState = { q: "", status: "", archived: false, cursors: [] };

/** Reads the state from the address; what it does not know is dropped. */
export function readIdentityList(params: Pick<URLSearchParams, "get">): IdentityListState {
  return {
    q: (params.get("q") ?? "").trim().slice(0, 255),
    status: identityStatuses.find((each) => each === params.get("status")) ?? "",
    archived: params.get("archived") === "yes",
    cursors: (params.get("after") ?? "").split(".").filter((cursor) => /^[\w-]{1,200}$/.test(cursor)),
  };
}

const present = (all: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value));

/** Writes the state as an address. */
export function writeIdentityList({ q, status, archived, cursors }: IdentityListState): string {
  const all = { q, status, archived: archived ? "yes" : "", after: cursors.join(".") };
  const text = new URLSearchParams(present(all)).toString();
  return text ? `?${text}` : "";
}

/** Converts the state to query parameters of the API. */
export const identityListParams = ({ q, status, archived, cursors }: IdentityListState) =>
  present({ q, status, includeArchived: archived ? "true" : "", pageAfter: cursors.at(-1) ?? "" });
