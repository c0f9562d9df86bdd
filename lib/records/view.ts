import type { BundleExtractedData } from "@/lib/contract/bundle";
import type { ExtractedDataDto } from "@/lib/contract/result";
import { pickFields } from "@/lib/contract/result";
import { type PiiField, piiFields } from "@/lib/contract/vocabulary";
import { plainText } from "@/lib/format/exact-json";
import { maskName } from "@/lib/format/name";
import type { Access } from "@/lib/records/access";

/** How an actor sees the personal values of a record, as {@link import("@/lib/records/access").accessOf} says. */
export type View = Pick<Access, "sight" | "whitelist">;

/** Replaces a value that the viewer may not see. */
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

/** Extracted data as a view has them: masked values keep initials for those who may reveal them. */
export function viewExtractedData({ sight, whitelist }: View, data: BundleExtractedData): ExtractedDataDto {
  if (sight === "listed") return pickFields(data, whitelist);
  if (sight === "clear") return pickFields(data, piiFields);
  return pickFields(data, piiFields, (field, value) => maskValue(field, value, sight === "masked"));
}

/** The masked name of a session's subject, for lists; null when nothing was extracted. */
export function viewSubject({ sight }: View, data: BundleExtractedData | undefined): string | null {
  const name = [data?.first_name, data?.last_name].flatMap((word) => (word ? plainText(word) : [])).join(" ");
  if (!name) return null;
  return sight === "hidden" ? hidden : maskName(name);
}

/** Free text that may contain personal data: shown to people who work with it and to API keys, hidden from others. */
export function viewFreeText({ sight }: View, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return sight === "hidden" ? hidden : text;
}

/**
 * A value that people see only where they work with it, and API keys as the contract has it: an IP address, an
 * address that opens a capture.
 */
export function viewIdentifier({ sight }: View, text: string | null | undefined): string | null {
  if (!text) return null;
  return sight === "masked" || sight === "hidden" ? hidden : text;
}
