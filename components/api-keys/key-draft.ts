import type { ApiKeyDto } from "@/lib/api-keys/schema";

/** A key as a form has it. */
export type KeyDraft = {
  label: string;
  note: string;
  scopes: string[];
  allowedIps: string;
  expiresAt: string;
  defaultKeyInflection: string;
};

/** The value of an input for a date and time, in UTC. */
const utcInput = (at: string | null) => at?.slice(0, 16) ?? "";

/** Converts a key to a form. */
export const draftOf = (key: ApiKeyDto): KeyDraft => ({
  label: key.label ?? "",
  note: key.note ?? "",
  scopes: key.scopes,
  allowedIps: key.allowedIps?.join("\n") ?? "",
  expiresAt: utcInput(key.expiresAt),
  defaultKeyInflection: key.defaultKeyInflection,
});

/** Converts a form to the input of an operation. An end that was not edited keeps its seconds. */
export function inputOf(draft: KeyDraft, expiresAt: string | null = null) {
  const { label, note, allowedIps, ...rest } = draft;
  const blocks = allowedIps.split(/[\s,]+/).filter(Boolean);
  const edited = draft.expiresAt === "" ? null : `${draft.expiresAt}:00Z`;
  return {
    ...rest,
    label: label.trim() || null,
    note: note.trim() || null,
    allowedIps: blocks.length > 0 ? blocks : null,
    expiresAt: draft.expiresAt === utcInput(expiresAt) ? expiresAt : edited,
  };
}
