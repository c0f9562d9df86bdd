import { z } from "zod";
import { type SourceDto, sourceChanges, type VendorDto } from "@/lib/sources/schema";

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

/** The name that a source of a vendor has until somebody types another one. */
const usualName = (vendor: VendorDto | undefined): string => vendor?.vendor.replaceAll("_", "-") ?? "";

/**
 * What follows when another vendor is chosen: a kind of key that it takes, and its name where none was typed.
 * @param name that stands in the form
 */
export const followed = (vendors: readonly VendorDto[], chosen: string, name: string) => {
  const vendor = vendors.find((each) => each.vendor === chosen);
  const isTyped = name.trim() !== "" && !vendors.some((each) => usualName(each) === name);
  return { kind: vendor?.keys[0] ?? "api_key", name: isTyped ? name : usualName(vendor) };
};

/** The draft of a connection to a vendor. */
export const blankDraft = (vendor: VendorDto | undefined): NewDraft => ({
  vendor: vendor?.vendor ?? "",
  name: usualName(vendor),
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

/** The ids in a text, between any spaces and commas. */
export const idsIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** A text of JSON with one object. A form would drop what is empty within the object itself. */
const jsonObject = z.string().transform((text, context): Record<string, unknown> => {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "Enter a JSON object." });
    return z.NEVER;
  }
});

/** The schema of the form, whose settings are text. */
export const changeForm = sourceChanges.extend({ vendorSettings: jsonObject.optional() });

const whole = ({ since, ...draft }: ChangeDraft) => ({
  everySeconds: Number(draft.everySeconds),
  fullEverySeconds: Number(draft.fullEverySeconds),
  since: since ? `${since}T00:00:00Z` : null,
  statuses: wordsIn(draft.statuses),
  workflows: wordsIn(draft.workflows),
  reportsDecisions: draft.reportsDecisions,
  reportsRedactions: draft.reportsRedactions,
  vendorSettings: draft.vendorSettings.trim() || "{}",
});

/**
 * Converts a form to the input of an operation: what differs from the source that the draft was made of, with that
 * source's version, so that what somebody else has changed since is not overwritten.
 */
export function changesOf(draft: ChangeDraft, source: SourceDto): Record<string, unknown> {
  const before = whole(changeDraftOf(source));
  const changed = Object.entries(whole(draft)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name)),
  );
  return { ...Object.fromEntries(changed), version: source.version };
}

const statusSettings = z.looseObject({ statuses: z.record(z.string(), z.string()) });

/** Reads what each status of the vendor means from a text of settings; null where it says nothing of that. */
export function statusesIn(settings: string): Record<string, string> | null {
  try {
    return statusSettings.parse(JSON.parse(settings)).statuses;
  } catch {
    return null;
  }
}

/** Returns a text of settings with other statuses. */
export const withStatuses = (settings: string, statuses: Record<string, string>): string =>
  JSON.stringify({ ...jsonObject.parse(settings), statuses }, null, 2);
