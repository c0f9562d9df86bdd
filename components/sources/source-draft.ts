import type { SourceDto, VendorDto } from "@/lib/sources/schema";

/** A new source as a form has it. */
export type NewDraft = {
  vendor: string;
  name: string;
  baseUrl: string;
  kind: string;
  key: string;
  user: string;
  password: string;
  noticeSecret: string;
  since: string;
};

/** The draft of a connection to a vendor. */
export const blankDraft = (vendor: VendorDto | undefined): NewDraft => ({
  vendor: vendor?.vendor ?? "",
  name: vendor?.vendor ?? "",
  baseUrl: "",
  kind: vendor?.keys[0] ?? "api_key",
  key: "",
  user: "",
  password: "",
  noticeSecret: "",
  since: "",
});

export type KeyDraft = Pick<NewDraft, "kind" | "key" | "user" | "password">;

/** Converts the key's inputs to credentials. */
export const credentialsOf = ({ kind, key, user, password }: KeyDraft) =>
  kind === "basic" ? { kind, user, password } : { kind, key };

/** Converts a form to the input of an operation. Days begin at midnight UTC. */
export const inputOf = ({ vendor, name, baseUrl, noticeSecret, since, ...key }: NewDraft) => ({
  ...{ vendor, name, baseUrl },
  credentials: credentialsOf(key),
  noticeSecret: noticeSecret.trim() || null,
  since: since ? `${since}T00:00:00Z` : null,
});

/** What can be changed of a source, as a form has it. */
export type ChangeDraft = {
  everySeconds: string;
  fullEverySeconds: string;
  since: string;
  statuses: string;
  workflows: string;
  reportsDecisions: boolean;
  reportsRedactions: boolean;
  vendorSettings: string;
};

export const changeDraftOf = (source: SourceDto): ChangeDraft => ({
  everySeconds: String(source.everySeconds),
  fullEverySeconds: String(source.fullEverySeconds),
  since: source.since?.slice(0, 10) ?? "",
  statuses: source.statuses.join(", "),
  workflows: source.workflows.join(", "),
  reportsDecisions: source.reportsDecisions,
  reportsRedactions: source.reportsRedactions,
  vendorSettings: JSON.stringify(source.vendorSettings ?? {}, null, 2),
});

const wordsIn = (text: string) =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);

/** Text that is no JSON stays text, which the schema refuses. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Converts a form to the input of an operation. */
export const changesOf = (draft: ChangeDraft, version: number) => ({
  everySeconds: Number(draft.everySeconds),
  fullEverySeconds: Number(draft.fullEverySeconds),
  since: draft.since ? `${draft.since}T00:00:00Z` : null,
  statuses: wordsIn(draft.statuses),
  workflows: wordsIn(draft.workflows),
  reportsDecisions: draft.reportsDecisions,
  reportsRedactions: draft.reportsRedactions,
  vendorSettings: jsonIn(draft.vendorSettings),
  version,
});
