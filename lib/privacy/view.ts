import { type Actor, can } from "@/lib/auth/actor";
import { maskName } from "@/lib/format/name";
import { inflect } from "@/lib/http/inflection";
import type { BundleExtractedData } from "@/lib/sessions/bundle";
import { type ExtractedDataDto, type PiiField, piiFields } from "@/lib/sessions/schema";

/** What stands for a value the viewer may not see. */
export const hidden = "•••";

/** The end of an identifier, enough to tell two apart. */
export const maskIdentifier = (value: string) => `•••${value.slice(-2)}`;

const masks: Partial<Record<PiiField, (value: string) => string>> = {
  first_name: maskName,
  last_name: maskName,
  document_number: maskIdentifier,
  date_of_birth: () => "••••-••-••",
  nationality: (value) => value,
  document_type: (value) => value,
  document_issuing_state: (value) => value,
};

function maskValue(field: PiiField, value: unknown, isInitialShown: boolean): unknown {
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.keys(value).map((key) => [key, hidden]));
  }
  if (typeof value !== "string" || value === "") return value;
  return isInitialShown ? (masks[field]?.(value) ?? hidden) : hidden;
}

/** The given fields of extracted data, as the API spells them; fields that were not extracted stay absent. */
export function pickFields(
  data: BundleExtractedData,
  fields: readonly PiiField[],
  show = (_: PiiField, value: unknown) => value,
): ExtractedDataDto {
  const picked = piiFields
    .filter((field) => fields.includes(field) && field in data)
    .map((field) => [field, show(field, data[field])]);
  return inflect(Object.fromEntries(picked), "camel") as ExtractedDataDto;
}

/**
 * Extracted data as this actor may see it: an API key what the whitelist leaves, a person masked values (with
 * initials only for those who may reveal), a key without the scope nothing.
 */
export function viewExtractedData(
  actor: Actor,
  data: BundleExtractedData,
  whitelist: readonly PiiField[],
): ExtractedDataDto {
  if (actor.kind !== "person") return can(actor, "pii:whitelisted") ? pickFields(data, whitelist) : {};
  return pickFields(data, piiFields, (field, value) => maskValue(field, value, can(actor, "pii:mask")));
}

/** The masked name of a session's subject for lists; null when nothing was extracted. */
export function viewSubject(actor: Actor, data: BundleExtractedData | undefined): string | null {
  const name = [data?.first_name, data?.last_name].filter(Boolean).join(" ");
  if (!name) return null;
  return can(actor, "pii:mask") ? maskName(name) : hidden;
}

/** Free text that may hold personal data: for people who work with it and for API keys, hidden from the others. */
export function viewFreeText(actor: Actor, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return actor.kind !== "person" || can(actor, "pii:mask") ? text : hidden;
}

/** {@link viewFreeText} for a value of any shape. */
export function viewFreeForm<T>(actor: Actor, value: T): T | typeof hidden | null {
  if (value === null || value === undefined) return null;
  return actor.kind !== "person" || can(actor, "pii:mask") ? value : hidden;
}
