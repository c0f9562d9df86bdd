import type { ApiKeyDto } from "@/lib/api-keys/schema";

/** A key as a form has it. */
export type KeyDraft = {
  type: ApiKeyDto["type"];
  label: string;
  note: string;
  scopes: string[];
  allowedIps: string;
  allowedOrigins: string;
  expiresAt: string;
  defaultKeyInflection: string;
};

/** The value of an input for a date and time, in UTC. */
const utcInput = (at: string | null) => at?.slice(0, 16) ?? "";

/** Converts a key to a form. */
export const draftOf = (key: ApiKeyDto): KeyDraft => ({
  type: key.type,
  label: key.label ?? "",
  note: key.note ?? "",
  scopes: key.scopes,
  allowedIps: key.allowedIps?.join("\n") ?? "",
  allowedOrigins: key.allowedOrigins?.join("\n") ?? "",
  expiresAt: utcInput(key.expiresAt),
  defaultKeyInflection: key.defaultKeyInflection,
});

/** Reads a list that was typed on lines or between commas; null when it is empty. */
function listOf(text: string): string[] | null {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  return entries.length > 0 ? entries : null;
}

/** Converts a form to the input of an operation. An end that was not edited keeps its seconds. */
export function inputOf(draft: KeyDraft, expiresAt: string | null = null) {
  const { scopes, defaultKeyInflection } = draft;
  const edited = draft.expiresAt === "" ? null : `${draft.expiresAt}:00Z`;
  return {
    ...(draft.type === "secret" && { scopes }),
    ...(draft.type === "publishable" && { allowedOrigins: listOf(draft.allowedOrigins) }),
    defaultKeyInflection,
    label: draft.label.trim() || null,
    note: draft.note.trim() || null,
    allowedIps: listOf(draft.allowedIps),
    expiresAt: draft.expiresAt === utcInput(expiresAt) ? expiresAt : edited,
  };
}
